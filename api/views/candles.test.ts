import { describe, expect, it } from 'vitest';
import { cursorOf, gapsBetween, readCursor } from './candles.js';

const HOUR = 3_600_000;
const T = Date.UTC(2026, 0, 1);
const iso = (hours: number): string => new Date(T + hours * HOUR).toISOString();
const at = (...hours: number[]): number[] => hours.map((h) => T + h * HOUR);

describe('gaps', () => {
  it.each([
    ['are none where every bar is there', at(0, 1, 2), 0, 3, []],
    ['are the whole range where no bar is there', [], 0, 3, [[0, 3]]],
    ['are found before, between and after', at(1, 3), 0, 6, [[0, 1], [2, 3], [4, 6]]],
    ['join neighbours', at(0, 4), 0, 5, [[1, 4]]],
    ['begin on the grid', at(1), 0.5, 2, []],
    ['do not exist in an empty range', [], 2, 2, []],
  ])('%s', (...[, times, from, to, gaps]) => {
    expect(gapsBetween(times, T + from * HOUR, T + to * HOUR, HOUR)).toEqual(gaps.map(([a, b]) => ({ from: iso(a as number), to: iso(b as number) })));
  });
});

describe('a cursor', () => {
  it('comes back as it was given', () => expect(readCursor(cursorOf(T))).toBe(T));
  it.each(['', 'zzz', 'MTIz=', cursorOf(T).slice(1), '../..'])('is refused when it is %j', (text) => expect(readCursor(text)).not.toBe(T));
});
