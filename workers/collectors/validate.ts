/**
 * Lets the validator see every row between parsing and saving: impossible rows
 * become rejections, the others get their score and reasons. What was stored
 * before is read once a job, while the upstream is being asked.
 */
import { sampleOf, type Collector, type Into, type Rejected, type RowsOf } from './collector.js';
import { seriesOf, unbelievable } from '../quality/bars.js';
import { judgeFutures } from '../quality/derivatives.js';
import { impossibleBar, impossibleFigure, impossibleObservation, implausibleSeries } from '../quality/figures.js';
import type { Verdict } from '../quality/finding.js';
import { judgePrice } from '../quality/price.js';
import { contradictsDays } from '../quality/thresholds.js';
import type { MacroFact, SeenPrice, Store } from '../store/index.js';
import { series, seriesNames, type SeriesName } from '../store/series.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { PriceRow } from '../store/tables/prices.js';
import type { DerivativesRow, MacroRow, OnchainRow } from '../store/tables/signals.js';

/** Everything the judges want to know of what is stored already. */
export interface Before {
  prices: ReadonlyMap<string, SeenPrice[]>;
  futures: ReadonlyMap<string, DerivativesRow[]>;
  /** The newest value of each series. */
  figures: ReadonlyMap<string, MacroFact>;
}
export const NOTHING_BEFORE: Before = { prices: new Map(), futures: new Map(), figures: new Map() };

const FUTURES_AGE_MS = 45 * 60_000;

/** One read for a job; nothing is read for tables whose rows are judged by themselves. @throws StoreError */
export async function readBefore(into: Into, store: Pick<Store, 'quality' | 'derivatives' | 'macro'>, symbols: readonly string[], { slot, nowMs }: { slot: number; nowMs: number }): Promise<Before> {
  if (into === 'price_data_real') return { ...NOTHING_BEFORE, prices: await store.quality.pricesBefore(symbols, slot) };
  // Bars of a slot that is repaired reach up to now; and where this worker's clock is ahead, only what was said about the slot says anything.
  if (into === 'ohlc_data') return { ...NOTHING_BEFORE, prices: await store.quality.pricesBefore(symbols, Math.max(slot, nowMs), Math.min(slot, nowMs)) };
  if (into === 'macro_indicators') return { ...NOTHING_BEFORE, figures: await store.macro.asOf(seriesNames, slot) };
  if (into !== 'derivatives_data') return NOTHING_BEFORE;
  const futures = new Map<string, DerivativesRow[]>();
  for (const row of await store.derivatives.asOf(symbols, slot, FUTURES_AGE_MS)) futures.set(row.symbol, [...(futures.get(row.symbol) ?? []), row]);
  return { ...NOTHING_BEFORE, futures };
}

type Judge<R> = (row: R, before: Before) => string | undefined;

const PREFIX = /^(sim|replay):/;

/** Takes the verdict over into the row; returns the reason when the row is refused. */
function marked(row: PriceRow | DerivativesRow, verdict: Verdict): string | undefined {
  if ('refused' in verdict) return verdict.refused;
  row.quality_score = verdict.score;
  row.quality_reasons = verdict.reasons;
  return undefined;
}

const judges: { readonly [T in Into]: Judge<RowsOf[T]> } = {
  price_data_real: (row: PriceRow, { prices }) => marked(row, judgePrice(row, row.data_source.replace(PREFIX, ''), prices.get(row.symbol) ?? [])),
  derivatives_data: (row: DerivativesRow, { futures }) => marked(row, judgeFutures(row, futures.get(row.symbol) ?? [])),
  ohlc_data: (row: OhlcRow) => impossibleBar(row),
  macro_indicators: (row: MacroRow) => impossibleObservation(row),
  onchain_data: (row: OnchainRow) => impossibleFigure(row),
  // Texts have no figures; their instants are checked where they are parsed.
  news_articles: () => undefined,
  social_posts: () => undefined,
};

const DAY_MS = 86_400_000;
const contradictsMs = (name: string): number => contradictsDays[series[name as SeriesName]?.period ?? 'day'] * DAY_MS;

/** Bars and published figures are made of one another: an answer's series is believed or refused as a whole. */
function seriesJudge(into: Into, rows: readonly object[], { prices, figures }: Before): (row: object) => string | undefined {
  if (into === 'ohlc_data') {
    const reasons = unbelievable(rows as readonly OhlcRow[], prices);
    return (row) => reasons.get(seriesOf(row as OhlcRow));
  }
  if (into !== 'macro_indicators') return () => undefined;
  const reasons = implausibleSeries(rows as readonly MacroRow[], figures, contradictsMs);
  return (row) => reasons.get((row as MacroRow).series);
}

/** What the row is about, for the quarantine. */
const itemOf = (row: object): string => ['symbol', 'series', 'venue', 'timeframe', 'metric'].flatMap((key) => (key in row ? [String((row as Record<string, unknown>)[key])] : [])).join(' ');

/**
 * Splits rows into those to be stored, their scores filled in, and those refused. Rows are changed in place: they
 * were made a moment ago and nobody else holds them.
 */
export function validated<T extends Into>(c: Pick<Collector<T>, 'into' | 'intoOf'>, rows: readonly RowsOf[T][], before: Before): { rows: RowsOf[T][]; rejected: Rejected[] } {
  const kept: RowsOf[T][] = [];
  const rejected: Rejected[] = [];
  const doubtAbout = seriesJudge(c.into, rows, before);
  for (const row of rows) {
    const judge = judges[c.intoOf?.(row) ?? c.into] as Judge<RowsOf[T]>;
    const reason = judge(row, before) ?? doubtAbout(row);
    if (reason === undefined) kept.push(row);
    else rejected.push({ item: itemOf(row), reason, sample: sampleOf(row) });
  }
  return { rows: kept, rejected };
}
