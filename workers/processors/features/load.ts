/**
 * Everything known about a chunk's symbols at a slot, read from the store.
 * Every read is bounded above by the slot: nothing later can be seen.
 */
import type { Store } from '../../store/index.js';
import type { PriceRow } from '../../store/tables/prices.js';
import type { TechnicalRow } from '../../store/tables/technical.js';
import type { Feature, FeatureInputs, Timeframe } from './feature.js';
import { HourlyCache } from './hourly-cache.js';
import { features } from './index.js';
import { columnsRead, timeframes } from './inputs.js';
import { benchmarks, marketColumns, marketView } from './market.js';
import { AGE_LIMITS } from './age-limits.js';
import { loadOwn, type Own, type OwnReads } from './load-own.js';
import { loadShared, type Shared, type SharedReads } from './load-shared.js';
import { derivativesView } from './views/derivatives.js';
import type { Beside } from './views/index.js';
import { regimeView } from './views/insight.js';
import { onchainView } from './views/onchain.js';
import { sentimentView } from './views/sentiment.js';
import { newsView, socialView } from './views/texts.js';

/** What is asked of the store for one slot. */
export interface Reads extends SharedReads, OwnReads {
  prices: Pick<Store['prices'], 'asOf'>;
  indicators: Pick<Store['indicators'], 'asOf' | 'crossSection'>;
  ohlc: Bars;
  onchain: SharedReads['onchain'] & OwnReads['onchain'];
  insights: SharedReads['insights'] & OwnReads['insights'];
}
type Bars = Pick<Store['ohlc'], 'finalBars'>;

const KEY_COLUMNS = ['symbol', 'timeframe', 'timestamp'];
/** Columns that features read of the newest indicator row of each timeframe. */
export const columnsOf = Object.fromEntries(timeframes.map((t) => [t, columnsRead(features, t).filter((c) => !KEY_COLUMNS.includes(c))])) as Record<Timeframe, string[]>;

/** One cache per store: two farms in one process never mix. */
const caches = new WeakMap<Bars, HourlyCache>();

function hourlyCache(ohlc: Bars): HourlyCache {
  const known = caches.get(ohlc);
  if (known) return known;
  const cache = new HourlyCache((symbols, fromMs, endMs) => ohlc.finalBars(symbols.map((symbol) => ({ symbol, timeframe: '1h', after: fromMs - 1 })), endMs, (endMs - fromMs) / 3_600_000));
  caches.set(ohlc, cache);
  return cache;
}

/** The row of each symbol, null where it has none. Most answers are in the order asked, and then nobody is looked up. */
function inOrder<R extends { symbol?: string }>(rows: readonly R[], symbols: readonly string[]): (R | null)[] {
  let next = 0;
  const found = symbols.map((symbol) => (rows[next]?.symbol === symbol ? (rows[next++] as R) : null));
  if (next === rows.length) return found;
  const bySymbol = new Map(rows.map((row) => [row.symbol, row]));
  return symbols.map((symbol) => bySymbol.get(symbol) ?? null);
}

type Indicators = Partial<TechnicalRow> | null;
type Newest = [Indicators[], Indicators[], Indicators[], Indicators[]];

const everyInput = [...new Set(Object.values<Feature>(features).flatMap((f) => f.inputs))];
const noFutures = { now: [], hourAgo: [], dayAgo: [], settled: [] };

function besideOf(symbol: string, at: number, { shared, own }: { shared: Shared; own: Own }): Beside {
  const { patterns, narratives } = shared;
  return {
    sentiment: sentimentView(shared.scores, symbol, at),
    news: newsView(shared.articles, symbol, at),
    social: socialView(shared.posts, symbol, at),
    macro: shared.macro,
    onchain: onchainView(shared.onchain, own.locked.get(symbol) ?? [], at),
    derivatives: derivativesView(own.futures.get(symbol) ?? noFutures, at),
    regime: regimeView({ regimes: own.regimes, correlations: own.correlations.get(symbol) ?? [], patterns, narratives }, symbol, at),
  };
}

/** @returns what is known of each symbol, in the order asked. */
export async function loadInputs(store: Reads, symbols: readonly string[], at: number): Promise<FeatureInputs[]> {
  const newest = (t: Timeframe): Promise<Partial<TechnicalRow>[]> => store.indicators.asOf(symbols, t, at, AGE_LIMITS[t], columnsOf[t]);
  const [prices, crossSection, hourly, shared, own, ofFive, ofHour, ofFour, ofDay] = await Promise.all([
    store.prices.asOf(symbols, at, AGE_LIMITS.price),
    store.indicators.crossSection('5m', at, marketColumns),
    hourlyCache(store.ohlc).asOf([...new Set([...symbols, ...Object.values(benchmarks)])], at),
    loadShared(store, at, everyInput),
    loadOwn(store, symbols, at),
    newest('5m'),
    newest('1h'),
    newest('4h'),
    newest('1d'),
  ]);
  const market = marketView(crossSection, hourly);
  const price = inOrder(prices, symbols);
  const [five, hour, four, day] = [ofFive, ofHour, ofFour, ofDay].map((rows) => inOrder(rows, symbols)) as Newest;
  return symbols.map((symbol, i) => ({
    symbol,
    at,
    price: price[i] as PriceRow | null,
    technical: { '5m': five[i] as Indicators, '1h': hour[i] as Indicators, '4h': four[i] as Indicators, '1d': day[i] as Indicators },
    market,
    beside: besideOf(symbol, at, { shared, own }),
  }));
}
