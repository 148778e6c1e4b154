/**
 * A stretch of slots read at once: what `loadInputs` asks slot by slot, answered
 * from memory. How old an input may be is said where the live chain says it.
 *
 * Of the tables beside prices and bars, those that begin after the stretch answer
 * nothing without being asked: the past of a young farm is made of bars alone.
 * The others are asked for each slot, as the live chain asks.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { AGE_LIMITS } from '../processors/features/age-limits.js';
import { HOURS } from '../processors/features/comovement.js';
import { timeframes } from '../processors/features/inputs.js';
import { columnsOf, type Reads } from '../processors/features/load.js';
import { benchmarks, marketColumns } from '../processors/features/market.js';
import { historyOf } from '../processors/features/views/macro.js';
import type { BarColumns, BesideTable, Span, Store, Timeframe } from '../store/index.js';
import { seriesNames } from '../store/series.js';
import { asKnown, formerRows, restatedSeries, seenFrom } from './former.js';
import { indicatorRows } from './indicator-rows.js';
import type { RebuildContext } from './rebuild.js';

type Doors = Pick<RebuildContext, 'store' | 'signal'>;

const HOUR = TIMEFRAME_MS['1h'];
const nothing = (): Promise<never[]> => Promise.resolve([]);
const noTexts = <S>(since: readonly number[]) => Promise.resolve({ windows: since.map(() => new Map<string, S>()), newest: null });

type Restated = ReturnType<typeof restatedSeries>;
interface Reading extends Span {
  symbols: readonly string[];
  /** Series with bars that some slot of the span knew otherwise. */
  restated: Restated;
}

async function indicatorsAhead(ctx: Doors, { symbols, restated, fromMs, toMs }: Reading): Promise<Reads['indicators']> {
  const { indicators } = ctx.store;
  const whole = [...new Set([...columnsOf['5m'], ...marketColumns])];
  const own = (t: Timeframe) => indicators.between(t, { of: symbols }, { fromMs: fromMs - AGE_LIMITS[t], toMs }, t === '5m' ? whole : columnsOf[t]);
  const [others, ...rows] = await Promise.all([indicators.between('5m', { butOf: symbols }, { fromMs, toMs }, marketColumns), ...timeframes.map(own)]);
  const asked = [...restated.values()].filter((s) => s.timeframe === '5m' || symbols.includes(s.symbol));
  const former = formerRows(asked, { ctx, fromMs: fromMs - Math.max(...timeframes.map((t) => AGE_LIMITS[t])) });
  return indicatorRows({ own: new Map(timeframes.map((t, i) => [t, rows[i] ?? []])), others }, former, { fromMs, toMs });
}

/** The part of a series that opened after `after` and closed by `closedBy`. */
function cut(bars: BarColumns, after: number, closedBy: number): BarColumns {
  const { openTime } = bars;
  let [from, to] = [0, openTime.length];
  while (from < to && (openTime[from] as number) <= after) from++;
  while (to > from && (openTime[to - 1] as number) + TIMEFRAME_MS[bars.timeframe] > closedBy) to--;
  const part = (column: Float64Array): Float64Array => column.subarray(from, to);
  return { ...bars, openTime: part(openTime), open: part(bars.open), high: part(bars.high), low: part(bars.low), close: part(bars.close), volume: part(bars.volume) };
}

async function hoursAhead({ store: { ohlc } }: Doors, { symbols, restated, fromMs, toMs }: Reading): Promise<Reads['ohlc']> {
  const every = [...new Set([...symbols, ...Object.values(benchmarks)])];
  const first = Math.floor(fromMs / HOUR) * HOUR - (HOURS + 1) * HOUR;
  const read = await ohlc.finalBars(every.map((symbol) => ({ symbol, timeframe: '1h', after: first - 1 })), toMs - 1, Math.ceil((toMs - first) / HOUR));
  const bySymbol = new Map(read.map((bars) => [bars.symbol, bars]));
  return {
    finalBars: (wanted, closedBy) =>
      Promise.resolve(wanted.map(({ symbol, timeframe, after }) => {
        const bars = bySymbol.get(symbol);
        if (!bars || timeframe !== '1h' || (after ?? 0) < first - 1 || closedBy >= toMs) throw new RangeError(`${timeframe} bars of ${symbol}: outside of what was read`);
        // Asked for at the full hour, and kept for the slots that follow it (`hourly-cache.ts`).
        return asKnown(cut(bars, after ?? 0, closedBy), restated.get(`${symbol} 1h`)?.values ?? [], closedBy);
      })),
  };
}

/** Tables that hold nothing of the stretch answer so by themselves. */
async function besideAhead(store: Store, { fromMs, toMs }: Span): Promise<Pick<Reads, 'macro' | 'onchain' | 'derivatives' | 'windows' | 'insights'>> {
  const begun = await store.stats.beginnings();
  const has = (table: BesideTable): boolean => (begun.get(table) ?? Infinity) < toMs;
  const { windows, insights } = store;
  const oldest = fromMs - Math.max(...seriesNames.map(historyOf));
  return {
    macro: { history: has('macro_indicators') ? await store.macro.ahead(seriesNames, { fromMs: oldest, toMs }) : () => Promise.resolve(new Map()) },
    onchain: has('onchain_data') ? store.onchain : { asOf: nothing },
    derivatives: has('derivatives_data') ? store.derivatives : { asOf: nothing },
    windows: {
      scores: has('sentiment_data') ? windows.scores : noTexts,
      articles: has('news_articles') ? windows.articles : noTexts,
      posts: has('social_posts') ? windows.posts : noTexts,
    },
    insights: {
      regimes: has('market_regime') ? insights.regimes : nothing,
      correlations: has('market_correlations') ? insights.correlations : nothing,
      patterns: has('chart_patterns') ? insights.patterns : nothing,
      narratives: has('news_narratives') ? insights.narratives : nothing,
      settledFunding: has('derivatives_data') ? insights.settledFunding : nothing,
    },
  };
}

/** @returns answers for every slot of the span and these symbols. What it remembers ends with it. */
export async function readAhead(ctx: Doors, symbols: readonly string[], span: Span): Promise<Reads> {
  const { store } = ctx;
  const restated = restatedSeries(await store.restatements.formerBars({ seenFromMs: seenFrom(span), closedBeforeMs: span.toMs }));
  const reading = { ...span, symbols, restated };
  const [snapshots, indicators, ohlc, beside] = await Promise.all([store.prices.ahead(symbols, span, AGE_LIMITS.price), indicatorsAhead(ctx, reading), hoursAhead(ctx, reading), besideAhead(store, span)]);
  return { ...beside, prices: { asOf: (_, at) => Promise.resolve(snapshots(at)) }, indicators, ohlc };
}
