/**
 * Everything known about a chunk's symbols at a slot, read from the store.
 * Every read is bounded above by the slot: nothing later can be seen.
 */
import type { Store } from '../../store/index.js';
import type { TechnicalRow } from '../../store/tables/technical.js';
import type { FeatureInputs, Timeframe } from './feature.js';
import { HourlyCache } from './hourly-cache.js';
import { features } from './index.js';
import { columnsRead, timeframes } from './inputs.js';
import { benchmarks, marketColumns, marketView } from './market.js';
import { AGE_LIMITS } from './row.js';

type Reads = Pick<Store, 'prices' | 'indicators' | 'ohlc'>;

const KEY_COLUMNS = ['symbol', 'timeframe', 'timestamp'];
const columns = Object.fromEntries(timeframes.map((t) => [t, columnsRead(features, t).filter((c) => !KEY_COLUMNS.includes(c))])) as Record<Timeframe, string[]>;

/** One cache per store: two farms in one process never mix. */
const caches = new WeakMap<Store['ohlc'], HourlyCache>();

function hourlyCache(ohlc: Store['ohlc']): HourlyCache {
  const known = caches.get(ohlc);
  if (known) return known;
  const cache = new HourlyCache((symbols, fromMs, endMs) => ohlc.finalBars(symbols.map((symbol) => ({ symbol, timeframe: '1h', after: fromMs - 1 })), endMs, (endMs - fromMs) / 3_600_000));
  caches.set(ohlc, cache);
  return cache;
}

const bySymbol = <R extends { symbol?: string }>(rows: readonly R[]): Map<string, R> => new Map(rows.map((row) => [row.symbol as string, row]));

/** @returns what is known of each symbol, in the order asked. */
export async function loadInputs(store: Reads, symbols: readonly string[], at: number): Promise<FeatureInputs[]> {
  const newest = (t: Timeframe): Promise<Partial<TechnicalRow>[]> => store.indicators.asOf(symbols, t, at, AGE_LIMITS[t], columns[t]);
  const [prices, crossSection, hourly, ...bars] = await Promise.all([
    store.prices.asOf(symbols, at, AGE_LIMITS.price),
    store.indicators.crossSection('5m', at, marketColumns),
    hourlyCache(store.ohlc).asOf([...new Set([...symbols, ...Object.values(benchmarks)])], at),
    ...timeframes.map(newest),
  ]);
  const market = marketView(crossSection, hourly);
  const price = bySymbol(prices);
  const technical = bars.map(bySymbol);
  return symbols.map((symbol) => ({
    symbol,
    at,
    price: price.get(symbol) ?? null,
    technical: Object.fromEntries(timeframes.map((t, i) => [t, technical[i]?.get(symbol) ?? null])) as FeatureInputs['technical'],
    market,
  }));
}
