/** What holds for every pattern of the registry, on made-up and on recorded bars. */
import { describe, expect, it } from 'vitest';
import { barsFromCsv, columnsFrom, haveRealData, realText, walk } from '../indicators/testing.js';
import type { BarColumns } from '../../store/index.js';
import { findAll, findLast, LOOKBACK, patterns, type Found } from './index.js';
import { barsOf, recordedHours, slice, type Candle } from './testing.js';

const known = haveRealData('ohlcv-hourly-binance-2017-2022') && haveRealData('freqtrade-testdata');
const closeOf = (bars: BarColumns, i: number): number => (bars.openTime[i] as number) + (bars.timeframe === '1h' ? 3_600_000 : 300_000);

/** A live run sees the newest bars only; a rebuild sees all of them. Both must say the same of every bar. */
function expectNoLookAhead(bars: BarColumns, whole: Found[], cuts: number[]): void {
  for (const n of cuts) {
    const until = closeOf(bars, n - 1);
    expect(findAll(slice(bars, 0, n))).toEqual(whole.filter((f) => f.endedAt <= until));
    expect(findLast(slice(bars, Math.max(0, n - LOOKBACK), n))).toEqual(whole.filter((f) => f.endedAt === until));
  }
}

describe('every pattern', () => {
  const bars = columnsFrom(walk(3_000));
  const whole = findAll(bars);

  it('has a name of its own and says how it is defined', () => {
    expect(new Set(patterns.map((p) => p.name)).size).toBe(patterns.length);
    for (const p of patterns) expect(p.formula.length, p.name).toBeGreaterThan(30);
    for (const p of patterns) expect(p.bars, p.name).toBeLessThanOrEqual(LOOKBACK);
  });

  it('is blind to bars that come later, and sees the same in a live run as in a rebuild', () => {
    expectNoLookAhead(bars, whole, Array.from({ length: 150 }, (_, k) => 20 * (k + 1)));
  });

  it('finds from a given bar on what it finds there in the whole history', () => {
    const from = bars.openTime[1_000] as number;
    expect(findAll(slice(bars, 1_000 - LOOKBACK, 3_000), { from })).toEqual(whole.filter((f) => f.endedAt > from));
  });

  it('is proved by bars in order, from its start to the bar that completes it', () => {
    expect(whole.length).toBeGreaterThan(100);
    for (const f of whole) {
      expect(f.evidence.bars).toEqual([...f.evidence.bars].sort((a, b) => a - b));
      expect(f.startedAt).toBe(f.evidence.bars[0]);
      expect(f.endedAt).toBe((f.evidence.bars.at(-1) as number) + 300_000);
      expect(f.confidence).toBeGreaterThanOrEqual(0);
      expect(f.confidence).toBeLessThanOrEqual(1);
      expect(Object.values(f.evidence.levels).every(Number.isFinite)).toBe(true);
    }
  });

  it('is the same at a price 1024 times as high', () => {
    const times = (column: Float64Array) => column.map((x) => 1024 * x);
    const scaled = findAll({ ...bars, open: times(bars.open), high: times(bars.high), low: times(bars.low), close: times(bars.close) });
    expect(scaled.map(({ pattern, evidence, confidence }) => [pattern, evidence.bars, confidence])).toEqual(whole.map(({ pattern, evidence, confidence }) => [pattern, evidence.bars, confidence]));
  });

  it('finds nothing on a flat price, on a straight line, and on no bars', () => {
    const straight = Array.from({ length: 300 }, (_, i): Candle => [100 + i, 101.5 + i, 99.5 + i, 101 + i]);
    expect(findAll(barsOf(Array.from({ length: 300 }, (): Candle => [5, 5, 5, 5])))).toEqual([]);
    expect(findAll(barsOf(straight))).toEqual([]);
    expect(findLast(barsOf([]))).toEqual([]);
  });
});

describe.runIf(known)('on recorded bars', () => {
  const hours = known ? recordedHours('BTC') : barsOf([]);
  const fives = known ? columnsFrom(barsFromCsv(realText('freqtrade-testdata/ETH_BTC-5m.csv.gz'))) : barsOf([]);

  it('sees no later bar', () => {
    const some = slice(hours, 20_000, 24_000);
    expectNoLookAhead(some, findAll(some), [130, 977, 1_500, 2_222, 3_111, 3_999]);
    expectNoLookAhead(fives, findAll(fives), [500, 2_345, 5_000]);
  });

  it('finds each pattern in five years of hours, none of them more often than its nature allows', () => {
    const found = findAll(hours);
    for (const p of patterns) {
      const share = found.filter((f) => f.pattern === p.name).length / hours.openTime.length;
      expect(share, p.name).toBeGreaterThan(0);
      // A doji is a tenth of all bars with TA-Lib's settings; a formation of swings takes days to form.
      expect(share, p.name).toBeLessThan(p.name === 'doji' ? 0.15 : { swings: 0.005, candles: 0.05 }[p.family]);
    }
  });

  it('completes a double top on the first hour that closes below its neckline', () => {
    const tops = findAll(hours, { wanted: patterns.filter((p) => p.name === 'double_top') });
    expect(tops.length).toBeGreaterThan(20);
    for (const top of tops) {
      const at = hours.openTime.indexOf(top.evidence.bars.at(-1) as number);
      expect(hours.close[at]).toBeLessThan(top.evidence.levels.neckline as number);
      expect(hours.close[at - 1]).toBeGreaterThanOrEqual(top.evidence.levels.neckline as number);
    }
  });
});
