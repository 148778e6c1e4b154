import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import type { FaultKind } from '#scripts/simulator/faults.js';
import { UpstreamError } from '#queues/errors.js';
import { publishLanded, readLanded } from '#queues/landed.js';
import type { Done, Outcome } from '#queues/outcome.js';
import { createProducer } from '#queues/producer.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { chainSources, sources, type SourceName } from '#queues/sources.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import type { Context } from '../context.js';
import { testStore, type TestStore } from '../store/testing.js';
import { createUpstream } from '../upstream/client.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { collectors } from './index.js';
import { collectWith } from './run.js';
import { asset } from './testing/fixture.js';

const MINUTE = 60_000;
const MIN5 = 5 * MINUTE;
/** Every slot is used by one test only, so that none sees another's rows. */
let slots = Date.UTC(2026, 0, 5, 12);
const nextSlot = (): number => (slots += 6 * 60 * MINUTE);

let redis: TestRedis;
let t: TestStore;
let sim: Simulator;
const clock = manualClock(slots);
const cleanups: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  [redis, t, sim] = await Promise.all([testRedis(), testStore(), startSimulator({ clock, symbols: 6 })]);
  const played = sim.source.assets.map((a) => asset({ symbol: a.symbol, coingecko_id: a.id, name: a.name, quote_currency: a.quote, venues: a.market ? { binance: a.market } : {} }));
  await t.store.assets.upsert([...played, asset({ symbol: 'GHOST', coingecko_id: 'no-such-coin', venues: { binance: 'GHOSTUSDT' } })]);
});
afterEach(async () => {
  sim.faults.clear();
  for (const clean of cleanups.splice(0)) await clean();
});
afterAll(async () => {
  await Promise.all([sim.stop(), t.cleanup()]);
  await redis.cleanup();
});

/** A worker of its own at `slot`: fresh budgets and circuits, the file's store, and the file's simulator unless told otherwise. */
function setup(slot: number, env: Record<string, string> = {}, upstreams = sim) {
  clock.set(slot + 3_000);
  const prefix = `${redis.prefix}:${slot}:${cleanups.length}`;
  const log = silentLog();
  const metrics = createMetrics(false);
  const config = readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: upstreams.url, UPSTREAM_TIMEOUT_MS: '10000', UPSTREAM_BUDGET_MS: '50', COINGECKO_PER_MINUTE: '400', ...env });
  const upstream = createUpstream({ config, redis: redis.redis, prefix, clock, log, metrics });
  const producer = createProducer({ redis: redis.settings, prefix, clock, log });
  cleanups.push(() => upstream.close(), () => producer.close());
  const job = { id: 'test', queueKey: '', attempt: 1, failedChildren: async () => ({}), childrenDone: false };
  const ctx: Context = { clock, metrics, store: t.store, upstream, producer, log, sourcePrefix: `${upstreams.source.mode}:`, signal: new AbortController().signal, job, landed: (event) => publishLanded(redis.redis, prefix, event) };
  const symbols = [...sim.source.assets.map((a) => a.symbol), 'GHOST'];
  const run = (source: SourceName, more: object = {}, historyBars = 30): Promise<Outcome> => collectWith({ SOURCES: 'all', HISTORY_BARS: historyBars })({ v: 1, source, slot, chunk: 1, symbols, round: 0, ...more }, ctx);
  const landed = () => readLanded(redis.redis, prefix, '0-0', 1);
  return { run, metrics, landed, symbols, ctx };
}

const tables = { price_data_real: 'symbol, slot', ohlc_data: 'symbol, timeframe, open_time' };
/** Everything stored in a source's table, but for the instants of receipt. */
async function rowsOf(source: SourceName, where = '1 = 1'): Promise<Record<string, unknown>[]> {
  const { into } = collectors[source];
  return t.mysql.rows({ table: into, sql: `SELECT * FROM ${t.databases.prices}.${into} WHERE ${where} ORDER BY ${tables[into as keyof typeof tables]}` });
}
const since = (source: SourceName, slot: number) => rowsOf(source, source === 'ohlc' ? `open_time >= FROM_UNIXTIME(${(slot - MIN5) / 1_000})` : `slot = FROM_UNIXTIME(${slot / 1_000})`);
const unlisted = (): string[] => sim.source.assets.filter((a) => !a.market).map((a) => a.symbol);
const failure = (promise: Promise<unknown>): Promise<UpstreamError> => promise.then(() => expect.unreachable('the job did not fail'), (e: UpstreamError) => e);

describe.each(chainSources)('collecting %s', (source) => {
  it('stores what the upstream has, names what it lacks, and tells', async () => {
    const { run, landed, symbols } = setup(nextSlot());
    const outcome = await run(source);
    const lacking = ['GHOST', ...(source === 'ohlc' ? unlisted() : [])];
    expect(outcome).toMatchObject({ kind: 'done' });
    expect((outcome as Done).missing.map((m) => m.symbol).sort()).toEqual(lacking.sort());
    const rows = await rowsOf(source);
    expect(new Set(rows.map((r) => r.symbol))).toEqual(new Set(symbols.filter((s) => !lacking.includes(s))));
    expect(rows.every((r) => String(r.data_source).startsWith('sim:'))).toBe(true);
    expect(await landed()).toMatchObject([{ kind: 'rows', dataset: sources[source].dataset, chunk: 1, rows: (outcome as Done).rows }]);
  });

  it('changes nothing when it runs twice', async () => {
    const slot = nextSlot();
    const { run } = setup(slot);
    await run(source);
    const before = await rowsOf(source);
    expect(await setup(slot).run(source)).toMatchObject({ kind: 'done' });
    expect(await rowsOf(source)).toEqual(before);
  });

  it.each<[FaultKind, string]>([
    ['rate-limit', 'throttled'],
    ['error-in-200', 'throttled'],
    ['server-error', 'unavailable'],
    ['timeout', 'unavailable'],
    ['reset', 'unavailable'],
    ['truncated', 'unavailable'],
    ['html', 'unavailable'],
    ['garbage', 'malformed'],
  ])('fails as it should when every answer is %s, stores nothing, and recovers', async (kind, fault) => {
    const slot = nextSlot();
    sim.faults.set([{ host: collectors[source].host, kind, ratio: 1 }]);
    const { run, metrics } = setup(slot, kind === 'timeout' ? { UPSTREAM_TIMEOUT_MS: '200' } : {});
    const error = await failure(run(source));
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error.fault).toBe(fault);
    if (kind === 'rate-limit') expect(error.fields.waitMs).toBe(10_000);
    expect(await since(source, slot)).toEqual([]);
    expect((await metrics.collectorErrors.get()).values).toMatchObject([{ labels: { collector: source, error_type: fault }, value: 1 }]);
    sim.faults.clear();
    expect(await setup(slot).run(source)).toMatchObject({ kind: 'done' });
    expect((await since(source, slot)).length).toBeGreaterThan(0);
  });

  it('keeps a sample of an answer that is not what it should be', async () => {
    const slot = nextSlot();
    sim.faults.set([{ host: collectors[source].host, kind: 'garbage', ratio: 1 }]);
    await failure(setup(slot).run(source));
    const kept = await t.mysql.rows<{ item: string; sample: string }>({ table: 'quarantine', sql: `SELECT item, sample FROM ${t.databases.prices}.quarantine WHERE source = ? AND slot = ?`, values: [source, new Date(slot)] });
    expect(kept.length).toBeGreaterThan(0);
    for (const { item, sample } of kept) expect({ item: item[0], sample: sample.slice(0, 8) }).toEqual({ item: '*', sample: '[{"id":"' });
  });
});

describe('a snapshot', () => {
  it('is never stored under a slot that is over', async () => {
    const slot = nextSlot();
    const { run } = setup(slot);
    clock.set(slot + MIN5);
    expect(await run('crypto-prices')).toMatchObject({ kind: 'skip', why: expect.stringContaining('the slot is over') as string });
    expect(await since('crypto-prices', slot)).toEqual([]);
  });

  it('waits for a slot that has not begun by its own clock', async () => {
    const slot = nextSlot();
    const { run } = setup(slot);
    clock.set(slot - 40);
    expect(await run('crypto-prices')).toMatchObject({ kind: 'snooze', ms: 40 });
  });

  it('is given up when the host asks for a wait beyond the end of the slot', async () => {
    const slot = nextSlot();
    sim.faults.set([{ host: 'coingecko', kind: 'rate-limit', ratio: 1 }]);
    const { run } = setup(slot);
    clock.set(slot + MIN5 - 5_000);
    expect(await run('crypto-prices')).toMatchObject({ kind: 'skip', why: expect.stringContaining('throttled beyond the end of the slot') as string });
  });
});

describe('bars', () => {
  it('of one slot cost one call a symbol, and none when they are there already', async () => {
    const slot = nextSlot();
    await setup(slot).run('ohlc');
    const calls = () => sim.stats().binance?.['/api/v3/klines']?.['200'] ?? 0;
    const listed = sim.source.assets.filter((a) => a.market).length;
    const before = calls();
    await setup(slot).run('ohlc', { symbols: sim.source.assets.map((a) => a.symbol) });
    expect(calls() - before).toBe(0);
    await setup(slot + MIN5).run('ohlc', { symbols: sim.source.assets.map((a) => a.symbol) });
    expect(calls() - before).toBe(listed);
  });

  it('are final once closed, and the open one is replaced by its final self', async () => {
    const slot = nextSlot();
    const [first] = sim.source.assets.filter((a) => a.market);
    const symbols = [first?.symbol as string];
    const open = () => rowsOf('ohlc', `timeframe = '5m' AND symbol = '${symbols[0]}' AND open_time = FROM_UNIXTIME(${slot / 1_000})`);
    await setup(slot).run('ohlc', { symbols });
    expect(await open()).toMatchObject([{ is_final: 0 }]);
    await setup(slot + MIN5).run('ohlc', { symbols });
    expect(await open()).toMatchObject([{ is_final: 1, available_at: new Date(slot + MIN5) }]);
    expect(await t.mysql.rows({ table: 'restatements', sql: `SELECT * FROM ${t.databases.prices}.restatements` })).toEqual([]);
  });

  it('of an hour are made of twelve, as the venue itself has them, without another call', async () => {
    const slot = nextSlot();
    const symbols = [sim.source.assets.filter((a) => a.market)[1]?.symbol as string];
    await setup(slot).run('ohlc', { symbols });
    const calls = () => sim.stats().binance?.['/api/v3/klines']?.['200'] ?? 0;
    const before = calls();
    await setup(slot + 60 * MINUTE).run('ohlc', { symbols });
    expect(calls() - before).toBe(1);
    const [made] = await rowsOf('ohlc', `timeframe = '1h' AND symbol = '${symbols[0]}' AND open_time = FROM_UNIXTIME(${slot / 1_000})`);
    const market = sim.source.assets.find((a) => a.symbol === symbols[0])?.market as string;
    const [venue] = (await (await fetch(`${sim.url}/binance/api/v3/klines?symbol=${market}&interval=1h&startTime=${slot}&limit=1`)).json()) as [number, string, string, string, string, string][];
    expect([made?.open, made?.high, made?.low, made?.close]).toEqual(venue?.slice(1, 5).map(Number));
    expect(Number(made?.volume) / Number(venue?.[5])).toBeCloseTo(1, 6);
  });

  it('of one unknown market do not keep the others from being stored', async () => {
    const outcome = await setup(nextSlot()).run('ohlc');
    const because = (symbol: string) => (outcome as Done).missing.find((m) => m.symbol === symbol)?.reason;
    expect(because('GHOST')).toContain('Invalid symbol');
    expect(unlisted().map(because)).toEqual(unlisted().map(() => 'no venue'));
    expect((outcome as Done).rows).toBeGreaterThan(0);
    expect((outcome as Done).missing.every((m) => m.permanent)).toBe(true);
  });

  it('of a symbol that is refused do not fail a job that has nothing else to ask', async () => {
    const slot = nextSlot();
    await setup(slot).run('ohlc');
    expect(await setup(slot).run('ohlc')).toMatchObject({ kind: 'done', rows: 0 });
    expect(await failure(setup(slot).run('ohlc', { symbols: ['GHOST'] }))).toMatchObject({ fault: 'refused' });
  });

  it('never leave a hole behind the newest one when a page of a long history fails', async () => {
    const slot = nextSlot();
    await t.store.assets.upsert([asset({ symbol: 'LONG', coingecko_id: 'long', venues: { binance: sim.source.assets.find((a) => a.market)?.market as string } })]);
    const times = async () => (await rowsOf('ohlc', "symbol = 'LONG' AND timeframe = '5m' AND is_final = 1")).map((r) => (r.open_time as Date).getTime());
    const holes = (list: number[]) => list.filter((at, i) => i > 0 && at - (list[i - 1] as number) !== MIN5);
    const ofLong = { symbols: ['LONG'] };
    sim.faults.set([{ host: 'binance', kind: 'garbage', ratio: 0.5, limit: 1 }]);
    const outcome = await setup(slot).run('ohlc', ofLong, 2_500);
    expect((outcome as Done).missing).toMatchObject([{ symbol: 'LONG', reason: expect.stringContaining('not JSON') as string }]);
    expect(holes(await times())).toEqual([]);
    await setup(slot).run('ohlc', ofLong, 2_500);
    const complete = await times();
    expect({ holes: holes(complete), bars: complete.length, newest: complete.at(-1) }).toEqual({ holes: [], bars: 2_500, newest: slot - MIN5 });
  });

  it('are stored as far as they came when the host throttles in between, and the rest waits', async () => {
    const slot = nextSlot();
    sim.faults.set([{ host: 'binance', kind: 'rate-limit', ratio: 0.3, limit: 1 }]);
    const error = await failure(setup(slot).run('ohlc'));
    expect(error).toMatchObject({ fault: 'throttled', fields: { waitMs: 10_000 } });
    const again = await setup(slot).run('ohlc');
    expect(again).toMatchObject({ kind: 'done' });
    const newest = await t.store.ohlc.newestFinal(sim.source.assets.filter((a) => a.market).map((a) => a.symbol));
    expect([...newest.values()].every((n) => n['5m'] === slot - MIN5)).toBe(true);
  });
});

const HOURLY = new URL('../../../shared/real-data/ohlcv-hourly-binance-2017-2022', import.meta.url).pathname;
describe('a replay of hourly bars', () => {
  const have = existsSync(HOURLY);
  if (!have) console.warn('skipped: ../shared/real-data/ohlcv-hourly-binance-2017-2022 is absent');

  it.skipIf(!have)('has no 5-minute bars, and is stored hour by hour from the venue itself', async () => {
    const replay = await startSimulator({ clock, replay: HOURLY });
    cleanups.push(() => replay.stop());
    const [coin] = replay.source.assets.filter((a) => a.symbol === 'BTC');
    const symbols = ['REPLAYED'];
    await t.store.assets.upsert([asset({ symbol: 'REPLAYED', coingecko_id: 'replayed', venues: { binance: coin?.market as string } })]);
    const hour = Date.UTC(2021, 4, 5, 6);
    const newest = async () => (await t.store.ohlc.newestFinal(symbols)).get('REPLAYED');
    expect(await setup(hour, {}, replay).run('ohlc', { symbols })).toMatchObject({ kind: 'done', missing: [] });
    expect(await newest()).toEqual({ '1h': hour - 60 * MINUTE, '4h': Date.UTC(2021, 4, 5), '1d': Date.UTC(2021, 4, 4) });
    expect(await setup(hour + 60 * MINUTE, {}, replay).run('ohlc', { symbols })).toMatchObject({ kind: 'done', missing: [] });
    expect(await newest()).toMatchObject({ '1h': hour });
    expect(await setup(hour + 120 * MINUTE, {}, replay).run('ohlc', { symbols })).toMatchObject({ kind: 'done', missing: [] });
    expect(await newest()).toEqual({ '1h': hour + 60 * MINUTE, '4h': Date.UTC(2021, 4, 5, 4), '1d': Date.UTC(2021, 4, 4) });
    const bars = await rowsOf('ohlc', "symbol = 'REPLAYED'");
    expect(bars.every((b) => b.is_final === 1 && b.timeframe !== '5m')).toBe(true);
  });
});
