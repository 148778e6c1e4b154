/** Derivatives, Coinbase's prices and candles, and the validator: from the simulator into the store. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import type { Outcome } from '#queues/outcome.js';
import { createProducer } from '#queues/producer.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { sourceNames, type SourceName } from '#queues/sources.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import type { Context } from '../context.js';
import { venuesOf } from '../store/seeds/venues.js';
import type { AssetRow } from '../store/tables/assets.js';
import { testStore, type TestStore } from '../store/testing.js';
import { createUpstream, type Upstream } from '../upstream/client.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { collectors } from './index.js';
import { collectWith } from './run.js';
import { asset, fixturesOf } from './testing/fixture.js';

const MIN5 = 300_000;
const HOUR = 12 * MIN5;
const START = Date.UTC(2026, 0, 7, 12);
let slots = START;
const nextSlot = (): number => (slots += 10 * 24 * HOUR);

let redis: TestRedis;
let t: TestStore;
let sim: Simulator;
let assets: AssetRow[];
const clock = manualClock(START);
const cleanups: (() => Promise<void> | void)[] = [];
let workers = 0;

beforeAll(async () => {
  [redis, t, sim] = await Promise.all([testRedis(), testStore(), startSimulator({ clock, symbols: 24, slowMs: 300 })]);
  assets = sim.source.assets.map((a, i) => asset({ symbol: a.symbol, coingecko_id: a.id, name: a.name, market_rank: i + 1, venues: venuesOf(a.symbol, a.market) }));
  await t.store.assets.upsert(assets);
});
afterEach(async () => {
  sim.faults.clear();
  for (const clean of cleanups.splice(0)) await clean();
});
afterAll(async () => {
  await Promise.all([sim.stop(), t.cleanup()]);
  await redis.cleanup();
});

function upstreamOf(env: Record<string, string> = {}): Upstream {
  const config = readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: sim.url, UPSTREAM_BUDGET_MS: '50', COINGECKO_PER_MINUTE: '400', BINANCE_FUTURES_BUDGET: 'minute:100000', COINBASE_EXCHANGE_BUDGET: 'second:200', BYBIT_BUDGET: 'second:1000', ...env });
  const upstream = createUpstream({ config, redis: redis.redis, prefix: `${redis.prefix}:${(workers += 1)}`, clock, log: silentLog(), metrics: createMetrics(false) });
  cleanups.push(() => upstream.close());
  return upstream;
}

/** Collects one source for a slot, as a worker with fresh budgets does, whose clock may be ahead of everybody's. */
async function run(source: SourceName, slot: number, symbols = assets.map((a) => a.symbol), aheadMs = 0): Promise<Outcome> {
  clock.set(slot + 3_000);
  const own = manualClock(slot + 3_000 + aheadMs);
  const producer = createProducer({ redis: redis.settings, prefix: `${redis.prefix}:p`, clock, log: silentLog() });
  cleanups.push(() => producer.close());
  const job = { id: 'test', queueKey: '', attempt: 1, failedChildren: async () => ({}), childrenDone: false };
  const ctx: Context = { clock: own, metrics: createMetrics(false), store: t.store, upstream: upstreamOf(), producer, log: silentLog(), sourcePrefix: 'sim:', signal: new AbortController().signal, job, landed: async () => undefined };
  return collectWith({ SOURCES: 'all', HISTORY_BARS: 30 })({ v: 1, source, slot, chunk: 1, symbols, round: 0 }, ctx);
}
const select = (sql: string): Promise<Record<string, unknown>[]> => t.mysql.rows({ table: 'test', sql: sql.replace(/\{(\w+)\}/g, `${t.databases.prices}.$1`) });
const calls = (host: string, path: string): number => Object.values((sim.stats() as Record<string, Record<string, Record<string, number>>>)[host]?.[path] ?? {}).reduce((a, b) => a + b, 0);

describe('derivatives', () => {
  it('of one venue are stored though the other one failed meanwhile on the same coin', async () => {
    const slot = nextSlot();
    // The one fails at once, the other takes its time: what it brings must not be taken for a later page of what failed.
    sim.faults.set([{ host: 'bybit', kind: 'rate-limit', ratio: 1 }, { host: 'binance_futures', kind: 'slow', ratio: 1, path: '/fapi/v1/fundingRate' }]);
    await expect(run('derivatives', slot, ['LINK'])).rejects.toThrow('Rate Limit');
    const paid = (await t.store.derivatives.history(['LINK'], slot - 8 * 24 * HOUR, slot)).filter((r) => r.funding_final);
    expect([paid.length > 10, ...new Set(paid.map((r) => r.venue))]).toEqual([true, 'binance_futures']);
  });

  it('of both venues agree on what a coin is, whatever their contracts hold', async () => {
    const slot = nextSlot();
    expect(await run('derivatives', slot, ['BTC', 'SHIB', 'DOGE'])).toMatchObject({ kind: 'done', missing: [] });
    const rows = await t.store.derivatives.asOf(['BTC', 'SHIB', 'DOGE'], slot + MIN5, HOUR);
    expect(rows.map((r) => `${r.symbol} ${r.venue}`)).toEqual(['BTC binance_futures', 'BTC bybit', 'DOGE binance_futures', 'DOGE bybit', 'SHIB binance_futures', 'SHIB bybit']);
    for (const r of rows) {
      const spot = sim.source.priceAt(sim.source.assets.find((a) => a.symbol === r.symbol) as never, slot) as number;
      expect(Math.abs((r.index_price as number) / spot - 1)).toBeLessThan(0.01);
      expect(Math.abs(r.basis as number)).toBeLessThan(0.002);
      expect(r.open_interest_value as number / (r.open_interest as number) / spot).toBeCloseTo(1, 1);
      expect(r.quality_score).toBeGreaterThan(0.7);
      expect(r.available_at.getTime()).toBeLessThanOrEqual(slot + MIN5);
    }
    expect((await select('SELECT DISTINCT data_source FROM {derivatives_data} ORDER BY 1')).map((r) => r['data_source'])).toEqual(['sim:binance_futures', 'sim:bybit']);
  });

  it('know a week of paid funding, each at its own hour, and ask again only when the next is due', async () => {
    const slot = nextSlot();
    await run('derivatives', slot, ['ADA']);
    const paid = (await t.store.derivatives.history(['ADA'], slot - 8 * 24 * HOUR, slot)).filter((r) => r.funding_final);
    for (const venue of ['binance_futures', 'bybit']) {
      const own = paid.filter((r) => r.venue === venue);
      const hours = new Set(own.map((r) => r.funding_interval_hours));
      expect([[8], [4]]).toContainEqual([...hours]);
      expect(own.every((r) => r.observed_at.getTime() % HOUR === 0)).toBe(true);
      expect(own.length).toBeGreaterThanOrEqual(21);
    }
    const before = calls('binance_futures', '/fapi/v1/fundingRate');
    await run('derivatives', slot + 15 * 60_000, ['ADA']);
    expect(calls('binance_futures', '/fapi/v1/fundingRate')).toBe(before);
    await run('derivatives', slot + 8 * HOUR + 15 * 60_000, ['ADA']);
    expect(calls('binance_futures', '/fapi/v1/fundingRate')).toBe(before + 1);
  });

  it('fill what Binance counted while the farm was away', async () => {
    const slot = nextSlot();
    await run('derivatives', slot, ['ETH']);
    await run('derivatives', slot + 5 * HOUR, ['ETH']);
    const points = (await t.store.derivatives.history(['ETH'], slot, slot + 6 * HOUR)).filter((r) => r.venue === 'binance_futures' && r.mark_price === null && r.open_interest !== null);
    expect(points.length).toBeGreaterThanOrEqual(20);
  });

  it('of one venue are stored when the other fails', async () => {
    const slot = nextSlot();
    sim.faults.set([{ host: 'binance_futures', kind: 'server-error', ratio: 1 }]);
    const outcome = await run('derivatives', slot, ['XRP']);
    expect(outcome).toMatchObject({ kind: 'done' });
    expect((await t.store.derivatives.asOf(['XRP'], slot + MIN5, HOUR)).map((r) => r.venue)).toEqual(['bybit']);
  });

  it('change nothing when they are collected twice', async () => {
    const slot = nextSlot();
    await run('derivatives', slot, ['SOL']);
    const before = await select("SELECT * FROM {derivatives_data} WHERE symbol = 'SOL' ORDER BY venue, observed_at");
    await run('derivatives', slot, ['SOL']);
    const again = await select("SELECT * FROM {derivatives_data} WHERE symbol = 'SOL' ORDER BY venue, observed_at");
    expect(again.filter((r) => before.some((b) => b['venue'] === r['venue'] && String(b['observed_at']) === String(r['observed_at']))).length).toBeGreaterThanOrEqual(before.length);
  });
});

describe('prices of Coinbase', () => {
  it('stand beside those of CoinGecko, and answer for them when these fail', async () => {
    const slot = nextSlot();
    await run('crypto-prices', slot);
    expect(await run('coinbase', slot)).toMatchObject({ kind: 'done' });
    const source = async () => (await t.store.prices.latest(['BTC']))[0]?.data_source;
    expect(await source()).toBe('sim:coingecko');
    for (let i = 1; i <= 4; i++) await run('coinbase', slot + i * MIN5);
    expect(await source()).toBe('sim:coinbase');
    const [row] = await t.store.prices.asOf(['BTC'], slot + 5 * MIN5, 3 * MIN5);
    expect(row).toMatchObject({ data_source: 'sim:coinbase', last_updated: null, quality: 'ok', quality_score: 1 });
  });
});

describe('bars', () => {
  it('of a coin that only Coinbase lists come from there, four hours made of its hours', async () => {
    const slot = nextSlot();
    const coin = assets.find((a) => a.symbol === 'BTC') as AssetRow;
    await t.store.assets.upsert([{ ...coin, symbol: 'ONLYCB', coingecko_id: 'only-cb', venues: { coinbase: 'BTC-USD' } }]);
    expect(await run('ohlc', slot, ['ONLYCB'])).toMatchObject({ kind: 'done', missing: [] });
    const newest = (await t.store.ohlc.newestFinal(['ONLYCB'])).get('ONLYCB');
    expect(newest).toEqual({ '5m': slot - MIN5, '1h': slot - HOUR, '4h': slot - 4 * HOUR, '1d': Math.floor(slot / (24 * HOUR)) * 24 * HOUR - 24 * HOUR });
    expect(await select("SELECT DISTINCT venue, market, data_source FROM {ohlc_data} WHERE symbol = 'ONLYCB'")).toEqual([{ venue: 'coinbase', market: 'BTC-USD', data_source: 'sim:coinbase_exchange' }]);
    await run('ohlc', slot + MIN5, ['ONLYCB']);
    expect((await t.store.ohlc.newestFinal(['ONLYCB'])).get('ONLYCB')).toMatchObject({ '5m': slot });
  });

  it("come from Coinbase while Binance fails; afterwards Binance's own replace the newest, and never the other way", async () => {
    const slot = nextSlot();
    await run('ohlc', slot, ['ETH']);
    sim.faults.set([{ host: 'binance', kind: 'server-error', ratio: 1 }]);
    expect(await run('ohlc', slot + MIN5, ['ETH'])).toMatchObject({ kind: 'done', missing: [] });
    const venueAt = async (at: number) => (await select(`SELECT venue FROM {ohlc_data} WHERE symbol = 'ETH' AND timeframe = '5m' AND open_time = FROM_UNIXTIME(${at / 1_000})`)).map((r) => r['venue']);
    expect(await venueAt(slot)).toEqual(['coinbase']);
    expect(await venueAt(slot - MIN5)).toEqual(['binance']);
    sim.faults.clear();
    await run('ohlc', slot + 2 * MIN5, ['ETH']);
    expect(await venueAt(slot)).toEqual(['binance']);
    expect(await venueAt(slot + MIN5)).toEqual(['binance']);
  });
});

describe('the validator', () => {
  it('keeps a price that is a thousand times too high from whoever reads prices, and names the reason', async () => {
    const slot = nextSlot();
    await run('ohlc', slot - MIN5, ['BTC']);
    await run('crypto-prices', slot - MIN5, ['BTC']);
    await run('coinbase', slot - MIN5, ['BTC']);
    await t.mysql.run({ table: 'test', sql: `UPDATE ${t.databases.prices}.ohlc_data SET close = close * 1000 WHERE symbol = 'BTC' AND timeframe = '5m'` });
    await t.mysql.run({ table: 'test', sql: `UPDATE ${t.databases.prices}.price_data_real SET current_price = current_price * 1000 WHERE symbol = 'BTC'` });
    await run('crypto-prices', slot, ['BTC']);
    const [row] = await select(`SELECT quality_score, quality_reasons FROM {price_data_real} WHERE symbol = 'BTC' AND slot = FROM_UNIXTIME(${slot / 1_000}) AND data_source = 'sim:coingecko'`);
    expect(row?.['quality_score']).toBeLessThan(0.1);
    expect(JSON.parse(String(row?.['quality_reasons']))).toEqual(['jump', expect.stringMatching(/^disagrees:/)]);
    const asOf = await t.store.prices.asOf(['BTC'], slot + MIN5, 2 * MIN5);
    expect(asOf.every((r) => r.slot.getTime() < slot)).toBe(true);
  });

  it.each([['right', 0], ['an hour ahead', HOUR]])('refuses bars that are a thousand times too high on a worker whose clock is %s', async (_clock, aheadMs) => {
    const slot = nextSlot();
    await run('crypto-prices', slot, ['SOL']);
    const [price] = await select(`SELECT current_price FROM {price_data_real} WHERE symbol = 'SOL' AND slot = FROM_UNIXTIME(${slot / 1_000})`);
    const highest = async () => (await select(`SELECT MAX(close) AS close, COUNT(*) AS n FROM {ohlc_data} WHERE symbol = 'SOL' AND timeframe = '5m' AND open_time > FROM_UNIXTIME(${(slot - 6 * HOUR) / 1_000})`))[0];
    sim.faults.set(['binance', 'coinbase'].map((host) => ({ host: host as 'binance', kind: 'price-x1000', ratio: 1 })));
    await run('ohlc', slot, ['SOL'], aheadMs);
    expect(await highest()).toEqual({ close: null, n: 0 });
    sim.faults.clear();
    await run('ohlc', slot, ['SOL'], aheadMs);
    const stored = await highest();
    expect(stored?.['n']).toBeGreaterThan(10);
    expect(stored?.['close']).toBeLessThan(2 * Number(price?.['current_price']));
  });
});

describe.each(sourceNames)('the answers written for %s', (source) => {
  it('come over HTTP through the client, and are read as they are from the file', async () => {
    for (const [n, fixture] of fixturesOf(source).entries()) {
      const c = collectors[source];
      const host = fixture.call.host ?? c.host;
      const upstream = upstreamOf({ [`${host.toUpperCase()}_BASE_URL`]: `${sim.url}/fixtures/${source}/${n}`, FRED_API_KEY: 'simulated-fred', GUARDIAN_API_KEY: 'simulated-guardian', NEWS_API_KEY: 'simulated-news', ETHERSCAN_API_KEY: 'simulated-etherscan', ALPHA_VANTAGE_API_KEY: 'simulated-alpha', CRYPTOPANIC_API_KEY: 'simulated-panic', TWITTER_BEARER_TOKEN: 'simulated-twitter', REDDIT_CLIENT_ID: 'simulated-reddit', REDDIT_CLIENT_SECRET: 'simulated-secret' });
      const { body } = await upstream.get({ host, path: fixture.call.path, query: fixture.call.query, response: fixture.call.response ?? c.response, ...(fixture.call.as ? { as: fixture.call.as } : {}), signal: new AbortController().signal });
      const parsed = c.rows(body, fixture.call, fixture.received);
      expect(parsed.rows, `${source} ${n}`).toHaveLength(fixture.rows.length);
      expect(JSON.parse(JSON.stringify(parsed.rows)), `${source} ${n}`).toMatchObject(fixture.rows);
    }
  });
});
