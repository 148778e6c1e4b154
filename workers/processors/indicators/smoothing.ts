/**
 * The recurrences that averages are made of, each with its memory in one double.
 * Seeds are TA-Lib's: the first value is the plain mean of the first `period`
 * inputs; until then there is none.
 */
import type { Span } from './indicator.js';
import { at } from './window.js';

/** Where an average is kept, and where it begins. */
export interface Place {
  /** Its double of the memory: the sum of the inputs until the seed, then the average. */
  slot?: number;
  /** Bars at the start of a series that have no input; what stands there is not looked at. */
  skip?: number;
}

/** Averages `values` into `out`, which is NaN until there are `period` inputs. */
export type Smoother = (span: Span, values: Float64Array, memory: Float64Array, out: Float64Array) => void;

const smoother = (period: number, weight: number, { slot = 0, skip = 0 }: Place): Smoother => ({ from, to, offset }, values, memory, out) => {
  let average = at(memory, slot);
  let i = from;
  for (; i < to && i + offset - skip <= period; i++) {
    const nth = i + offset - skip;
    if (nth >= 1) average += at(values, i);
    if (nth === period) average /= period;
    out[i] = nth === period ? average : NaN;
  }
  for (; i < to; i++) out[i] = average = average + weight * (at(values, i) - average);
  memory[slot] = average;
};

/** EMA: weight 2 / (period + 1). */
export const exponential = (period: number, place: Place = {}): Smoother => smoother(period, 2 / (period + 1), place);

/** Wilder's average: weight 1 / period. */
export const wilder = (period: number, place: Place = {}): Smoother => smoother(period, 1 / period, place);
