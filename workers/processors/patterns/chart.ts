/**
 * Bars as patterns read them: columns, the length of a bar, and the swings up to
 * a given bar. A chart can be turned upside down, so that every pattern is
 * written once, for its bullish form, and found in its bearish form as well.
 * Nothing here reads a bar after the one it is asked about.
 */
import type { BarColumns, Timeframe } from '../../store/index.js';
import { swingsAt, type Swing } from './swings.js';

export const BAR_MS: Record<Timeframe, number> = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 };

/** Bars that any pattern may look back on, the last one included; older bars change nothing. */
export const LOOKBACK = 120;

export interface Prices {
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
}

export interface Chart extends Prices {
  /** Starts of the bars, ms, oldest first. */
  time: Float64Array;
  /** Length of a bar, ms. */
  barMs: number;
  /** Swings confirmed by bar `end`, oldest first, within `LOOKBACK` bars. */
  swings(end: number): readonly Swing[];
  /** Mean true range of the `LOOKBACK` bars ending at `end`: the unit in which heights are judged. */
  scale(end: number): number;
}

/** A chart as drawn, and the same one upside down. */
export interface View {
  drawn: Chart;
  mirrored: Chart;
}

const negative = (values: Float64Array): Float64Array => values.map((x) => -x);

/** First bar of the look-back that ends at `end`. */
export const firstOf = (end: number): number => Math.max(0, end - LOOKBACK + 1);

/** Mean true range of bars (from, end]; 0 when there are none. */
export function meanTrueRange({ high, low, close }: Prices, from: number, end: number): number {
  let sum = 0;
  for (let i = from + 1; i <= end; i++) {
    const before = close[i - 1] as number;
    sum += Math.max(high[i] as number, before) - Math.min(low[i] as number, before);
  }
  return end > from ? sum / (end - from) : 0;
}

/** Adds what is computed once per bar and shared by all patterns: the newest answer is remembered. */
function charted(prices: Prices, time: Float64Array, barMs: number): Chart {
  let scaledAt = -1;
  let scaled = 0;
  let swungAt = -1;
  let swung: readonly Swing[] = [];
  const scale = (end: number): number => {
    if (end !== scaledAt) scaled = meanTrueRange(prices, firstOf(end), end);
    scaledAt = end;
    return scaled;
  };
  const swings = (end: number): readonly Swing[] => {
    if (end !== swungAt) swung = swingsAt(prices, firstOf(end), end, scale(end));
    swungAt = end;
    return swung;
  };
  return { ...prices, time, barMs, scale, swings };
}

/** @param bars final bars, oldest first */
export function viewOf(bars: BarColumns): View {
  const { openTime, open, high, low, close } = bars;
  const barMs = BAR_MS[bars.timeframe];
  const upsideDown = { open: negative(open), high: negative(low), low: negative(high), close: negative(close) };
  return { drawn: charted({ open, high, low, close }, openTime, barMs), mirrored: charted(upsideDown, openTime, barMs) };
}
