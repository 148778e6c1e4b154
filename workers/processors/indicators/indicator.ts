/**
 * The shape of an indicator: a step over one bar, with its whole memory in a
 * few doubles and a read-only view of the bars before it. The live chain stores
 * that memory per symbol and timeframe and goes on from it; a rebuild runs the
 * same steps over history. One function, so the two agree bit for bit.
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

/**
 * The newest bars, current one included, shared by all indicators. Element
 * `now` is the current bar, `now - k` the bar k before it. How far back each
 * array may be read is `DEPTH`; nothing older survives a restart.
 */
export interface BarWindow {
  /** Bars taken in so far; the current bar is number `bars`, counted from 1. */
  bars: number;
  /** Start of the current bar, ms. */
  openTime: number;
  now: number;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Bars that can be read per array, the current one included. */
export const DEPTH = { high: 52, low: 52, close: 289, volume: 20 } as const;

export interface IndicatorColumn<Name extends string = string> {
  name: Name;
  /** Formula in words or symbols, with its source. */
  formula: string;
  unit: 'price' | 'percent' | 'ratio' | 'index' | 'volume' | 'money';
  /** Bars until the first value; before that the column is NaN, which is stored as NULL. */
  lookback: number;
}

export interface Indicator<Name extends string = string> {
  /** Columns it fills, in the order in which `step` writes them. */
  columns: readonly IndicatorColumn<Name>[];
  /** Doubles of memory it needs; fresh memory is all zeros. */
  memory: number;
  /**
   * Takes in the window's current bar. Reads and writes `memory`, writes every
   * column into `out`; NaN means unknown. Allocates nothing.
   */
  step(window: BarWindow, memory: Float64Array, out: Float64Array): void;
}

/** Declares an indicator; keeps the column names as literal types. */
export const indicator = <const Name extends string>(i: Indicator<Name>): Indicator<Name> => i;
