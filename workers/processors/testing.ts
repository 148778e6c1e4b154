/**
 * What the tests of processors share: a seeded market in a real store, the
 * surroundings of one run, and a watch on the event loop while it computes.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { cadenceMs } from '#queues/slot.js';
import { jobs, type JobName, type Payload } from '#queues/jobs/index.js';
import { silentLog } from '#queues/runtime/log.js';
import { manualClock } from '#queues/runtime/clock.js';
import type { Context, Services } from '../context.js';
import type { Store, Timeframe } from '../store/index.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import { snapshot } from './features/testing/market.js';
import { random, walk } from './indicators/testing.js';

export type History = Partial<Record<Timeframe, number>>;
/** Enough for every look-back but the longest daily ones. */
export const FULL: History = { '5m': 320, '1h': 240, '4h': 80, '1d': 80 };

/** How one run of a job sees the farm; the clock stands five seconds after the slot. */
export function contextFor<N extends JobName>(services: Services, name: N, payload: Payload<N> & { slot: number }, more: Partial<Context> = {}): Context {
  const job = { id: jobs[name].id(payload as never), queueKey: '', attempt: 1, childrenDone: false, failedChildren: () => Promise.resolve({}) };
  return { ...services, clock: manualClock(payload.slot + 5_000), log: silentLog(), signal: new AbortController().signal, job, ...more };
}

function barRows(symbol: string, timeframe: Timeframe, { bars, endMs, seed }: { bars: number; endMs: number; seed: number }): OhlcRow[] {
  const step = TIMEFRAME_MS[timeframe];
  const last = Math.floor(endMs / step) * step;
  return walk(bars, 10 ** (seed % 5), seed).map((bar, i) => {
    const openTime = last - (bars - i) * step;
    const closed = new Date(openTime + step);
    return {
      symbol, timeframe, open_time: new Date(openTime), open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume,
      trades: null, is_final: true, venue: 'binance', market: `${symbol}USDT`, available_at: closed, ingested_at: closed, data_source: 'sim:binance',
    };
  });
}

const SYMBOLS_AT_ONCE = 20;

export interface Seeded {
  symbols: readonly string[];
  /** Close of the newest bars, and the slot of the newest snapshots, ms. */
  endMs: number;
  history?: History;
  /** Slots of snapshots, counted back from `endMs`. */
  snapshots?: number;
  /** The newest bars that the store is given; the rest of the walk stays out. */
  fromMs?: number;
}

/** Stores final bars and one-minute-old snapshots. The same arguments give the same market. */
export async function seedMarket(store: Store, { symbols, endMs, history = FULL, snapshots = 1, fromMs = 0 }: Seeded): Promise<void> {
  const barsOf = (symbol: string): OhlcRow[] =>
    (Object.entries(history) as [Timeframe, number][]).flatMap(([timeframe, bars], k) => barRows(symbol, timeframe, { bars, endMs, seed: 1 + 10 * symbols.indexOf(symbol) + k }));
  for (let i = 0; i < symbols.length; i += SYMBOLS_AT_ONCE) {
    const rows = symbols.slice(i, i + SYMBOLS_AT_ONCE).flatMap(barsOf);
    await store.ohlc.upsert(rows.filter((row) => row.available_at.getTime() > fromMs), new Date(endMs));
  }
  const slots = Array.from({ length: snapshots }, (_, k) => endMs - k * cadenceMs('5m'));
  await store.prices.insert(slots.flatMap((slot) => symbols.map((symbol, i) => snapshot(symbol, slot, 60_000, random(i + slot / 300_000)))));
}

/** Ticker names T001, T002 … beside BTC and ETH, sorted. */
export const tickers = (count: number): string[] => ['BTC', 'ETH', ...Array.from({ length: count - 2 }, (_, i) => `T${String(i + 1).padStart(3, '0')}`)];

/** The store, and how often the event loop turned while none of its calls was in flight: while the handler itself was at work. */
export function watchedStore(store: Store): { store: Store; turns(): number; stop(): void } {
  let inFlight = 0;
  let turns = 0;
  let watching = true;
  const turn = (): void => {
    if (inFlight === 0) turns++;
    if (watching) setImmediate(turn);
  };
  const repository = <R extends object>(r: R): R =>
    new Proxy(r, {
      get: (target, verb) => async (...args: unknown[]) => {
        inFlight++;
        try {
          return await (Reflect.get(target, verb) as (...a: unknown[]) => Promise<unknown>)(...args);
        } finally {
          inFlight--;
        }
      },
    });
  const { prices, ohlc, indicators, features } = store;
  setImmediate(turn);
  return {
    store: { ...store, prices: repository(prices), ohlc: repository(ohlc), indicators: repository(indicators), features: repository(features) },
    turns: () => turns,
    stop: () => void (watching = false),
  };
}
