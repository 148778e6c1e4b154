import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { SourceName } from '#queues/sources.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { collectWith } from '../collectors/run.js';
import { asset } from '../collectors/testing/fixture.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { contextFor } from '../processors/testing.js';
import { createUpstream, type Upstream } from '../upstream/client.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { createArchive } from './archive.js';
import { readArchiveConfig } from './config.js';
import { sha256, unpacked } from './pack.js';
import { archiveWith } from './run.js';

const MIN5 = 300_000;
const SLOT = Date.UTC(2026, 2, 4, 14, 0);
const SECRET = 'test-cg-key-0123456789abcdef0123';
const clock = manualClock(SLOT);

let redis: TestRedis;
let sim: Simulator;
let worker: TestWorker;
let upstream: Upstream;
beforeAll(async () => {
  [redis, sim] = await Promise.all([testRedis(), startSimulator({ clock, symbols: 4 })]);
  upstream = createUpstream({ config: readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: sim.url, COINGECKO_PLAN: 'demo', COINGECKO_API_KEY: SECRET, FRED_API_KEY: SECRET, UPSTREAM_BUDGET_MS: '50' }), redis: redis.redis, prefix: redis.prefix, clock, log: silentLog(), metrics: createMetrics(false) });
  worker = await testWorker({ clock, upstream });
  await worker.services.store.assets.upsert(sim.source.assets.map((a) => asset({ symbol: a.symbol, coingecko_id: a.id, name: a.name, quote_currency: a.quote, venues: a.market ? { binance: a.market } : {} })));
}, 60_000);
afterAll(async () => {
  upstream.close();
  await worker.cleanup();
  await sim.stop();
  await redis.cleanup();
});

const symbols = () => sim.source.assets.map((a) => a.symbol);
const collect = (source: SourceName, slot: number, archive = createArchive(worker.services.store, silentLog(), clock)) => {
  clock.set(slot + 3_000);
  const payload = { v: 1 as const, source, slot, chunk: 1, symbols: symbols(), round: 0 };
  return collectWith({ SOURCES: 'all', HISTORY_BARS: 10 })(payload, contextFor({ ...worker.services, archive }, 'collect', payload, { clock }));
};
const archive = () => worker.services.store.archive;
const sql = <T>(text: string) => worker.store.mysql.rows<T>({ table: 'test', sql: text.replaceAll('$', `\`${worker.store.databases.prices}\`.`) });
const runsOf = (slot: number) => archive().runs(slot, slot + 1);

describe('the archive', () => {
  it('holds the answer of every row: what was asked, by which job, and the body to the last byte', async () => {
    await collect('crypto-prices', SLOT);
    const [run, ...others] = await runsOf(SLOT);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ source: 'crypto-prices', chunk: 1, round: 0, attempt: 1 });
    const [one, ...rest] = await archive().askedBy(run?.run as string);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ job_id: run?.job_id, host: 'coingecko', status: 200, symbols: symbols(), received_at: clock.now(), data_source: 'sim:coingecko' });
    const kept = await archive().body(one?.sha256 as string);
    const text = await unpacked(kept?.body as Buffer);
    expect(sha256(text)).toBe(one?.sha256);
    expect((JSON.parse(text) as { id: string }[]).map((c) => c.id).sort()).toEqual(sim.source.assets.map((a) => a.id).sort());
    expect(kept?.packed_size).toBeLessThan(kept?.size as number);
    expect(JSON.parse(await unpacked(run?.known as Buffer))).toMatchObject({ symbols: symbols(), hosts: ['coingecko'] });
  });

  it('keeps an answer that was no good, too, and never a key', async () => {
    sim.faults.set([{ host: 'coingecko', kind: 'garbage', ratio: 1 }]);
    const slot = SLOT + MIN5;
    await expect(collect('crypto-prices', slot)).rejects.toThrow('coingecko');
    sim.faults.clear();
    expect(await archive().askedBy((await runsOf(slot))[0]?.run as string)).toMatchObject([{ host: 'coingecko', status: 200 }]);
    await collect('macro-fred', slot);
    const asked = await sql<Record<string, unknown>>('SELECT * FROM $asked');
    const bodies = await Promise.all((await sql<{ sha256: string }>('SELECT sha256 FROM $answers')).map(async ({ sha256: key }) => unpacked((await archive().body(key))?.body as Buffer)));
    expect(asked.some((a) => a['host'] === 'fred')).toBe(true);
    expect(JSON.stringify([asked, bodies])).not.toContain(SECRET);
  });

  it('keeps the same body once', async () => {
    const before = await archive().size();
    await collect('crypto-prices', SLOT);
    expect(await archive().size()).toEqual({ ...before, asked: before.asked + 1 });
    expect(await runsOf(SLOT)).toHaveLength(2);
  });

  it('stores no row whose answer it could not keep', async () => {
    const slot = SLOT + 2 * MIN5;
    const broken = createArchive({ archive: { ...archive(), keep: () => Promise.reject(new Error('the archive is away')) } }, silentLog(), clock);
    await expect(collect('crypto-prices', slot, broken)).rejects.toThrow('the archive is away');
    expect(await worker.services.store.prices.ofSlot(slot, symbols())).toEqual([]);
  });

  it('rolls off by age, and the oldest until the rest fits', async () => {
    for (const k of [3, 4, 5]) await collect('crypto-prices', SLOT + k * MIN5);
    const rollOff = (env: Record<string, string>) => archiveWith(readArchiveConfig(env))({ v: 1 }, contextFor(worker.services, 'archive', { v: 1, slot: 0 }, { clock }));
    clock.set(SLOT + 2 * MIN5 + 86_400_000);
    await rollOff({ ARCHIVE_DAYS: '1' });
    expect((await archive().runs(0, SLOT + 3 * MIN5)).length).toBe(0);
    expect((await archive().runs(0, SLOT + 6 * MIN5)).length).toBe(3);
    const { bytes } = await archive().size();
    const cut = await archive().cutFor(Math.ceil(bytes / 2));
    expect(cut).toBeGreaterThan(SLOT + 3 * MIN5);
    expect(await archive().cutFor(bytes)).toBeNull();
    expect(await archive().forget(cut as number, 1)).toBe(1);
    await rollOff({ ARCHIVE_DAYS: '0.01' });
    expect(await archive().size()).toEqual({ answers: 0, bytes: 0, rawBytes: 0, asked: 0 });
  });
});
