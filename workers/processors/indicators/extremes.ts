/**
 * Extremes of the newest bars: their values by halves, and where they stand, the
 * newest of equals. Both are what a search of every stretch of bars would find.
 */
import { ROOM, scratch, type Span } from './indicator.js';
import { at } from './window.js';

/** With fewer new bars than this each stretch is searched: halves pay when they are used again. */
const FEW = 4;
const halves = [scratch(), scratch()] as const;

/**
 * The higher of two: no branch, as which it is changes from bar to bar and cannot
 * be foreseen. NaN when one of them is.
 */
function higher(a: number, b: number): number {
  const first = Number(a >= b);
  return a * first + b * (1 - first);
}

function lower(a: number, b: number): number {
  const first = Number(a <= b);
  return a * first + b * (1 - first);
}

/** `out[i]`: of the elements i and i − back of `values`, for [from, to), the one that is sought. */
type Pairs = (span: Pick<Span, 'from' | 'to'>, values: Float64Array, back: number, out: Float64Array) => void;

// On their own, as the compiler then looks each array up once.
const higherPairs: Pairs = ({ from, to }, values, back, out) => {
  for (let i = from; i < to; i++) out[i] = higher(at(values, i), at(values, i - back));
};
const lowerPairs: Pairs = ({ from, to }, values, back, out) => {
  for (let i = from; i < to; i++) out[i] = lower(at(values, i), at(values, i - back));
};

/** `out[i]`: of the `n` elements ending at i; of two, of four, … and at last of the two stretches that cover n. */
function byHalves(pairs: Pairs, span: Span, { values, n }: Stretches, out: Float64Array): void {
  const { from, to } = span;
  let source = values;
  let covered = 1;
  for (let turn = 0; covered * 2 <= n; covered *= 2, turn = 1 - turn) {
    const next = halves[turn] as Float64Array;
    pairs({ from: from - n + 2 * covered, to }, source, covered, next);
    source = next;
  }
  pairs(span, source, n - covered, out);
}

/** The `n` elements ending at each bar. */
interface Stretches {
  values: Float64Array;
  n: number;
}

function highestBySearch({ from, to }: Span, values: Float64Array, n: number, out: Float64Array): void {
  for (let i = from; i < to; i++) {
    let top = at(values, i);
    for (let k = i - n + 1; k < i; k++) top = higher(top, at(values, k));
    out[i] = top;
  }
}

function lowestBySearch({ from, to }: Span, values: Float64Array, n: number, out: Float64Array): void {
  for (let i = from; i < to; i++) {
    let bottom = at(values, i);
    for (let k = i - n + 1; k < i; k++) bottom = lower(bottom, at(values, k));
    out[i] = bottom;
  }
}

/** `out[i]`: the highest of the `n` elements ending at i. NaN when one is. */
export function highest(span: Span, values: Float64Array, n: number, out: Float64Array): void {
  if (span.to - span.from < FEW) highestBySearch(span, values, n, out);
  else byHalves(higherPairs, span, { values, n }, out);
}

/** `out[i]`: the lowest of the `n` elements ending at i. NaN when one is. */
export function lowest(span: Span, values: Float64Array, n: number, out: Float64Array): void {
  if (span.to - span.from < FEW) lowestBySearch(span, values, n, out);
  else byHalves(lowerPairs, span, { values, n }, out);
}

/** Indices, one for each bar. */
export const positions = (): Int32Array => new Int32Array(ROOM);

function searchHighest(values: Float64Array, first: number, last: number): number {
  let best = last;
  for (let i = last - 1; i >= first; i--) if (at(values, i) > at(values, best)) best = i;
  return best;
}

/** `where[i]`: the index of the highest of the `n` elements ending at i. */
export function highestAt({ from, to }: Span, values: Float64Array, n: number, where: Int32Array): void {
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
export function lowestAt({ from, to }: Span, values: Float64Array, n: number, where: Int32Array): void {
  let best = -1;
  for (let i = from; i < to; i++) {
    if (best <= i - n) best = searchLowest(values, i - n + 1, i);
    else if (at(values, i) <= at(values, best)) best = i;
    where[i] = best;
  }
}
