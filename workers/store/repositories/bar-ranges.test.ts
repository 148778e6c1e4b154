import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { describe, expect, it } from 'vitest';
import { shareRanges, type BarRange } from './bar-ranges.js';

const START = Date.UTC(2026, 0, 1);
const bars = (symbol: string, first: number, last: number, timeframe: BarRange['timeframe'] = '5m'): BarRange => ({ symbol, timeframe, from: START + first * TIMEFRAME_MS[timeframe], to: START + last * TIMEFRAME_MS[timeframe] });
const symbolsOf = (ranges: BarRange[]) => shareRanges(ranges).map((r) => r.symbols.join('+'));

describe('ranges of bars', () => {
  it('that are alike share a statement, each timeframe its own', () => {
    expect(symbolsOf([bars('A', 5, 6), bars('B', 5, 6), bars('C', 4, 6), bars('A', 5, 6, '1h')])).toEqual(['A', 'C+A+B']);
  });
  it('that are long do not make a short one read years', () => {
    expect(symbolsOf([bars('NEW', 0, 5_000), bars('A', 4_999, 5_000), bars('B', 4_999, 5_000)])).toEqual(['NEW', 'A+B']);
  });
  it('are covered whole by what they share', () => {
    const [shared] = shareRanges([bars('A', 5, 9), bars('B', 3, 6)]);
    expect(shared).toMatchObject({ from: START + 3 * 300_000, to: START + 9 * 300_000 });
  });
  it('are split before a statement returns too much', () => {
    const many = Array.from({ length: 50 }, (_, i) => bars(`S${i}`, 0, 999));
    const shared = shareRanges(many);
    expect(shared.flatMap((r) => r.symbols).sort()).toEqual(many.map((r) => r.symbol).sort());
    expect(Math.max(...shared.map((r) => r.symbols.length))).toBe(20);
  });
});
