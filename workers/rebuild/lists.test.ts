import { describe, expect, it } from 'vitest';
import { Lists } from './lists.js';

const rowsOf = (lists: Lists, count: number): { numbers: Float64Array }[] => Array.from({ length: count }, () => ({ numbers: lists.take() }));

describe('lists', () => {
  it('are as many as are asked for, each of its own numbers', () => {
    const rows = rowsOf(new Lists(3), 1_000);
    rows.forEach(({ numbers }, i) => numbers.fill(i));
    expect(rows.map(({ numbers }) => [...numbers])).toEqual(rows.map((_, i) => [i, i, i]));
  });

  it('are used again once their rows are stored, and not while somebody has them', async () => {
    const lists = new Lists(2);
    const rows = rowsOf(lists, 300);
    let finish: (n: number) => void = () => undefined;
    const stored = lists.lent(rows, new Promise<number>((resolve) => (finish = resolve)));
    const meanwhile = rowsOf(lists, 300);
    finish(300);
    expect(await stored).toBe(300);
    const owned = new Set([...rows, ...meanwhile].map(({ numbers }) => numbers));
    expect(owned.size).toBe(600);
    // 600 of three blocks of 256: what is left of the third, and then those of the rows.
    const again = rowsOf(lists, 300 + 168);
    expect(again.filter(({ numbers }) => rows.some((row) => row.numbers === numbers))).toHaveLength(300);
    expect(again.some(({ numbers }) => meanwhile.some((row) => row.numbers === numbers))).toBe(false);
  });

  it('of rows that were not stored are not used again', async () => {
    const lists = new Lists(2);
    const rows = rowsOf(lists, 256);
    await expect(lists.lent(rows, Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(rowsOf(lists, 256).some(({ numbers }) => rows.some((row) => row.numbers === numbers))).toBe(false);
  });
});
