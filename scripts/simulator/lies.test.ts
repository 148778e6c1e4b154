import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { OFF_BY_MS, type LieKind } from './lies.js';
import type { SimulatedHost } from './faults.js';
import { startSimulator, type Simulator } from './server.js';

const NOW = Date.UTC(2026, 0, 5, 16, 0, 10);
const MARKETS = '/coingecko/api/v3/coins/markets?vs_currency=usd&ids=bitcoin,ethereum';
const KLINES = '/binance/api/v3/klines?symbol=BTCUSDT&interval=5m&limit=3';
type Coin = { id: string; current_price: number; market_cap: number; last_updated: string };
type Kline = [number, string, string, string, string, string];

let sim: Simulator;
beforeEach(async () => {
  sim = await startSimulator({ clock: manualClock(NOW), symbols: 5 });
});
afterEach(() => sim.stop());

async function told<T>(path: string, kind?: LieKind): Promise<T> {
  const host = path.split('/')[1] as SimulatedHost;
  sim.faults.set(kind ? [{ host, kind, ratio: 1 }] : []);
  const res = await fetch(sim.url + path);
  expect(res.status).toBe(200);
  return (res.headers.get('content-type')?.includes('json') ? res.json() : res.text()) as Promise<T>;
}

describe('a lie', () => {
  it.each([['stale', -OFF_BY_MS], ['future', OFF_BY_MS]] as const)('%s is the answer of another hour', async (kind, offMs) => {
    const [coin] = await told<Coin[]>(MARKETS, kind);
    expect(Date.parse(coin!.last_updated) - NOW).toBeCloseTo(offMs, -5);
    const bars = await told<Kline[]>(KLINES, kind);
    expect(bars.at(-1)![0]).toBe(Math.floor((NOW + offMs) / 300_000) * 300_000);
  });

  it.each([['zero-price', 0], ['price-x1000', 1_000]] as const)('%s changes prices and nothing else', async (kind, factor) => {
    const [truth, lies] = [await told<Coin[]>(MARKETS), await told<Coin[]>(MARKETS, kind)];
    lies.forEach((coin, i) => expect(coin).toMatchObject({ id: truth[i]!.id, current_price: truth[i]!.current_price * factor, market_cap: truth[i]!.market_cap, last_updated: truth[i]!.last_updated }));
    const [bars, wrong] = [await told<Kline[]>(KLINES), await told<Kline[]>(KLINES, kind)];
    wrong.forEach((bar, i) => expect([bar[0], Number(bar[4]), bar[5]]).toEqual([bars[i]![0], Number(bars[i]![4]) * factor, bars[i]![5]]));
    const index = async (lieKind?: LieKind) => Number((await told<{ data: { value: string }[] }>('/alternative_me/fng/?limit=2', lieKind)).data[0]!.value);
    expect(await index(kind)).toBe((await index()) * factor);
  });

  it('duplicate tells every item twice, in JSON and in XML', async () => {
    expect((await told<Coin[]>(MARKETS, 'duplicate')).map((c) => c.id)).toEqual(['bitcoin', 'bitcoin', 'ethereum', 'ethereum']);
    const bars = await told<Kline[]>(KLINES, 'duplicate');
    expect(bars.map((b) => b[0])).toEqual([0, 0, 1, 1, 2, 2].map((i) => bars[0]![0] + i * 300_000));
    const items = async (kind?: LieKind) => (await told<string>('/cointelegraph/rss', kind)).split('<item>').length - 1;
    expect(await items('duplicate')).toBe(2 * (await items()));
  });

  it('leaves columns of instants alone', async () => {
    const chart = async (kind?: LieKind) => (await told<{ chart: { result: { timestamp: number[]; indicators: { quote: { close: number[] }[] } }[] } }>('/yahoo/v8/finance/chart/SPY?range=1mo&interval=1d', kind)).chart.result[0]!;
    const [truth, wrong] = [await chart(), await chart('price-x1000')];
    expect(wrong.timestamp).toEqual(truth.timestamp);
    expect(wrong.indicators.quote[0]!.close.at(-1)).toBeCloseTo(truth.indicators.quote[0]!.close.at(-1)! * 1_000, 3);
  });

  it('is not told about an answer that is an error', async () => {
    sim.faults.set([{ host: 'binance', kind: 'price-x1000', ratio: 1 }]);
    expect((await fetch(`${sim.url}/binance/api/v3/klines?symbol=NOSUCH&interval=5m`)).status).toBe(400);
  });
});
