/**
 * Arithmetic over the newest bars: sums, means, extremes. Every figure is
 * computed afresh from the window, never carried along, so that no rounding
 * error outlives the bars that caused it, whatever the price jumps from and to.
 */
import { scratch, type BarWindow, type Span } from './indicator.js';

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

/** Sum of the distances of the nine elements before `i` from it. Three sums side by side; `| 0` spares the compiler a check of each index for overflow. */
function ninesFrom(values: Float64Array, i: number): number {
  const x = at(values, i);
  const a = at(values, (i - 1) | 0) - x + (at(values, (i - 2) | 0) - x) + (at(values, (i - 3) | 0) - x);
  const b = at(values, (i - 4) | 0) - x + (at(values, (i - 5) | 0) - x) + (at(values, (i - 6) | 0) - x);
  const c = at(values, (i - 7) | 0) - x + (at(values, (i - 8) | 0) - x) + (at(values, (i - 9) | 0) - x);
  return a + b + c;
}

const TEN = 10;
const nines = scratch();

/** Those that the means of the bars [from, to) are made of: all on the way, or, where few bars are new, as in the live chain, every tenth. */
function takeNines(values: Float64Array, n: number, from: number, to: number): void {
  if (to - from >= TEN) for (let i = from - n + TEN; i < to; i++) nines[i] = ninesFrom(values, i);
  else for (let now = from; now < to; now++) for (let i = now; i > now - n; i -= TEN) nines[i] = ninesFrom(values, i);
}

/**
 * Mean of the `n` elements ending at every new bar into `out`, unknown before bar
 * `n`: by tens, each summed afresh as distances from its newest element, and those
 * elements' distances from the bar's own. Neighbours share their tens, so a mean of
 * fifty takes some 20 additions, and one of two hundred 50. Exact where all are equal.
 * @param n a multiple of ten
 */
export function means(span: Span, values: Float64Array, n: number, out: Float64Array): void {
  const from = unknownBefore(n, span, out);
  takeNines(values, n, from, span.to);
  for (let now = from; now < span.to; now++) {
    const x = at(values, now);
    let sum = at(nines, now);
    for (let i = (now - TEN) | 0; i > now - n; i = (i - TEN) | 0) sum += at(nines, i) + TEN * (at(values, i) - x);
    out[now] = x + sum / n;
  }
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
