/**
 * The recurrences that averages are made of, each with its memory in one double.
 * Seeds are TA-Lib's: the first value is the plain mean of the first `period`
 * inputs; until then there is none.
 */
import { at } from './window.js';

/**
 * Takes in the `nth` (from 1) input; returns the average, NaN while nth < period.
 * `memory[slot]` holds the sum of the inputs until the seed, then the average.
 */
export type Smoother = (memory: Float64Array, slot: number, value: number, nth: number) => number;

const smoother = (period: number, weight: number): Smoother => (memory, slot, value, nth) => {
  const before = at(memory, slot);
  if (nth > period) return (memory[slot] = before + weight * (value - before));
  if (nth === period) return (memory[slot] = (before + value) / period);
  memory[slot] = before + value;
  return NaN;
};

/** EMA: weight 2 / (period + 1). */
export const exponential = (period: number): Smoother => smoother(period, 2 / (period + 1));

/** Wilder's average: weight 1 / period. */
export const wilder = (period: number): Smoother => smoother(period, 1 / period);
