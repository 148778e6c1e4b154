/** Backfills end to end: filed in a real store, done by a real worker pool through a real Redis, candles from the simulator. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import type { Context } from '../context.js';
import { collectWith } from '../collectors/run.js';
import { asset } from '../collectors/testing/fixture.js';
import { gaps } from '../gaps/run.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { featureChunk } from '../processors/features/run.js';
import { indicators } from '../processors/indicators/run.js';
import type { BackfillRequest } from '../store/index.js';
import { venuesOf } from '../store/seeds/venues.js';
import { createUpstream, type Upstream } from '../upstream/client.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { backfillChunk } from './chunk.js';
import { feedBackfills } from './feed.js';

const FIVE = 300_000;
const HOUR = 12 * FIVE;
const END = Date.UTC(2026, 0, 20, 12);
const SLOTS = 6;
const FIRST = END - (SLOTS - 1) * FIVE;
const clock = manualClock(END + 4_000);

let redis: TestRedis;
let sim: Simulator;
let upstream: Upstream;
let worker: TestWorker;
let symbols: string[];

const table = (name: string): string => `\`${worker.store.databases.prices}\`.${name}`;
const run = (sql: string) => worker.store.mysql.run({ table: 'test', sql });
const rows = (sql: string) => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql, prepared: true });
/** Which run wrote a row, and when, is not what it says. */
const said = async (name: string, order: string) => (await rows(`SELECT * FROM ${table(name)} ORDER BY ${order}`)).map(({ ingested_at: _at, job_id: _id, ...rest }) => rest);
const ctx = (id = 'test'): Context => ({ ...worker.services, log: silentLog(), signal: new AbortController().signal, job: { id, queueKey: '', attempt: 1, childrenDone: false, failedChildren: async () => ({}) } });
const store = () => worker.services.store;
const file = (request: Partial<BackfillRequest> & Pick<BackfillRequest, 'dataset' | 'from' | 'to'>) => store().backfills.file({ symbols, origin: 'operator', ...request }, clock.now());
const stateOf = async (id: string) => (await store().backfills.find(id))?.state;
/** Until it is over: every finished chunk puts the next ones into the queue. */
async function finished(id: string): Promise<string> {
  await feedBackfills(worker.services);
  await expect.poll(() => stateOf(id), { timeout: 40_000, interval: 50 }).not.toBe('open');
  return (await stateOf(id)) as string;
}

beforeAll(async () => {
  [redis, sim] = await Promise.all([testRedis(), startSimulator({ clock, symbols: 3 })]);
  const config = readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: sim.url, UPSTREAM_BUDGET_MS: '50' });
  upstream = createUpstream({ config, redis: redis.redis, prefix: redis.prefix, clock, log: silentLog(), metrics: createMetrics(false) });
  worker = await testWorker({ clock, upstream });
  const known = await store().assets.all();
  const assets = sim.source.assets.map((a, i) => asset({ symbol: a.symbol, coingecko_id: a.id, name: a.name, market_rank: i + 1, venues: venuesOf(a.symbol, a.market) }));
  symbols = assets.map((a) => a.symbol).sort();
  await store().assets.upsert([...known.map((a) => ({ ...a, active: false })), ...assets, asset({ symbol: 'NOVENUE', venues: {} })]);
  await worker.host(['backfill'], { 'backfill-chunk': backfillChunk });
}, 60_000);
afterEach(async () => {
  sim.faults.clear();
  clock.set(END + 4_000);
  for (const name of ['ohlc_data', 'technical_indicators', 'indicator_state', 'ml_features_materialized', 'backfills', 'backfill_chunks', 'slot_ledger', 'expected_series', 'data_gaps']) await run(`DELETE FROM ${table(name)}`);
});
afterAll(async () => {
  await worker.cleanup();
  upstream.close();
  await sim.stop();
  await redis.cleanup();
});

/** The live chain over the slots, as a farm runs it. */
async function liveChain(): Promise<void> {
  for (let slot = FIRST; slot <= END; slot += FIVE) {
    clock.set(slot + 3_000);
    await store().ledger.open([{ dataset: 'ml_features', slot: new Date(slot), chunk: 1, symbols, opened_at: clock.now() }, { dataset: 'ml_features', slot: new Date(slot), chunk: 0, symbols: [], opened_at: clock.now() }]);
    await collectWith({ SOURCES: ['ohlc'], HISTORY_BARS: 60 })({ v: 1, source: 'ohlc', slot, chunk: 1, symbols, round: 0 }, ctx());
    await indicators({ v: 1, slot, chunk: 1, symbols, round: 0 }, ctx());
    await featureChunk({ v: 1, slot, chunk: 1, symbols, round: 0 }, ctx());
  }
}

describe('a backfill', () => {
  it('of features brings candles, indicators and features of a stretch nobody collected, and again nothing', async () => {
    const { id, created } = await file({ dataset: 'ml_features', from: END - 2 * HOUR, to: END - HOUR });
    expect(created).toBe(true);
    expect(await file({ dataset: 'ml_features', from: END - 2 * HOUR, to: END - HOUR })).toMatchObject({ id, created: false });
    expect(await finished(id)).toBe('done');
    expect((await store().backfills.tallies([id])).get(id)?.map((t) => [t.stage, t.open + t.running + t.failed + t.partial])).toEqual([['candles', 0], ['indicators', 0], ['features', 0]]);
    expect(await rows(`SELECT COUNT(*) AS n, COUNT(rsi_14) AS known FROM ${table('ml_features_materialized')}`)).toEqual([{ n: 36, known: 36 }]);
    expect(await rows(`SELECT DISTINCT is_final, LEFT(data_source, 4) AS source FROM ${table('ohlc_data')}`)).toEqual([{ is_final: 1, source: 'sim:' }]);
    const before = [await said('ohlc_data', '1, 2, 3'), await said('ml_features_materialized', '1, 2')];
    const calls = JSON.stringify(sim.stats());
    const again = await file({ dataset: 'ml_features', from: END - 2 * HOUR, to: END - HOUR });
    expect(again.id).not.toBe(id);
    expect(await finished(again.id)).toBe('done');
    expect([await said('ohlc_data', '1, 2, 3'), await said('ml_features_materialized', '1, 2')]).toEqual(before);
    expect(JSON.stringify(sim.stats())).toBe(calls);
  });

  it('writes the indicators and features of the live chain again, to the last bit', async () => {
    await liveChain();
    const live = { features: await said('ml_features_materialized', '1, 2'), states: await said('indicator_state', '1, 2') };
    expect(live.features).toHaveLength(SLOTS * symbols.length);
    await run(`DELETE FROM ${table('ml_features_materialized')}`);
    await run(`DELETE FROM ${table('technical_indicators')}`);
    for (const [dataset, from] of [['technical_indicators', END - 40 * 86_400_000], ['ml_features', FIRST]] as const) expect(await finished((await file({ dataset, from, to: END + 1, only: true })).id)).toBe('done');
    expect(await said('ml_features_materialized', '1, 2')).toEqual(live.features);
    expect(await said('indicator_state', '1, 2')).toEqual(live.states);
  });

  it('waits while it is paused, goes on where it was, and is over when it is cancelled', async () => {
    const { id } = await file({ dataset: 'ohlc', timeframes: ['5m'], from: END - 2 * HOUR, to: END - HOUR });
    await store().backfills.turn(id, 'pause', clock.now());
    expect(await feedBackfills(worker.services)).toBe(0);
    expect(await rows(`SELECT COUNT(*) AS n FROM ${table('ohlc_data')}`)).toEqual([{ n: 0 }]);
    await store().backfills.turn(id, 'resume', clock.now());
    expect(await finished(id)).toBe('done');
    const other = await file({ dataset: 'ohlc', timeframes: ['1h'], from: END - 48 * HOUR, to: END - HOUR });
    expect(await store().backfills.turn(other.id, 'cancel', clock.now())).toMatchObject({ changed: true, row: { state: 'cancelled' } });
    expect(await store().backfills.turn(other.id, 'resume', clock.now())).toMatchObject({ changed: false });
    expect(await feedBackfills(worker.services)).toBe(0);
  });

  it('is found again where Redis has forgotten its jobs', async () => {
    const { id } = await file({ dataset: 'ohlc', timeframes: ['5m'], from: END - 2 * HOUR, to: END - HOUR });
    const queue = worker.services.producer.queue('backfill');
    await queue.pause();
    expect(await feedBackfills(worker.services)).toBeGreaterThan(0);
    await queue.obliterate({ force: true });
    await queue.resume();
    expect(await finished(id)).toBe('done');
  });

  it('says of what the venue has no market for that it never comes, and tries what only failed again', async () => {
    const { id } = await file({ dataset: 'ohlc', timeframes: ['5m'], symbols: ['NOVENUE', symbols[0] as string], from: END - 2 * HOUR, to: END - HOUR });
    sim.faults.set([{ host: 'binance', kind: 'server-error', ratio: 1 }]);
    await feedBackfills(worker.services);
    await expect.poll(async () => (await store().backfills.troubled(id, 9)).map((c) => [c.state, c.missing.find((m) => m.symbol === 'NOVENUE')?.permanent]), { timeout: 40_000 }).toEqual([['open', true]]);
    sim.faults.clear();
    clock.set(END + HOUR);
    expect(await finished(id)).toBe('done');
    expect((await store().backfills.troubled(id, 9))[0]?.missing).toEqual([{ symbol: 'NOVENUE', reason: 'no venue', permanent: true }]);
    expect(await rows(`SELECT COUNT(*) AS n FROM ${table('ohlc_data')}`)).toEqual([{ n: 12 }]);
  });
});

describe('a hole in what the live chain stored', () => {
  it('is found, filled from the venue, and everything computed from it is computed again', async () => {
    await liveChain();
    const whole = { bars: (await said('ohlc_data', '1, 2, 3')).filter((b) => b['is_final'] === 1), indicators: await said('technical_indicators', '1, 2, 3'), features: await said('ml_features_materialized', '1, 2') };
    const hole = `symbol = '${symbols[0]}' AND timeframe = '5m'`;
    const at = (ms: number): string => `'${new Date(ms).toISOString().slice(0, 23).replace('T', ' ')}'`;
    await run(`DELETE FROM ${table('ohlc_data')} WHERE ${hole} AND open_time BETWEEN ${at(END - 4 * FIVE)} AND ${at(END - 3 * FIVE)}`);
    await run(`DELETE FROM ${table('technical_indicators')} WHERE ${hole} AND timestamp BETWEEN ${at(END - 3 * FIVE)} AND ${at(END - 2 * FIVE)}`);
    await run(`DELETE FROM ${table('ml_features_materialized')} WHERE symbol = '${symbols[0]}' AND timestamp = ${at(END - 3 * FIVE)}`);
    const told: string[] = [];
    // An hour later, and every hour from then on: each look has the repairs that the one before made possible.
    for (let hour = 1; hour <= 6; hour++) {
      clock.set(END + hour * HOUR);
      await gaps({ v: 1 }, ctx());
      await feedBackfills(worker.services);
      await expect.poll(async () => (await store().backfills.list(50)).filter((b) => b.state === 'open').length, { timeout: 40_000 }).toBe(0);
      told.push((await store().gaps.known(FIRST, END)).filter((g) => g.symbol === symbols[0] && g.since.getTime() <= END - 2 * FIVE && g.until.getTime() <= END && g.dataset !== 'crypto_prices').map((g) => `${g.dataset} ${g.state}`).join(', '));
    }
    expect(told[0]).toContain('ohlc healing');
    expect(told.at(-1)?.split(', ').every((t) => t.endsWith('healed'))).toBe(true);
    expect(await said('ohlc_data', '1, 2, 3')).toEqual(expect.arrayContaining(whole.bars));
    expect(await said('technical_indicators', '1, 2, 3')).toEqual(expect.arrayContaining(whole.indicators));
    expect(await said('ml_features_materialized', '1, 2')).toEqual(expect.arrayContaining(whole.features));
  });
});
