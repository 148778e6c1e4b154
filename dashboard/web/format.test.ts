import { describe, expect, it } from 'vitest';
import { age, compact, figure, percent, price, score, took } from './format.js';
import { sparkline } from './spark.js';
import { matches, sorted } from './order.js';

describe('a number', () => {
  it.each<[string, string, string]>([
    ['a large price', price(98_765.4321), '98,765.43'],
    ['a small price', price(0.5), '0.50000'],
    ['a tiny price', price(1.2345e-8), '0.000000012345'],
    ['a price nobody knows', price(null), '–'],
    ['a rise', percent(2.041), '+2.04 %'],
    ['a fall', percent(-10), '−10.00 %'],
    ['no change worth a sign', percent(-0.004), '0.00 %'],
    ['trillions', compact(1_617_402_350_000), '1.62T'],
    ['thousands', compact(1_500), '1.50K'],
    ['a score', score(-0.104), '−0.10'],
    ['a score of nothing', score(-0.001), '0.00'],
    ['seconds', age(59.9), '59 s'],
    ['an age from the future', age(-3), '0 s'],
    ['days', age(200_000), '2 d'],
    ['a quick stage', took(0.379), '0.38 s'],
    ['a slow one', took(125), '2 min 5 s'],
    ['a feature', figure(0.0001234567), '0.000123457'],
    ['an enormous one', figure(8.125e20), '8.125e+20'],
    ['a negative one', figure(-1_234.5), '−1,234.5'],
    ['a whole one', figure(12_345), '12,345'],
  ])('reads well: %s', (_, text, expected) => expect(text).toBe(expected));
});

describe('a sparkline', () => {
  it('spans its box and breaks where an hour is missing', () => expect(sparkline([1, 2, null, 3], 30, 10)).toBe('M0 9L10 5M30 1'));
  it('is a level line where nothing moves', () => expect(sparkline([5, 5], 10, 10)).toBe('M0 5L10 5'));
  it('is nothing where nothing is known', () => expect(sparkline([null, null], 10, 10)).toBe(''));
});

describe('the order of the table', () => {
  const rows = [{ symbol: 'B', v: 2 }, { symbol: 'A', v: null }, { symbol: 'C', v: 10 }];
  const by = (down: boolean) => sorted(rows, (r) => r.v, down).map((r) => r.symbol).join('');
  it('keeps what nobody knows at the end, whichever way it runs', () => expect([by(true), by(false)]).toEqual(['CBA', 'BCA']));
  it.each([['bit', true], ['BTC', true], ['  btc ', true], ['coin', true], ['eth', false], ['', true]])('search for %j finds Bitcoin: %s', (text, found) => expect(matches({ symbol: 'BTC', name: 'Bitcoin' }, text)).toBe(found));
});
