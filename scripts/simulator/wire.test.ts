/** The answers as a client sees them, over real HTTP, against the shapes of recorded and documented ones. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { oddities } from './coingecko-rows.js';
import { DAY, FIVE_MINUTES, MINUTE } from './intervals.js';
import { startSimulator, type Simulator } from './server.js';

const NOW = Date.UTC(2026, 6, 7, 18, 4, 23, 511);
const RECORDED = new URL('../../../shared/real-data/coingecko/', import.meta.url);
const recordedThere = existsSync(RECORDED);
if (!recordedThere) console.warn('shapes are not compared with recorded CoinGecko answers: ../shared/real-data is absent');

const clock = manualClock(NOW);
let sim: Simulator;
beforeAll(async () => {
  sim = await startSimulator({ clock, seed: 3, coingeckoCallsPerMinute: 10_000, binanceWeightPerMinute: 100_000 });
});
afterAll(() => sim.stop());

interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}
async function get(path: string, from: Simulator = sim): Promise<Reply> {
  const res = await fetch(from.url + path);
  return { status: res.status, headers: res.headers, body: await res.json() };
}
const rows = async (path: string): Promise<Record<string, unknown>[]> => (await get(path)).body as Record<string, unknown>[];
const klines = async (query: string): Promise<unknown[][]> => (await get(`/binance/api/v3/klines?${query}`)).body as unknown[][];
const idAt = (place: number): string => sim.source.assets[place]?.id as string;
const MARKETS = '/coingecko/api/v3/coins/markets';

describe('klines', () => {
  it('are the documented twelve fields, prices as strings, the last one still open', async () => {
    const bars = await klines('symbol=BTCUSDT&interval=5m&limit=3');
    expect(bars).toHaveLength(3);
    for (const bar of bars) expect(bar.map((x) => typeof x)).toEqual(['number', 'string', 'string', 'string', 'string', 'string', 'number', 'string', 'number', 'string', 'string', 'string']);
    const last = bars.at(-1) as [number, ...unknown[]];
    expect(last[0]).toBe(NOW - (NOW % FIVE_MINUTES));
    expect(last[6]).toBe(last[0] + FIVE_MINUTES - 1);
    expect(last[6]).toBeGreaterThan(NOW);
    expect(bars[0]?.[1]).toMatch(/^\d+\.\d{8,}$/);
  });

  it('start at startTime, end at endTime, are 500 by default and 1000 at most', async () => {
    const from = NOW - 5 * DAY;
    const some = await klines(`symbol=ETHUSDT&interval=1h&startTime=${from}&limit=4`);
    expect(some).toHaveLength(4);
    expect(some[0]?.[0]).toBe(Math.ceil(from / 3_600_000) * 3_600_000);
    const until = await klines(`symbol=ETHUSDT&interval=1h&endTime=${from}&limit=4`);
    expect(until.at(-1)?.[0]).toBe(Math.floor(from / 3_600_000) * 3_600_000);
    const between = await klines(`symbol=ETHUSDT&interval=1h&startTime=${from}&endTime=${from + 7_200_000}`);
    expect(between).toHaveLength(2);
    expect(await klines('symbol=ETHUSDT&interval=5m')).toHaveLength(500);
    expect(await klines('symbol=ETHUSDT&interval=5m&limit=1500')).toHaveLength(1000);
    expect(await klines(`symbol=ETHUSDT&interval=1d&startTime=${NOW - 730 * DAY}&limit=1`)).toHaveLength(1);
  });

  it.each([
    ['symbol=NOPEUSDT&interval=5m', -1121, 'Invalid symbol.'],
    ['symbol=BTCUSDT&interval=7m', -1120, 'Invalid interval.'],
    ['interval=5m', -1102, 'Mandatory parameter'],
    ['symbol=BTCUSDT', -1102, 'Mandatory parameter'],
    ['symbol=BTCUSDT&interval=5m&limit=ten', -1100, 'Illegal characters'],
    ['symbol=BTCUSDT&interval=5m&limit=0', -1130, "parameter 'limit'"],
  ])('refuse %s with 400 and code %i', async (query, code, message) => {
    const { status, body } = await get(`/binance/api/v3/klines?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({ code, msg: expect.stringContaining(message) });
  });

  it('keep every digit of a price near 1e-9', async () => {
    const market = sim.source.assets.find((a) => a.symbol === 'BTT')?.market as string;
    const [bar] = await klines(`symbol=${market}&interval=5m&limit=1`);
    const close = Number(bar?.[4]);
    expect(close).toBeGreaterThan(1e-10);
    expect(close).toBeLessThan(1e-7);
    expect(String(bar?.[4]).replace(/^0\.0*/, '').length).toBeGreaterThanOrEqual(5);
  });
});

describe('the weight of Binance', () => {
  it('is counted per farm minute in a header, refused with 429 and a wait, then with a ban', async () => {
    const own = manualClock(NOW);
    const small = await startSimulator({ clock: own, binanceWeightPerMinute: 5, symbols: 3 });
    const path = '/binance/api/v3/klines?symbol=BTCUSDT&interval=5m&limit=1';
    try {
      expect((await get(path, small)).headers.get('x-mbx-used-weight-1m')).toBe('2');
      expect((await get(path, small)).headers.get('x-mbx-used-weight-1m')).toBe('4');
      const refused = await get(path, small);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('37');
      expect(refused.body).toEqual({ code: -1003, msg: expect.stringContaining('Too much request weight used') });
      for (let i = 0; i < 19; i += 1) await get(path, small);
      const banned = await get(path, small);
      expect(banned.status).toBe(418);
      expect(banned.headers.get('retry-after')).toBe('120');
      own.advance(MINUTE);
      expect((await get(path, small)).status).toBe(418);
      own.advance(2 * MINUTE);
      expect((await get(path, small)).status).toBe(200);
    } finally {
      await small.stop();
    }
  });
});

describe('the other Binance answers', () => {
  it('agree: ticker, open bar and snapshot show one price', async () => {
    const ticker = (await get('/binance/api/v3/ticker/24hr?symbol=BTCUSDT')).body as Record<string, unknown>;
    const [bar] = await klines('symbol=BTCUSDT&interval=1d&limit=1');
    expect(Number(ticker['lastPrice'])).toBe(Number(bar?.[4]));
    clock.set(NOW - (NOW % MINUTE));
    const [onTheMinute] = await klines('symbol=BTCUSDT&interval=5m&limit=1');
    clock.set(NOW);
    const [row] = await rows(`${MARKETS}?vs_currency=usd&ids=bitcoin`);
    expect(row?.['current_price']).toBe(Number(onTheMinute?.[4]));
    expect(Object.keys(ticker)).toEqual(['symbol', 'priceChange', 'priceChangePercent', 'weightedAvgPrice', 'prevClosePrice', 'lastPrice', 'lastQty', 'bidPrice', 'bidQty', 'askPrice', 'askQty', 'openPrice', 'highPrice', 'lowPrice', 'volume', 'quoteVolume', 'openTime', 'closeTime', 'firstId', 'lastId', 'count']);
  });

  it('list every market with its filters, or the ones named, or refuse', async () => {
    const all = (await get('/binance/api/v3/exchangeInfo')).body as { symbols: { symbol: string; baseAsset: string; quoteAsset: string }[] };
    expect(all.symbols.length).toBe(sim.source.assets.filter((a) => a.market).length);
    expect(all.symbols[0]).toMatchObject({ symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT' });
    expect((await get('/binance/api/v3/exchangeInfo?symbol=NOPE')).body).toEqual({ code: -1121, msg: 'Invalid symbol.' });
    expect(((await get('/binance/api/v3/ticker/24hr?symbols=["BTCUSDT","ETHUSDT"]')).body as unknown[])).toHaveLength(2);
    expect((await get('/binance/api/v3/ping')).body).toEqual({});
    expect((await get('/binance/api/v3/time')).body).toEqual({ serverTime: NOW });
  });
});

describe('coins/markets', () => {
  it('answers the errors that were recorded', async () => {
    expect(await get(MARKETS)).toMatchObject({ status: 422, body: { error: 'Missing parameter vs_currency' } });
    expect(await get('/coingecko/api/v3/coins/nobody/market_chart?vs_currency=usd&days=1')).toMatchObject({ status: 404, body: { error: 'coin not found' } });
    expect(await get('/coingecko/api/v3/coins/bitcoin/ohlc')).toMatchObject({ status: 500, body: { status: 500, error: 'Internal Server Error' } });
  });

  it('drops unknown ids and the one after a space, without a word', async () => {
    expect((await rows(`${MARKETS}?vs_currency=usd&ids=bitcoin,%20ethereum,no-such-coin`)).map((r) => r['id'])).toEqual(['bitcoin']);
    expect((await rows(`${MARKETS}?vs_currency=usd&ids=ethereum,bitcoin`)).map((r) => r['id'])).toEqual(['bitcoin', 'ethereum']);
  });

  it('gives 100 rows a page unless asked, 250 at most, and nothing past the end', async () => {
    expect(await rows(`${MARKETS}?vs_currency=usd`)).toHaveLength(100);
    expect((await rows(`${MARKETS}?vs_currency=usd&per_page=999`)).length).toBeGreaterThan(100);
    expect(await rows(`${MARKETS}?vs_currency=usd&page=99`)).toEqual([]);
    const { headers } = await get(`${MARKETS}?vs_currency=usd&per_page=20`);
    expect(headers.get('per-page')).toBe('20');
    expect(Number(headers.get('total'))).toBe(sim.source.assets.length + 2);
  });

  it('gives the same answer within a minute and another in the next, stamped with the minute', async () => {
    const path = `${MARKETS}?vs_currency=usd&ids=bitcoin,ethereum`;
    const first = await rows(path);
    clock.advance(20_000);
    expect(await rows(path)).toEqual(first);
    clock.advance(MINUTE);
    const later = await rows(path);
    clock.set(NOW);
    expect(first[0]?.['last_updated']).toBe('2026-07-07T18:04:00.000Z');
    expect(later[0]?.['last_updated']).toBe('2026-07-07T18:05:00.000Z');
    expect(later[0]?.['current_price']).not.toBe(first[0]?.['current_price']);
  });

  it('has the oddities of the recorded page', async () => {
    const byId = new Map((await rows(`${MARKETS}?vs_currency=usd&per_page=250`)).map((r) => [r['id'], r]));
    const stale = byId.get(idAt(oddities.stale));
    expect(Date.parse(stale?.['last_updated'] as string)).toBe(Math.floor(NOW / MINUTE) * MINUTE - 7 * DAY);
    expect(stale?.['price_change_percentage_24h']).toBeNull();
    expect(byId.get(idAt(oddities.noChanges))?.['price_change_24h']).toBeNull();
    expect(byId.get(idAt(oddities.unranked))?.['market_cap_rank']).toBeNull();
    const odd = byId.get(idAt(oddities.belowItsLow));
    expect(odd?.['current_price']).toBeLessThan(odd?.['low_24h'] as number);
    expect([...byId.values()].filter((r) => r['symbol'] === 'usdf')).toHaveLength(2);
    expect([...byId.values()].filter((r) => r['max_supply'] === null).length).toBeGreaterThan(20);
  });

  it.skipIf(!recordedThere)('has the keys and types of a recorded row', async () => {
    const recorded = JSON.parse(readFileSync(new URL('recorded-2026/cg_markets.2026-07-09.39fa8ab.json', RECORDED), 'utf8')) as Record<string, unknown>[];
    const ours = await rows(`${MARKETS}?vs_currency=usd&per_page=100&price_change_percentage=24h,7d`);
    expect(Object.keys(ours[0] ?? {}).sort()).toEqual(Object.keys(recorded[0] ?? {}).sort());
    for (const key of Object.keys(recorded[0] ?? {})) {
      const seen = new Set(recorded.map((r) => (r[key] === null ? 'null' : typeof r[key])));
      if (key !== 'roi' && key !== 'max_supply') for (const row of ours.slice(0, 50)) expect([...seen, 'null'], key).toContain(row[key] === null ? 'null' : typeof row[key]);
    }
  });

  it('refuses with 429 and a wait when a minute has had its calls', async () => {
    const small = await startSimulator({ clock: manualClock(NOW), coingeckoCallsPerMinute: 1, symbols: 3 });
    try {
      expect((await get('/coingecko/api/v3/ping', small)).body).toEqual({ gecko_says: '(V3) To the Moon!' });
      const refused = await get('/coingecko/api/v3/ping', small);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('37');
      expect(refused.body).toMatchObject({ status: { error_code: 429 } });
    } finally {
      await small.stop();
    }
  });
});

describe('the other CoinGecko answers', () => {
  it('stamp ohlc rows with their close, in the granularity of the period, the last one unfinished', async () => {
    for (const [days, minutes] of [[1, 30], [7, 240], [90, 5_760]] as const) {
      const body = (await get(`/coingecko/api/v3/coins/bitcoin/ohlc?vs_currency=usd&days=${days}`)).body as number[][];
      expect(body.every((row) => row.length === 5)).toBe(true);
      const stamps = body.map((row) => row[0] as number);
      stamps.slice(1).forEach((ms, i) => expect(ms - (stamps[i] as number)).toBe(minutes * MINUTE));
      expect(stamps.at(-1)).toBeGreaterThan(NOW);
      expect(stamps.at(-2)).toBeLessThanOrEqual(NOW);
    }
  });

  it('jitter market_chart, with the last two points out of order and of one value', async () => {
    const chart = (await get('/coingecko/api/v3/coins/bitcoin/market_chart?vs_currency=usd&days=1')).body as Record<string, [number, number][]>;
    expect(Object.keys(chart)).toEqual(['prices', 'market_caps', 'total_volumes']);
    const prices = chart['prices'] as [number, number][];
    expect(prices.length).toBeGreaterThan(280);
    const gaps = prices.slice(1, -2).map((p, i) => p[0] - (prices[i] as [number, number])[0]);
    expect(new Set(gaps).size).toBeGreaterThan(100);
    const [last, before] = [prices.at(-1), prices.at(-2)] as [[number, number], [number, number]];
    expect(last[0]).toBeLessThan(before[0]);
    expect(last[1]).toBe(before[1]);
    const day = sim.source.snapshot(sim.source.assets[0] as never, NOW)?.quoteVolume24 as number;
    expect((chart['total_volumes'] as [number, number][]).at(-3)?.[1]).toBeGreaterThan(day * 0.8);
  });

  it('list every coin with its id, in lower-case tickers', async () => {
    const list = await rows('/coingecko/api/v3/coins/list');
    expect(list).toContainEqual({ id: 'bitcoin', symbol: 'btc', name: 'Bitcoin' });
    expect(list).toHaveLength(sim.source.assets.length + 2);
  });
});

describe('the admin door', () => {
  it('says what is played and what was asked', async () => {
    const universe = (await get('/__sim/universe')).body as { mode: string; assets: unknown[]; span: unknown };
    expect(universe).toMatchObject({ mode: 'sim', span: null });
    expect(universe.assets[0]).toEqual({ symbol: 'BTC', coingecko_id: 'bitcoin', name: 'Bitcoin', quote_currency: 'usd', venues: { binance: 'BTCUSDT', binance_futures: 'BTCUSDT', bybit: 'BTCUSDT', coinbase: 'BTC-USD' }, rank: 1 });
    const before = sim.stats()['binance']?.['/api/v3/time']?.['200'] ?? 0;
    await get('/binance/api/v3/time');
    expect(((await get('/__sim/stats')).body as { calls: Record<string, Record<string, Record<string, number>>> }).calls['binance']?.['/api/v3/time']?.['200']).toBe(before + 1);
    expect((await get('/nowhere/api')).status).toBe(404);
  });
});
