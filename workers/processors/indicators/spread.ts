/**
 * How far the elements of every window stand from its centre. Two bars side by
 * side, as their windows are the same but for an element at each end, and two
 * sums for each, as one alone would wait for every addition to finish. What is
 * computed for a bar does not depend on whether it has a neighbour. `| 0` spares
 * the compiler a check of each index for overflow.
 */
import type { Span } from './indicator.js';
import { at, squares, unknownBefore } from './window.js';

/** Elements of a window, an even number, and the centre of the one that ends at each index. */
interface Window {
  n: number;
  centre: Float64Array;
}

function distance(values: Float64Array, now: number, n: number, centre: number): number {
  let even = 0;
  let odd = 0;
  for (let i = now - n + 1; i < now; i += 2) {
    even += Math.abs(at(values, i) - centre);
    odd += Math.abs(at(values, i + 1) - centre);
  }
  return even + odd;
}

/** Σ |x − centre| over the `n` elements ending at each new bar; unknown before bar `n`. */
export function distances(span: Span, values: Float64Array, { n, centre }: Window, out: Float64Array): void {
  let now = unknownBefore(n, span, out);
  for (; now + 1 < span.to; now += 2) {
    const p = at(centre, now);
    const q = at(centre, now + 1);
    let i = (now - n + 1) | 0;
    let a = 0, b = 0, c = 0, d = 0;
    for (let first = at(values, i); i < now; i = (i + 2) | 0) {
      const second = at(values, (i + 1) | 0);
      a += Math.abs(first - p);
      b += Math.abs(second - p);
      first = at(values, (i + 2) | 0);
      c += Math.abs(second - q);
      d += Math.abs(first - q);
    }
    out[now] = a + b;
    out[now + 1] = c + d;
  }
  if (now < span.to) out[now] = distance(values, now, n, at(centre, now));
}

/** Σ (x − centre)² likewise: the second pass of a variance. Each as `squares` computes one. */
export function squaresOf(span: Span, values: Float64Array, { n, centre }: Window, out: Float64Array): void {
  let now = unknownBefore(n, span, out);
  for (; now + 1 < span.to; now += 2) {
    const p = at(centre, now);
    const q = at(centre, now + 1);
    let i = (now - n + 1) | 0;
    let a = 0, b = 0, c = 0, d = 0;
    for (let first = at(values, i); i < now; i = (i + 2) | 0) {
      const second = at(values, (i + 1) | 0);
      a += (first - p) * (first - p);
      b += (second - p) * (second - p);
      first = at(values, (i + 2) | 0);
      c += (second - q) * (second - q);
      d += (first - q) * (first - q);
    }
    out[now] = a + b;
    out[now + 1] = c + d;
  }
  if (now < span.to) out[now] = squares(values, now, n, at(centre, now));
}
