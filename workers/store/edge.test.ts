import { describe, expect, it } from 'vitest';
import { fromSql, toSql } from './edge.js';
import { boolean, double, instant, integer, json, maybe, table, text, type Column } from './table.js';
import { inKeyOrder, runs } from './write.js';
import { inList } from './symbols.js';

const t = table({ database: 'prices', name: 'things', doc: 'things', columns: { name: text(20, ''), at: instant(''), value: maybe(double('')), count: integer(''), on: boolean(''), list: json<string[]>('') }, key: ['name', 'at'] });
const bind = (column: keyof typeof t.columns, value: unknown) => toSql(t, column, t.columns[column] as Column, value);

describe('the edge to MySQL', () => {
  it.each([NaN, Infinity, -Infinity])('refuses %d, naming the column', (value) => {
    expect(() => bind('value', value)).toThrow(/things\.value.*unknown is null/);
  });
  it('binds what is unknown as null where that is allowed, and refuses it elsewhere', () => {
    expect(bind('value', undefined)).toBeNull();
    expect(() => bind('count', null)).toThrow(/things\.count.*required/);
  });
  it('refuses halves and numbers beyond 2^53 in whole-number columns', () => {
    expect(() => bind('count', 1.5)).toThrow(/whole number/);
    expect(() => bind('count', 2 ** 60)).toThrow(/whole number/);
  });
  it.each([new Date(NaN), new Date(1_767_225_600), new Date(Date.UTC(2026, 0, 1) * 1_000)])('refuses the date %s: another unit in disguise', (date) => {
    expect(() => bind('at', date)).toThrow(/things\.at/);
  });
  it.each([['name', 5], ['at', '2026-01-01'], ['value', '5'], ['on', 1]] as const)('refuses another type for %s', (column, value) => {
    expect(() => bind(column, value)).toThrow(/was expected/);
  });
  it('gives back booleans and JSON as they went in, and leaves columns that were not asked for', () => {
    expect(fromSql(t, [{ on: bind('on', true), list: bind('list', ['a']) }, { name: 'x' }])).toEqual([{ on: true, list: ['a'] }, { name: 'x' }]);
  });
});

describe('batches', () => {
  it('come in key order: bytes of text, then time', () => {
    const day = (d: number) => new Date(Date.UTC(2026, 0, d));
    const rows = [{ name: 'b', at: day(1) }, { name: 'B', at: day(3) }, { name: 'a', at: day(2) }, { name: 'a', at: day(1) }];
    expect(inKeyOrder(t, rows).map((r) => `${r.name}${r.at.getUTCDate()}`)).toEqual(['B3', 'a1', 'a2', 'b1']);
  });
  it('are powers of two and hold every row once', () => {
    const all = [...runs(Array<number>(1_203).fill(24), 2)];
    expect(all.every(({ count }) => Number.isInteger(Math.log2(count)))).toBe(true);
    expect(all.map(({ from }) => from)).toEqual(all.map((_, i) => all.slice(0, i).reduce((sum, r) => sum + r.count, 0)));
    expect(all.reduce((sum, r) => sum + r.count, 0)).toBe(1_203);
  });
  it('stay under the limits of placeholders and of packets', () => {
    for (const { count } of runs(Array<number>(1_000).fill(1_800), 150)) expect(count * 150).toBeLessThan(65_535);
    for (const { count } of runs(Array<number>(64).fill(500_000), 1)) expect(count * 500_000).toBeLessThan(4_000_000);
  });
});

describe('lists of symbols', () => {
  it('are padded to a power of two by repeating the last', () => {
    expect(inList(['A', 'B', 'C'])).toEqual({ sql: '(?, ?, ?, ?)', values: ['A', 'B', 'C', 'C'] });
    expect(inList(['A']).values).toEqual(['A']);
  });
});
