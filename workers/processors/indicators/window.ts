/**
 * Arithmetic over the newest bars: sums, means, extremes. Every figure is
 * computed afresh from the window, never carried along, so that no rounding
 * error outlives the bars that caused it, whatever the price jumps from and to.
 */
import type { BarWindow } from './indicator.js';

/** Element `i`, which the caller knows to be there. */
export const at = (values: Float64Array, i: number): number => values[i] as number;

/** a / b; NaN where b is zero, as the formula has no value there. */
export const ratio = (a: number, b: number): number => (b === 0 ? NaN : a / b);

/**
 * Sum of the distances of the `n` elements ending at `now` from `centre`. Four
 * sums side by side, as one alone would wait for every addition to finish.
 */
function distances(values: Float64Array, now: number, n: number, centre: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = now - n + 1;
  for (; i + 3 <= now; i += 4) {
    a += at(values, i) - centre;
    b += at(values, i + 1) - centre;
    c += at(values, i + 2) - centre;
    d += at(values, i + 3) - centre;
  }
  for (; i <= now; i++) a += at(values, i) - centre;
  return a + b + (c + d);
}

/** Sum of the `n` elements ending at `now`. */
export const sum = (values: Float64Array, now: number, n: number): number => distances(values, now, n, 0);

/** Mean of the `n` elements ending at `now`; exact where all are equal, as it averages distances from the newest. */
export function mean(values: Float64Array, now: number, n: number): number {
  const base = at(values, now);
  return base + distances(values, now, n, base) / n;
}

/** Sum of squared distances of the `n` elements ending at `now` from `centre`: the second pass of a variance. */
export function squares(values: Float64Array, now: number, n: number, centre: number): number {
  let even = 0;
  let odd = 0;
  let i = now - n + 1;
  for (; i < now; i += 2) {
    const x = at(values, i) - centre;
    const y = at(values, i + 1) - centre;
    even += x * x;
    odd += y * y;
  }
  if (i === now) even += (at(values, i) - centre) * (at(values, i) - centre);
  return even + odd;
}

/** Highest of the `n` elements ending at `now`. */
export function highest(values: Float64Array, now: number, n: number): number {
  let top = at(values, now);
  for (let i = now - n + 1; i < now; i++) if (at(values, i) > top) top = at(values, i);
  return top;
}

/** Lowest of the `n` elements ending at `now`. */
export function lowest(values: Float64Array, now: number, n: number): number {
  let bottom = at(values, now);
  for (let i = now - n + 1; i < now; i++) if (at(values, i) < bottom) bottom = at(values, i);
  return bottom;
}

/** (high + low + close) / 3 of the bar at index `i`. */
export const typical = (w: BarWindow, i: number): number => (at(w.high, i) + at(w.low, i) + at(w.close, i)) / 3;

/** True range of the bar at index `i`, which must not be the first: max(high, close before) − min(low, close before). */
export const trueRange = (w: BarWindow, i: number): number => {
  const before = at(w.close, i - 1);
  return Math.max(at(w.high, i), before) - Math.min(at(w.low, i), before);
};

/** Money-flow volume of the bar at index `i`: ((c − l) − (h − c)) / (h − l) × v, 0 for a bar without range. */
export const moneyFlowVolume = (w: BarWindow, i: number): number => {
  const high = at(w.high, i);
  const low = at(w.low, i);
  if (high === low) return 0;
  const close = at(w.close, i);
  return ((close - low - (high - close)) / (high - low)) * at(w.volume, i);
};
