/**
 * Arithmetic over the newest bars: sums, means, extremes. Every figure is
 * computed afresh from the window, never carried along, so that no rounding
 * error outlives the bars that caused it, whatever the price jumps from and to.
 */
import type { BarWindow, Span } from './indicator.js';

/** Element `i`, which the caller knows to be there. */
export const at = (values: Float64Array, i: number): number => values[i] as number;

/** a / b; NaN where b is zero, as the formula has no value there. */
export const ratio = (a: number, b: number): number => (b === 0 ? NaN : a / b);

/** x where it is positive, else 0: without a branch, which rises and falls in turn would have the processor guess. */
export const positive = (x: number): number => (Math.abs(x) + x) / 2;

/** 1, 0 or −1, without a branch for the same reason. */
export const sign = (x: number): number => Number(x > 0) - Number(x < 0);

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

/**
 * `mean` of every new bar into `out`, unknown before bar `n`. Two bars side by
 * side, as their windows are the same but for an element at each end; every sum
 * adds what `mean` adds, in its order. `| 0` spares the compiler a check of each
 * index for overflow.
 */
export function means(span: Span, values: Float64Array, n: number, out: Float64Array): void {
  let now = unknownBefore(n, span, out);
  for (; now + 1 < span.to; now += 2) {
    const p = at(values, now);
    const q = at(values, now + 1);
    let a = 0, b = 0, c = 0, d = 0;
    let e = 0, f = 0, g = 0, h = 0;
    let i = (now - n + 1) | 0;
    const fours = (i + n - (n % 4)) | 0;
    for (let first = at(values, i); i < fours; i = (i + 4) | 0) {
      const second = at(values, (i + 1) | 0);
      const third = at(values, (i + 2) | 0);
      const fourth = at(values, (i + 3) | 0);
      a += first - p;
      b += second - p;
      c += third - p;
      d += fourth - p;
      first = at(values, (i + 4) | 0);
      e += second - q;
      f += third - q;
      g += fourth - q;
      h += first - q;
    }
    for (; i <= now; i = (i + 1) | 0) {
      a += at(values, i) - p;
      e += at(values, i + 1) - q;
    }
    out[now] = p + (a + b + (c + d)) / n;
    out[now + 1] = q + (e + f + (g + h)) / n;
  }
  if (now < span.to) out[now] = mean(values, now, n);
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

/** Fills [from, until) of a column with unknown; until is the first index whose bar has number `nth`, or the end. Returns it. */
export function unknownBefore(nth: number, { from, to, offset }: Span, out: Float64Array): number {
  const until = Math.min(Math.max(nth - offset, from), to);
  out.fill(NaN, from, until);
  return until;
}

/** Takes the bars of the window in: what several indicators start from, and so computed once. */
export function derive(w: BarWindow): void {
  const { from, to, offset, high, low, close, volume, typical, change, trueRange, moneyFlowVolume } = w;
  means(w, close, 20, w.mean20);
  for (let i = from - 19; i < from; i++) typical[i] = (at(high, i) + at(low, i) + at(close, i)) / 3;
  for (let i = from + offset > 1 ? from - 1 : from; i < to; i++) {
    const h = at(high, i);
    const l = at(low, i);
    const c = at(close, i);
    const before = i + offset > 1 ? at(close, i - 1) : NaN;
    typical[i] = (h + l + c) / 3;
    change[i] = c - before;
    // max(high, close before) − min(low, close before)
    trueRange[i] = Math.max(h, before) - Math.min(l, before);
    // ((c − l) − (h − c)) / (h − l) × v, 0 for a bar without range
    moneyFlowVolume[i] = h === l ? 0 : ((c - l - (h - c)) / (h - l)) * at(volume, i);
  }
}
