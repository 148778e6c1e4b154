/**
 * The shape of an indicator: a sweep over new bars, with its whole memory in a
 * few doubles and a read-only view of the bars before them. The live chain stores
 * that memory per symbol and timeframe, goes on from it and sweeps over one bar;
 * a rebuild sweeps over hundreds at a time. One function, and what it computes for
 * a bar never depends on how many it is given, so the two agree bit for bit.
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

/** The bars that a sweep is over: those at the indices [from, to); the bar at index `i` is number `i + offset` of its series, counted from 1. */
export interface Span {
  from: number;
  to: number;
  offset: number;
}

/**
 * The new bars and the newest of those before them, shared by all indicators:
 * element `i - k` is the bar k before the one at `i`. How far back of a new bar
 * each array may be read is `DEPTH`; nothing older survives a restart.
 */
export interface BarWindow extends Span {
  /** Start of each bar, ms; of new bars only. */
  readonly openTime: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** What several indicators start from, of the new bars and of the one before them; of typical prices the 19 before. Where there is no bar before, change and range are NaN. */
  readonly typical: Float64Array;
  readonly change: Float64Array;
  readonly trueRange: Float64Array;
  readonly moneyFlowVolume: Float64Array;
  /** Mean of 20 closes, of the new bars; unknown before bar 20. */
  readonly mean20: Float64Array;
}

/** Bars that can be read per array, the current one included. */
export const DEPTH = { high: 52, low: 52, close: 289, volume: 20 } as const;

/** Elements of every array of a window, and of every column: bars before, and room for new ones. */
export const ROOM = 640;

/** Somewhere to put what lies between two steps of a formula. A sweep is never interrupted by another, so a file can keep its own. */
export const scratch = (): Float64Array => new Float64Array(ROOM);

export interface IndicatorColumn<Name extends string = string> {
  name: Name;
  /** Formula in words or symbols, with its source. */
  formula: string;
  unit: 'price' | 'percent' | 'ratio' | 'index' | 'volume' | 'money';
  /** Bars until the first value; before that the column is NaN, which is stored as NULL. */
  lookback: number;
}

/** One array per column, indexed like the window. */
export type Out = readonly Float64Array[];

export interface Indicator<Name extends string = string> {
  /** Columns it fills, in the order of `out`. */
  columns: readonly IndicatorColumn<Name>[];
  /** Doubles of memory it needs; fresh memory is all zeros. */
  memory: number;
  /**
   * Takes in the window's new bars in order of time. Reads and writes `memory`,
   * writes every column at every index of [from, to); NaN means unknown.
   * Allocates nothing. Prices and volumes are finite.
   */
  sweep(window: BarWindow, memory: Float64Array, out: Out): void;
}

/** Declares an indicator; keeps the column names as literal types. */
export const indicator = <const Name extends string>(i: Indicator<Name>): Indicator<Name> => i;

/** Column `nth` of an indicator's own, which its declaration says is there. */
export const column = (out: Out, nth: number): Float64Array => out[nth] as Float64Array;
