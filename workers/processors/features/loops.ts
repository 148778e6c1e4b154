/**
 * A formula over the rows of a batch, each in a loop that V8 compiles for it alone: the
 * formula becomes part of the loop, and its numbers stay in registers. In one loop that
 * all formulas shared, each would be a call, and each number handed to it an object:
 * a fifth of what computing and storing a row costs.
 */
import { runInThisContext } from 'node:vm';

/** Rows computed together; less than a millisecond of work. */
export const ROWS_A_BATCH = 16;

/** Numbers row after row, so many of each; NaN is unknown. */
export interface Matrix {
  numbers: Float64Array;
  width: number;
}
export const matrixOf = (width: number): Matrix => ({ numbers: new Float64Array(ROWS_A_BATCH * width).fill(NaN), width });

type Formula = (...values: number[]) => number;

export interface Loop {
  compute: Formula;
  from: Matrix;
  /** Where the formula's inputs are in a row. */
  places: readonly number[];
  to: Matrix;
  /** Where its value belongs; what is known there already stays. */
  place: number;
}
/** Computes the first rows of a batch. */
export type Run = (rows: number) => void;

// Nothing from outside is named in these: they are compiled from their own text.

function ofOne({ compute, from, places, to, place }: Loop): Run {
  const [input, output] = [from.numbers, to.numbers];
  const a = places[0] as number;
  return (rows) => {
    for (let row = 0; row < rows; row++) {
      const at = row * to.width + place;
      const x = input[row * from.width + a] as number;
      if (!Number.isNaN(output[at]) || Number.isNaN(x)) continue;
      const value = compute(x);
      if (Number.isFinite(value)) output[at] = value;
    }
  };
}

function ofTwo({ compute, from, places, to, place }: Loop): Run {
  const [input, output] = [from.numbers, to.numbers];
  const [a, b] = places as [number, number];
  return (rows) => {
    for (let row = 0; row < rows; row++) {
      const at = row * to.width + place;
      const x = input[row * from.width + a] as number;
      const y = input[row * from.width + b] as number;
      if (!Number.isNaN(output[at]) || Number.isNaN(x) || Number.isNaN(y)) continue;
      const value = compute(x, y);
      if (Number.isFinite(value)) output[at] = value;
    }
  };
}

function ofThree({ compute, from, places, to, place }: Loop): Run {
  const [input, output] = [from.numbers, to.numbers];
  const [a, b, c] = places as [number, number, number];
  return (rows) => {
    for (let row = 0; row < rows; row++) {
      const at = row * to.width + place;
      const x = input[row * from.width + a] as number;
      const y = input[row * from.width + b] as number;
      const z = input[row * from.width + c] as number;
      if (!Number.isNaN(output[at]) || Number.isNaN(x) || Number.isNaN(y) || Number.isNaN(z)) continue;
      const value = compute(x, y, z);
      if (Number.isFinite(value)) output[at] = value;
    }
  };
}

/** However many: a list for every row, so not for what is computed of every row. */
function ofMany({ compute, from, places, to, place }: Loop): Run {
  const [input, output] = [from.numbers, to.numbers];
  return (rows) => {
    for (let row = 0; row < rows; row++) {
      const at = row * to.width + place;
      if (!Number.isNaN(output[at])) continue;
      const values = places.map((p) => input[row * from.width + p] as number);
      if (values.some(Number.isNaN)) continue;
      const value = compute(...values);
      if (Number.isFinite(value)) output[at] = value;
    }
  };
}

/** The same function, compiled anew: V8 keeps what it has learnt by the place in a text. */
const ownCopy = (loop: (of: Loop) => Run): ((of: Loop) => Run) => runInThisContext(`(${loop})`) as typeof loop;

/** @returns the formula's loop; its value is put where nothing is known yet and every input is, if it is finite */
export const loopOf = (of: Loop): Run => ownCopy({ 1: ofOne, 2: ofTwo, 3: ofThree }[of.places.length] ?? ofMany)(of);
