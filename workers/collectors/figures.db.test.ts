import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Economy } from '#scripts/simulator/economy.js';
import type { FaultKind } from '#scripts/simulator/faults.js';
import { periods, vintages } from '#scripts/simulator/releases.js';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import { UpstreamError } from '#queues/errors.js';
import type { Done, Outcome } from '#queues/outcome.js';
import { createProducer } from '#queues/producer.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { SourceName } from '#queues/sources.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import type { Context } from '../context.js';
import { metrics as onchainMetrics } from '../store/metrics.js';
import { series, seriesOf, type SeriesName } from '../store/series.js';
import { testStore, type TestStore } from '../store/testing.js';
import { createUpstream } from '../upstream/client.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { collectors } from './index.js';
import { collectWith } from './run.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Wednesday in winter, while New York trades. */
const START = Date.UTC(2026, 0, 7, 18);
const KEYS = { FRED_API_KEY: 'simulated-fred', ETHERSCAN_API_KEY: 'simulated-etherscan', ALPHA_VANTAGE_API_KEY: 'simulated-alpha' };
const figures = ['macro-fred', 'macro-yahoo', 'market-yahoo', 'fear-greed', 'onchain', 'alpha-vantage'] as const satisfies readonly SourceName[];

let redis: TestRedis;
let t: TestStore;
let sim: Simulator;
const clock = manualClock(START);
const cleanups: (() => Promise<void> | void)[] = [];
let workers = 0;
/** A Wednesday of its own for every call: some hosts count by the day. */
let wednesdays = 0;
const earlier = (): number => START - (wednesdays += 1) * 7 * DAY;

beforeAll(async () => {
  [redis, t, sim] = await Promise.all([testRedis(), testStore(), startSimulator({ clock, symbols: 12 })]);
});
afterEach(async () => {
  sim.faults.clear();
  for (const clean of cleanups.splice(0)) await clean();
});
afterAll(async () => {
  await Promise.all([sim.stop(), t.cleanup()]);
  await redis.cleanup();
});

/** A worker of its own at an instant: fresh budgets and circuits, the file's store and simulator. */
function setup(nowMs: number, keys: Record<string, string> = KEYS) {
  clock.set(nowMs);
  const prefix = `${redis.prefix}:${(workers += 1)}`;
  const log = silentLog();
  const metrics = createMetrics(false);
  const config = readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: sim.url, UPSTREAM_BUDGET_MS: '50', ALPHA_VANTAGE_BUDGET: 'minute:50,day:500', ETHERSCAN_BUDGET: 'second:50', BLOCKCHAIN_INFO_BUDGET: 'minute:200', MEMPOOL_SPACE_BUDGET: 'minute:200', ...keys });
  const upstream = createUpstream({ config, redis: redis.redis, prefix, clock, log, metrics });
  const producer = createProducer({ redis: redis.settings, prefix, clock, log });
  cleanups.push(() => upstream.close(), () => producer.close());
  const job = { id: 'test', queueKey: '', attempt: 1, failedChildren: async () => ({}), childrenDone: false };
  const ctx: Context = { clock, metrics, store: t.store, upstream, producer, log, sourcePrefix: 'sim:', signal: new AbortController().signal, job, landed: async () => undefined };
  const slot = Math.floor(nowMs / HOUR) * HOUR;
  return (source: SourceName, at = slot): Promise<Outcome> => collectWith({ SOURCES: 'all', HISTORY_BARS: 30 })({ v: 1, source, slot: at, chunk: 0, symbols: [], round: 0 }, ctx);
}

const tableOf = (source: SourceName): string => `${t.databases.prices}.${collectors[source].into}`;
/** Rows of the source's own table and series, all columns. */
async function rowsOf(source: SourceName): Promise<Record<string, unknown>[]> {
  const own: Record<string, readonly string[]> = { 'macro-fred': seriesOf('macro'), 'macro-yahoo': seriesOf('macro_yahoo'), 'market-yahoo': seriesOf('market'), 'fear-greed': seriesOf('fear_greed'), 'alpha-vantage': seriesOf('alpha_vantage') };
  const names = own[source];
  const rows = await t.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${tableOf(source)} ORDER BY 1, 2, 3, 4` });
  return names ? rows.filter((r) => names.includes(String(r['series']))) : rows;
}
const failure = (promise: Promise<unknown>): Promise<UpstreamError> => promise.then(() => expect.unreachable('the job did not fail'), (e: UpstreamError) => e);

describe.each(figures)('collecting %s', (source) => {
  const hosts = () => [collectors[source].host, ...(collectors[source].others ?? [])];

  it.each<[FaultKind, string]>([
    ['rate-limit', 'throttled'],
    ['server-error', 'unavailable'],
    ['html', 'unavailable'],
    ['garbage', 'malformed'],
  ])('fails as it should when every answer is %s, and stores nothing', async (kind, fault) => {
    sim.faults.set(hosts().map((host) => ({ host, kind, ratio: 1 })));
    const error = await failure(setup(earlier())(source));
    expect(error).toBeInstanceOf(UpstreamError);
    expect({ fault: error.fault, rows: await rowsOf(source) }).toEqual({ fault, rows: [] });
  });

  it('takes an error under status 200 for none', async () => {
    sim.faults.set(hosts().map((host) => ({ host, kind: 'error-in-200', ratio: 1 })));
    const error = await failure(setup(earlier())(source));
    expect(['throttled', 'unavailable', 'refused']).toContain(error.fault);
    expect(await rowsOf(source)).toEqual([]);
  });

  it('stores what the upstream has, with when it could be known', async () => {
    const outcome = await setup(START)(source);
    expect(outcome).toMatchObject({ kind: 'done', missing: [] });
    expect((outcome as Done).rows).toBeGreaterThan(0);
    const rows = await rowsOf(source);
    expect(rows.every((r) => String(r['data_source']).startsWith('sim:') && (r['available_at'] as Date).getTime() <= START)).toBe(true);
  });

  it('changes nothing when it runs again, and adds what is new days later', async () => {
    const before = await rowsOf(source);
    expect(await setup(START)(source)).toMatchObject({ kind: 'done' });
    expect(await rowsOf(source)).toEqual(before);
    expect(await setup(START + 5 * DAY)(source)).toMatchObject({ kind: 'done' });
    const after = await rowsOf(source);
    expect(after.length).toBeGreaterThan(before.length);
    const keys = new Set(after.map((r) => JSON.stringify(Object.values(r).slice(0, 4))));
    expect(keys.size).toBe(after.length);
    expect(after.filter((r) => (r['ingested_at'] as Date).getTime() <= START)).toEqual(before);
  });
});

describe('macro series', () => {
  it('of FRED are all there, revisions as rows of their own, no vintage twice', async () => {
    const rows = await rowsOf('macro-fred');
    expect(new Set(rows.map((r) => r['series']))).toEqual(new Set(seriesOf('macro')));
    const revisions = (period: string) => rows.filter((r) => r['series'] === 'GDPC1' && (r['period'] as Date).toISOString().startsWith(period)).length;
    expect(revisions('2025-01-01')).toBe(3);
    expect(rows.some((r) => r['value'] === null)).toBe(true);
    const at = START + 5 * DAY;
    const facts = await t.store.macro.asOf(seriesOf('macro'), at);
    expect([...facts.keys()].sort()).toEqual([...seriesOf('macro')].sort());
  });

  it('read hour by hour are exactly what was published: nothing twice, nothing left out', async () => {
    const start = START + 20 * DAY;
    for (let hour = 0; hour < 60; hour += 3) await setup(start + hour * HOUR)('macro-fred');
    const now = start + 57 * HOUR;
    const economy = new Economy(1);
    const rows = await rowsOf('macro-fred');
    for (const name of seriesOf('macro')) {
      // Far enough back to cross the border of two windows of the first reading, where it read that far.
      const from = Math.floor(start / DAY) * DAY - (series[name].period === 'day' ? 2 : 4) * 365 * DAY;
      const stored = rows.filter((r) => (r['period'] as Date).getTime() >= from);
      const expected = periods(name, from, now).flatMap((period) => vintages(economy, name, period, now).map(({ value }) => `${new Date(period).toISOString()} ${value}`));
      expect(stored.filter((r) => r['series'] === name).map((r) => `${(r['period'] as Date).toISOString()} ${r['value'] as number | null}`), name).toEqual(expected);
    }
  });

  it('of Yahoo hold no session that has not ended', async () => {
    await setup(START)('market-yahoo');
    const rows = await rowsOf('market-yahoo');
    expect(rows.every((r) => (r['period_end'] as Date).getTime() < (r['available_at'] as Date).getTime())).toBe(true);
    expect(rows.filter((r) => r['series'] === 'SPY').length).toBeGreaterThan(480);
  });

  it('come from FRED where Yahoo is away, under the names that fit', async () => {
    sim.faults.set([{ host: 'yahoo', kind: 'server-error', ratio: 1 }]);
    const outcome = (await setup(START + 9 * DAY)('macro-yahoo')) as Done;
    const because = Object.fromEntries(outcome.missing.map((m) => [m.symbol, m.reason]));
    expect(Object.keys(because).sort()).toEqual(['DXY', 'GOLD', 'OIL', 'TNX']);
    expect(because['TNX']).toContain('DGS10 of FRED');
    const fromFred = (await rowsOf('macro-yahoo')).filter((r) => r['data_source'] === 'sim:fred').map((r) => r['series']);
    expect(new Set(fromFred)).toEqual(new Set(['VIX', 'SPX']));
  });

  it('of Yahoo are left alone between the sixth hours while New York sleeps', async () => {
    const calls = () => Object.values(sim.stats()['yahoo'] ?? {}).reduce((sum, byStatus) => sum + Object.values(byStatus).reduce((a, b) => a + b, 0), 0);
    const night = Date.UTC(2026, 0, 25, 7);
    const before = calls();
    await setup(night)('macro-yahoo');
    expect(calls()).toBe(before);
    await setup(night + 5 * HOUR)('macro-yahoo');
    expect(calls()).toBe(before + 6);
  });
});

describe('on-chain figures', () => {
  it('cover every metric of the registry', async () => {
    await setup(START + 5 * DAY)('onchain');
    const facts = await t.store.onchain.asOf(['BTC', 'ETH', 'MARKET', 'USDT', 'USDC'], Object.keys(onchainMetrics) as never[], START + 5 * DAY + HOUR);
    expect(new Set(facts.map((f) => f.metric))).toEqual(new Set(Object.keys(onchainMetrics)));
  });

  it('go on without the key of one host, which is named', async () => {
    const outcome = (await setup(START + 10 * DAY, {})('onchain')) as Done;
    expect(outcome.missing).toEqual([{ symbol: 'gas', reason: 'Etherscan has no key', permanent: true }]);
    const metrics = new Set((await rowsOf('onchain')).filter((r) => (r['ingested_at'] as Date).getTime() === START + 10 * DAY).map((r) => r['metric']));
    expect(metrics.has('fee_fast') && metrics.has('tvl') && !metrics.has('gas_fast')).toBe(true);
  });

  it('go on while one host is broken', async () => {
    sim.faults.set([{ host: 'mempool_space', kind: 'server-error', ratio: 1 }]);
    const outcome = (await setup(START + 11 * DAY)('onchain')) as Done;
    expect(outcome.missing.map((m) => m.symbol).sort()).toEqual(['adjustment', 'fees', 'height', 'mempool', 'mempool hash rate']);
    expect(outcome.rows).toBeGreaterThan(10);
  });
});

describe('Alpha Vantage', () => {
  it('is asked once a slot for what it has answered, news included', async () => {
    const calls = () => sim.stats()['alpha_vantage']?.['/query']?.['200'] ?? 0;
    const later = START + 15 * DAY;
    await setup(later)('alpha-vantage');
    const before = calls();
    await setup(later + HOUR / 2)('alpha-vantage');
    expect(calls()).toBe(before);
    const [news] = await t.mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT COUNT(*) AS n FROM ${t.databases.stock}.news_articles WHERE market_type = 'stock'` });
    expect(news?.n).toBeGreaterThan(50);
  });

  it('gets through its five calls within the budget of a minute, none of them twice', async () => {
    const calls = () => sim.stats()['alpha_vantage']?.['/query']?.['200'] ?? 0;
    const [before, later] = [calls(), START + 16 * DAY];
    const run = setup(later, { ...KEYS, ALPHA_VANTAGE_BUDGET: 'minute:5,day:25' });
    let outcome: unknown;
    for (let round = 0; round < 6; round += 1) {
      outcome = await run('alpha-vantage', later).catch((e: UpstreamError) => e);
      if (!(outcome instanceof UpstreamError)) break;
      expect(outcome.fault).toBe('throttled');
      clock.set(clock.nowMs() + (outcome.fields.waitMs ?? 0));
    }
    expect({ outcome, calls: calls() - before }).toMatchObject({ outcome: { kind: 'done' }, calls: 5 });
  });

  it('is out for the rest of the day when its calls are used up', async () => {
    const day = START + 17 * DAY;
    for (let i = 0; i < 5; i += 1) await setup(day + i)('alpha-vantage', day + i * HOUR);
    const outcome = await setup(day + 10)('alpha-vantage', day + 9 * HOUR).catch((e: UpstreamError) => e);
    expect(outcome).toMatchObject({ fault: 'throttled', fields: { waitMs: DAY - ((day + 10) % DAY) } });
  });
});

describe('the simulated FRED', () => {
  it('shows as of any day what it had published by then', async () => {
    await setup(START + 24 * DAY)('macro-fred');
    const sees = async (at: number): Promise<SeriesName[]> => [...(await t.store.macro.asOf(['GDPC1', 'CPIAUCSL'], at)).keys()];
    expect(await sees(Date.UTC(2017, 0, 1))).toEqual([]);
    const q3 = await t.store.macro.vintage('GDPC1', Date.UTC(2025, 6, 1), Date.UTC(2025, 9, 20));
    const later = await t.store.macro.vintage('GDPC1', Date.UTC(2025, 6, 1), Date.UTC(2025, 10, 5));
    expect([q3, later === null]).toEqual([null, false]);
  });
});
