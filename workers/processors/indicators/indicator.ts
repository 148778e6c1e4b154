/**
 * The shape of an indicator: a step over one bar, with its whole memory in a
 * slice of a Float64Array. The live chain stores that slice per symbol and
 * timeframe and goes on from it; a rebuild runs the same steps over history.
 * One function, so the two agree bit for bit.
 */

/** One final candle. */
export interface Bar {
  /** Start of the bar, ms. */
  openTime: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

export interface IndicatorColumn {
  name: string;
  /** Formula in words or symbols, with its source. */
  formula: string;
  unit: 'price' | 'percent' | 'ratio' | 'index' | 'volume' | 'money';
}

export interface Indicator {
  /** Columns it fills, in the order in which `step` writes them. */
  columns: readonly IndicatorColumn[];
  /** Doubles of memory it needs; a fresh state is all zeros. */
  stateSize: number;
  /** Bars until every column is filled; before that a column is NaN, which is stored as NULL. */
  lookback: number;
  /**
   * Takes in the next bar. Reads and writes `state[at … at + stateSize)` and
   * `out[to … to + columns.length)`; NaN means unknown. Allocates nothing.
   */
  step(bar: Bar, state: Float64Array, at: number, out: Float64Array, to: number): void;
}
