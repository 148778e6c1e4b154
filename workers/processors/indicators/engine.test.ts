import { describe, expect, it } from 'vitest';
import { decodeState, encodeState, freshState, resetState, run, runInLots, stateSize } from './engine.js';
import { indicatorColumns, indicators, type IndicatorName } from './index.js';
import type { Bar } from './indicator.js';
import { plainly } from './plain.testing.js';
import { columnsFrom, everyColumn, farthest, walk } from './testing.js';

/** Differences of large totals lose digits; these columns cross zero, so they are compared with their own size. */
const crossesZero = new Set<string>(['macd_line', 'macd_signal', 'macd_histogram', 'ppo', 'momentum_10', 'roc_10', 'trix_15', 'tsi', 'force_index_13', 'cci_20', 'adl', 'cmf_20', 'obv', 'stoch_k', 'stoch_d', 'stoch_rsi_k', 'stoch_rsi_d', 'bb_percent_b', 'williams_r']);

function compare(name: IndicatorName, mine: ArrayLike<number>, book: ArrayLike<number>): number {
  if (!crossesZero.has(name) && !name.startsWith('return_')) return farthest(mine, book);
  const size = Math.max(...Array.from(book, (x) => (Number.isNaN(x) ? 0 : Math.abs(x))));
  const lift = (xs: ArrayLike<number>) => Array.from(xs, (x) => x + 2 * size);
  return farthest(lift(mine), lift(book));
}

const rows = (bars: readonly Bar[], state = freshState()): number[][] => {
  const out: number[][] = [];
  run(columnsFrom(bars), state, () => out.push([...state.row]));
  return out;
};

describe('every column equals the same computed by the book', () => {
  const bars = walk(700);
  const [mine, book] = [everyColumn(bars), plainly(bars)];
  it.each(indicatorColumns.map((c) => c.name))('%s', (name) => {
    expect(Array.from(mine[name]).some(Number.isFinite)).toBe(true);
    expect(compare(name, mine[name], book[name])).toBeLessThan(1e-9);
  });
});

describe('a column is unknown until its look-back is full, and known from then on', () => {
  const mine = everyColumn(walk(400));
  it.each(indicatorColumns.map((c) => [c.name, c.lookback] as const))('%s after %d bars', (name, lookback) => {
    const known = Array.from(mine[name], Number.isFinite);
    expect(known.indexOf(true)).toBe(lookback - 1);
    expect(known.slice(lookback - 1)).not.toContain(false);
  });
});

describe('the state', () => {
  const bars = walk(1_400);
  const whole = rows(bars);

  it.each([1, 2, 13, 14, 27, 51, 52, 199, 288, 289, 350, 351, 352, 1_399])('cut, stored and resumed after bar %d, gives the same bits as one pass', (cut) => {
    const first = freshState();
    const before = rows(bars.slice(0, cut), first);
    const after = rows(bars.slice(cut), decodeState(encodeState(first)));
    expect(before.concat(after)).toEqual(whole);
  });

  it('gives the same bits when it is stored after every single bar', () => {
    let bytes = encodeState(freshState());
    const scratch = freshState();
    const stepped = bars.map((bar) => {
      run(columnsFrom([bar]), decodeState(bytes, scratch), () => {});
      bytes = encodeState(scratch);
      return [...scratch.row];
    });
    expect(stepped).toEqual(whole);
  });

  it('survives encoding bit for bit, whatever was in the scratch before', () => {
    const state = freshState();
    rows(bars.slice(0, 900), state);
    const bytes = encodeState(state);
    const used = freshState();
    rows(bars.slice(0, 1_111), used);
    expect(encodeState(decodeState(bytes, used)).equals(bytes)).toBe(true);
    expect(rows(bars.slice(900), used)).toEqual(whole.slice(900));
  });

  it('is as good as new after a reset', () => {
    const state = freshState();
    rows(bars, state);
    expect(encodeState(resetState(state)).equals(encodeState(freshState()))).toBe(true);
    expect(rows(bars, state)).toEqual(whole);
  });

  it('begins with the bars seen and the newest open_time', () => {
    const state = freshState();
    rows(bars.slice(0, 3), state);
    const bytes = encodeState(state);
    expect([bytes.readDoubleLE(0), bytes.readDoubleLE(8)]).toEqual([3, bars[2]?.openTime]);
  });

  it('refuses bytes of another size', () => {
    expect(() => decodeState(Buffer.alloc(stateSize * 8 - 8))).toThrow(/another engine version/);
  });

  it('fits in eight kilobytes', () => {
    expect(stateSize * 8).toBeLessThan(8_192);
  });
});

it('in lots of hundreds every column holds what bar by bar gives, and a few indicators alone what they are among all', () => {
  const bars = columnsFrom(walk(1_400));
  const one = freshState();
  const single: number[][] = [];
  for (let i = 0; i < bars.openTime.length; i++) run(bars, one, () => single.push([...one.row]), [i, i + 1]);
  const few = indicators.filter((i) => i.columns[0]?.name === 'rsi_14' || i.columns[0]?.name === 'stoch_rsi_k');
  const [all, some] = [freshState(), freshState(few)];
  const [lots, columns]: [number[][], number[]] = [[], few.flatMap((i) => i.columns.map((c) => indicatorColumns.indexOf(c)))];
  runInLots(bars, all, (_, count) => {
    for (let i = all.window.from; i < all.window.from + count; i++) lots.push(all.columns.map((values) => values[i] as number));
  });
  expect(lots).toEqual(single);
  runInLots(bars, some, (first, count) => {
    for (let i = 0; i < count; i++) expect(some.columns.map((values) => values[some.window.from + i])).toEqual(columns.map((c) => single[first + i]?.[c]));
  });
});

it('appending bars changes no earlier row', () => {
  const bars = walk(600, 3, 11);
  expect(rows(bars).slice(0, 400)).toEqual(rows(bars.slice(0, 400)));
});

it('two registries with the same column would be refused by the table: every name is there once', () => {
  const names = indicatorColumns.map((c) => c.name);
  expect(new Set(names).size).toBe(names.length);
  expect(indicators.flatMap((i) => i.columns).length).toBe(names.length);
});
