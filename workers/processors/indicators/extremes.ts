/**
 * Where the extremes of the newest bars stand, the newest of equals. A stretch of
 * bars is searched only when the extreme known has left it; which bar it is, and
 * so its price, is the same as if every stretch were searched.
 */
import { ROOM, type Span } from './indicator.js';
import { at } from './window.js';

/** Indices, one for each bar. */
export const positions = (): Int32Array => new Int32Array(ROOM);

function searchHighest(values: Float64Array, first: number, last: number): number {
  let best = last;
  for (let i = last - 1; i >= first; i--) if (at(values, i) > at(values, best)) best = i;
  return best;
}

/** `where[i]`: the index of the highest of the `n` elements ending at i. */
export function highest({ from, to }: Span, values: Float64Array, n: number, where: Int32Array): void {
  let best = -1;
  for (let i = from; i < to; i++) {
    if (best <= i - n) best = searchHighest(values, i - n + 1, i);
    else if (at(values, i) >= at(values, best)) best = i;
    where[i] = best;
  }
}

function searchLowest(values: Float64Array, first: number, last: number): number {
  let best = last;
  for (let i = last - 1; i >= first; i--) if (at(values, i) < at(values, best)) best = i;
  return best;
}

/** `where[i]`: the index of the lowest of the `n` elements ending at i. */
export function lowest({ from, to }: Span, values: Float64Array, n: number, where: Int32Array): void {
  let best = -1;
  for (let i = from; i < to; i++) {
    if (best <= i - n) best = searchLowest(values, i - n + 1, i);
    else if (at(values, i) <= at(values, best)) best = i;
    where[i] = best;
  }
}

/** The element that `where` points to from index `i`. */
export const pointed = (values: Float64Array, where: Int32Array, i: number): number => at(values, where[i] as number);
