/** Steps one series over a page of bars: rows out, state forward. No store, no clock. */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import type { BarColumns } from '../../store/index.js';
import type { ComputedIndicators, TechnicalRow } from '../../store/tables/technical.js';
import { decodeState, encodeState, resetState, run, type State } from './engine.js';
import { indicatorColumns, type IndicatorName } from './index.js';
import { type Series } from './series.js';

/** Rows kept of a series that is built from its first stored bar. */
const KEPT_WHEN_BUILDING = 24;

/** What the rows of a job have in common. */
export interface Stamp {
  ingestedAt: Date;
  dataSource: string;
}

/**
 * Takes the page in and moves `series.after` and `series.state` to its last bar.
 * @param scratch a state to work in, so that no page allocates one; what it held is lost
 * @returns a row per bar, oldest first; of a series being built only the newest
 */
export function advance(series: Series, bars: BarColumns, stamp: Stamp, scratch: State): TechnicalRow[] {
  const state = series.state ? decodeState(series.state, scratch) : resetState(scratch);
  const firstKept = series.building ? bars.openTime.length - KEPT_WHEN_BUILDING : 0;
  const rows: TechnicalRow[] = [];
  run(bars, state, (i) => {
    if (i >= firstKept) rows.push(rowOf(series, state, stamp));
  });
  series.after = state.openTime;
  series.state = encodeState(state);
  return rows;
}

/** The newest rows of a build, from those kept before and those of the next page. */
export const newestRows = (before: TechnicalRow[], next: TechnicalRow[]): TechnicalRow[] => [...before, ...next].slice(-KEPT_WHEN_BUILDING);

type Named = Pick<Series, 'symbol' | 'timeframe'>;

function keyOf({ symbol, timeframe }: Named, { bars, openTime }: State, { ingestedAt, dataSource }: Stamp): ComputedIndicators['fixed'] {
  const close = new Date(openTime + TIMEFRAME_MS[timeframe]);
  return { symbol, timeframe, timestamp: close, bars, available_at: close, ingested_at: ingestedAt, data_source: dataSource };
}

/** The columns after the newest bar, as a row of the bar's close. */
export const rowOf = (series: Named, state: State, stamp: Stamp): TechnicalRow => Object.assign(columnsOf(state.row), keyOf(series, state, stamp));

/** The same row, as history is stored from. @param numbers where its numbers go, one per column */
export function computedOf(series: Named, state: State, stamp: Stamp, numbers: Float64Array): ComputedIndicators {
  const { row } = state;
  for (let i = 0; i < numbers.length; i++) numbers[i] = Number.isFinite(row[i]) ? (row[i] as number) : NaN;
  return { fixed: keyOf(series, state, stamp), numbers };
}

/** The engine's row by column name; what is unknown or overflowed is null. */
export function columnsOf(row: Float64Array): Record<IndicatorName, number | null> {
  const columns = {} as Record<IndicatorName, number | null>;
  indicatorColumns.forEach(({ name }, i) => {
    const value = row[i] as number;
    columns[name] = Number.isFinite(value) ? value : null;
  });
  return columns;
}
