/**
 * Every source and every processor with real processes, on the simulated market:
 * what each dataset stores, what a source without its key says, and that the
 * features of a later slot know of all of it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasets, sideDatasets, type DatasetName } from '#queues/datasets.js';
import { featureGroups, featureNames } from '#workers/processors/features/index.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { simulatorVariables } from './farm/environment.js';
import { startFarm, type Child, type TestFarm } from './testing/farm.js';

/** A Monday, New York open, so that markets move too. Slow enough for the first chain slot of a busy machine to be waited for by what comes after it. */
const FARM_START = Date.UTC(2026, 5, 1, 15, 0, 2);
const OFF: readonly DatasetName[] = ['alpha_vantage'];

let farm: TestFarm;
let api: Child;
beforeAll(async () => {
  const env = { SOURCES: 'all', ...simulatorVariables('http://replaced', 'sim'), ALPHA_VANTAGE_API_KEY: '' };
  farm = await startFarm({ clock: { speed: 10, farmMs: FARM_START }, symbols: '8', env: Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'SIMULATOR_URL')) });
  [api] = await Promise.all([farm.start('api'), farm.start('collect'), farm.start('process'), farm.start('backfill')]);
  await farm.start('scheduler', { TICK_AT_START: 'true' });
}, 120_000);
afterAll(() => farm.stop(), 60_000);

const newest = async (dataset: DatasetName): Promise<LedgerRow[]> => farm.servers.store.store.ledger.newestSettled([dataset]);
const count = async (sql: string): Promise<number> => {
  const { mysql } = farm.servers.store;
  const [row] = await mysql.rows<{ n: number }>({ table: 'test', sql });
  return row?.n ?? 0;
};
const ask = async (path: string): Promise<Record<string, unknown>> => (await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${farm.keys.master}` } })).json() as Promise<Record<string, unknown>>;

describe('a farm with all its sources', () => {
  it.each(sideDatasets.filter((d) => !OFF.includes(d)))('settles %s and stores rows of it', async (dataset) => {
    await expect.poll(async () => (await newest(dataset)).map((r) => r.state), { timeout: 90_000, interval: 500 }).toSatisfy((states: string[]) => states.length > 0 && states.every((s) => s === 'done' || s === 'partial'));
    const { databases } = farm.servers.store;
    const stock = ['news_articles', 'news_narratives'].includes(datasets[dataset].table);
    const table = `\`${stock ? databases.stock : databases.prices}\`.\`${datasets[dataset].table}\``;
    const [row] = await newest(dataset);
    // A first look at eight symbols' bars may rightly see no pattern at all.
    if (dataset !== 'patterns') expect(await count(`SELECT COUNT(*) AS n FROM ${table} WHERE data_source LIKE 'sim:%'`), JSON.stringify(row)).toBeGreaterThan(0);
    expect(await count(`SELECT COUNT(*) AS n FROM ${table} WHERE data_source NOT LIKE 'sim:%'`)).toBe(0);
  }, 120_000);

  it('says of a source without its key that it is off, everywhere, and nothing else suffers', async () => {
    const reason = 'ALPHA_VANTAGE_API_KEY is not set';
    expect((await newest('alpha_vantage')).map((r) => [r.state, r.reason])).toEqual([['off', reason]]);
    const { data } = (await ask('/api/v1/stats/collectors')) as { data: { dataset: string; state: string; off: string | null }[] };
    expect(data.find((d) => d.dataset === 'alpha_vantage')).toMatchObject({ state: 'off', off: reason });
    expect(data.filter((d) => d.off !== null).map((d) => d.dataset)).toEqual(['alpha_vantage']);
    const health = (await ask('/health')) as { datasets: Record<string, { state: string; off?: string }> };
    expect(health.datasets['alpha_vantage']).toMatchObject({ state: 'off', off: reason });
  });

  it('computes features that know of every group, and never of what came later', async () => {
    const { store } = farm.servers.store;
    const groups = Object.keys(featureGroups) as (keyof typeof featureGroups)[];
    const known = async () => {
      const [row] = await store.features.latest(['BTC']);
      return groups.filter((g) => row && featureGroups[g].some((name) => row[name] !== null));
    };
    await expect.poll(known, { timeout: 150_000, interval: 1_000 }).toEqual(groups);
    const [row] = await store.features.latest(['BTC']);
    expect(featureNames.filter((name) => row?.[name] !== null).length).toBeGreaterThan(featureNames.length * 0.8);
  }, 180_000);

  it('asks no host for more than its budget: nobody was throttled', async () => {
    const stats = Object.entries(farm.simulator.stats()).flatMap(([host, paths]) => Object.values(paths).map((statuses) => [host, Object.keys(statuses)] as const));
    expect(stats.filter(([, statuses]) => statuses.includes('429') || statuses.includes('403'))).toEqual([]);
  });
});
