/**
 * Indicator rows and the memory behind them. The indicator columns come from
 * the registry of indicators: adding one there and running `npm run generate`
 * is all it takes.
 */
import { bytes, double, instant, integer, maybe, table, text, type Column, type Computed, type Row } from '../table.js';
import { indicatorColumns, type IndicatorName } from '../../processors/indicators/index.js';
import { FIVE_YEARS } from '../retention/days.js';
import { provenance } from './provenance.js';

const fixed = {
  symbol: text(20, 'ticker in the registry'),
  timeframe: text(3, '5m, 1h, 4h or 1d'),
  timestamp: instant('close of the bar the row was computed from'),
  bars: integer('bars the state had seen, this one included'),
  ...provenance,
};

/** Every indicator column, in the order of the registry. */
export const indicatorNames: readonly IndicatorName[] = indicatorColumns.map((c) => c.name);
export type { IndicatorName };
const values = Object.fromEntries(indicatorColumns.map((c) => [c.name, maybe(double(`${c.formula} [${c.unit}]`))])) as Record<IndicatorName, Column<number | null>>;

export const technicalIndicators = table({
  database: 'prices',
  name: 'technical_indicators',
  doc: 'Indicators per symbol, timeframe and final bar; NULL until the look-back is full or where a formula divides by zero',
  columns: { ...fixed, ...values },
  key: ['symbol', 'timeframe', 'timestamp'],
  indexes: { by_time: ['timeframe', 'timestamp'] },
  partition: { by: 'timestamp', every: 'month' },
  keep: { by: 'timestamp', days: FIVE_YEARS },
  versioned: true,
});
export type TechnicalRow = Row<typeof technicalIndicators>;
/** What a row of history is stored from; a number per indicator, in the order of the registry. */
export type ComputedIndicators = Computed<Omit<TechnicalRow, IndicatorName>>;

/** @param of one number per indicator, in the order of the registry; NaN is unknown and becomes null. */
export function technicalRow(key: Omit<TechnicalRow, IndicatorName>, of: ArrayLike<number>): TechnicalRow {
  const row = { ...key } as TechnicalRow;
  indicatorNames.forEach((name, i) => (row[name] = Number.isFinite(of[i]) ? (of[i] as number) : null));
  return row;
}

export const indicatorState = table({
  database: 'prices',
  name: 'indicator_state',
  doc: 'Memory of the indicators per symbol and timeframe: what the next bar goes on from',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    timeframe: text(3, '5m, 1h, 4h or 1d'),
    last_open_time: instant('open_time of the last bar taken in'),
    engine_version: integer('layout and formulas of the state; another version means: rebuild'),
    bars: integer('bars taken in so far'),
    state: bytes('the state as little-endian doubles; empty once it was forgotten'),
    ingested_at: instant('when it was first stored'),
    forgotten: maybe(integer('how many times it was forgotten because bars had changed; NULL: never')),
  },
  key: ['symbol', 'timeframe'],
});
export type IndicatorStateRow = Row<typeof indicatorState>;
