import { describe, expect, it } from 'vitest';
import { loopOf, matrixOf, ROWS_A_BATCH, type Matrix } from './loops.js';

const SUM = [(a: number) => a, (a: number, b: number) => a + b, (a: number, b: number, c: number) => a + b + c, (...all: number[]) => all.reduce((sum, n) => sum + n, 0)];

/** Five inputs a row: ten times its number and 1, 2, 4, 8, 16 on top. */
function inputs(): Matrix {
  const from = matrixOf(5);
  for (let row = 0; row < ROWS_A_BATCH; row++) for (let i = 0; i < 5; i++) from.numbers[row * 5 + i] = 100 * row + 2 ** i;
  return from;
}
const column = ({ numbers, width }: Matrix, place: number): number[] => Array.from({ length: ROWS_A_BATCH }, (_, row) => numbers[row * width + place] as number);

describe.each([1, 2, 3, 4])('the loop of a formula over %i inputs', (arity) => {
  const compute = SUM[arity - 1] as (...values: number[]) => number;
  const places = [3, 1, 4, 0].slice(0, arity);
  const sumOf = (row: number): number => places.reduce((sum, place) => sum + 100 * row + 2 ** place, 0);

  it('puts its values where they belong, row by row, and nothing beside them', () => {
    const to = matrixOf(3);
    loopOf({ compute, from: inputs(), places, to, place: 1 })(ROWS_A_BATCH);
    expect(column(to, 1)).toEqual(Array.from({ length: ROWS_A_BATCH }, (_, row) => sumOf(row)));
    expect([...column(to, 0), ...column(to, 2)].every(Number.isNaN)).toBe(true);
  });

  it('computes as many rows as it is told', () => {
    const to = matrixOf(1);
    loopOf({ compute, from: inputs(), places, to, place: 0 })(2);
    expect(column(to, 0)).toEqual([sumOf(0), sumOf(1), ...Array<number>(ROWS_A_BATCH - 2).fill(NaN)]);
  });

  it.each(places)('says nothing where input %i is unknown', (unknown) => {
    const [from, to] = [inputs(), matrixOf(1)];
    from.numbers[5 + unknown] = NaN;
    loopOf({ compute, from, places, to, place: 0 })(3);
    expect(column(to, 0).slice(0, 3)).toEqual([sumOf(0), NaN, sumOf(2)]);
  });

  it.each([Infinity, -Infinity, NaN])('says nothing where the value is %s', (value) => {
    const to = matrixOf(1);
    loopOf({ compute: () => value, from: inputs(), places, to, place: 0 })(3);
    expect(column(to, 0).every(Number.isNaN)).toBe(true);
  });

  it('leaves what is known already', () => {
    const to = matrixOf(1);
    to.numbers[1] = -0;
    loopOf({ compute, from: inputs(), places, to, place: 0 })(3);
    expect(column(to, 0).slice(0, 3)).toEqual([sumOf(0), -0, sumOf(2)]);
  });
});
