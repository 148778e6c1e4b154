import { describe, expect, it } from 'vitest';
import type { IndicatorName } from './index.js';
import type { Bar } from './indicator.js';
import { exponential, wilder } from './smoothing.js';
import { everyColumn } from './testing.js';

const T0 = Date.UTC(2026, 0, 1);
const bar = (i: number, close: number, more: Partial<Bar> = {}): Bar => ({ openTime: T0 + i * 300_000, open: close, high: close, low: close, close, volume: 1, ...more });
const closes = (values: readonly number[]): Bar[] => values.map((c, i) => bar(i, c));
const upTo = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));
const last = (bars: readonly Bar[], name: IndicatorName): number => everyColumn(bars)[name].at(-1) as number;

/** Published: Achelis, Technical Analysis from A to Z, as tulipindicators quotes it. */
describe('vectors from the book', () => {
  it('EMA 5 and Wilder 5 are seeded by the mean and follow by hand', () => {
    const [memory, values, span] = [new Float64Array(2), Float64Array.of(1, 2, 3, 4, 5, 11), { from: 0, to: 6, offset: 1 }];
    const [ema, wilders] = [new Float64Array(6), new Float64Array(6)];
    exponential(5)(span, values, memory, ema);
    wilder(5, { slot: 1 })(span, values, memory, wilders);
    const out = Array.from(ema, (x, i) => [x, wilders[i] as number]);
    expect(out.slice(0, 4).flat().every(Number.isNaN)).toBe(true);
    expect(out.slice(4).flat()).toEqual([3, 3, 3 + 8 / 3, 3 + 8 / 5].map((x) => expect.closeTo(x, 12) as number));
  });

  it('ADL, page 50', () => {
    const high = [8.625, 8.875, 9.375, 10.125, 9.375, 10.125, 10, 9.75, 9.5, 9.625];
    const low = [8.25, 8.375, 8.375, 8.75, 8.75, 9.25, 9.125, 9.375, 9, 8.875];
    const close = [8.625, 8.375, 9.375, 8.75, 9.375, 9.875, 9.375, 9.625, 9.125, 9.25];
    const volume = [19194, 10768, 20032, 55218, 13172, 22245, 15987, 9646, 10848, 14470];
    const { adl } = everyColumn(close.map((c, i) => bar(i, c, { high: high[i] ?? NaN, low: low[i] ?? NaN, volume: volume[i] ?? NaN })));
    expect([...adl]).toEqual([19194, 8426, 28458, -26760, -13588, -4054.429, -10906, -7690.666, -13114.666, -13114.666].map((x) => expect.closeTo(x, 2) as number));
  });

  it('OBV, page 231, with the first volume added', () => {
    const close = [20.5625, 20.375, 20.0625, 19.5, 19.8125, 19.8125, 20.0625, 20.0625, 20.375, 20.75];
    const volume = [27802, 16178, 22766, 46074, 22904, 20428, 29260, 30652, 38332, 40054];
    const { obv } = everyColumn(close.map((c, i) => bar(i, c, { volume: volume[i] ?? NaN })));
    expect([...obv].map((x) => x - 27802)).toEqual([0, -16178, -38944, -85018, -62114, -62114, -32854, -32854, 5478, 45532]);
  });
});

describe('vectors by hand', () => {
  const line = closes(upTo(60, (i) => 100 + i));

  it.each<[IndicatorName, number]>([
    ['sma_10', 154.5],
    ['sma_50', 134.5],
    ['rsi_14', 100],
    ['momentum_10', 10],
    ['roc_10', 1_000 / 149],
    ['macd_line', 7],
    ['macd_signal', 7],
    ['macd_histogram', 0],
    ['bb_middle', 149.5],
    ['bb_upper', 149.5 + 2 * Math.sqrt(33.25)],
    ['bb_width', (4 * Math.sqrt(33.25)) / 149.5],
    ['atr_14', 1],
    ['plus_di_14', 100],
    ['minus_di_14', 0],
    ['adx_14', 100],
    ['stoch_k', 100],
    ['stoch_d', 100],
    ['williams_r', 0],
    ['cci_20', 9.5 / (0.015 * 5)],
    ['mfi_14', 100],
    ['ultimate_oscillator', 100],
    ['aroon_up', 100],
    ['aroon_down', 0],
    ['aroon_oscillator', 100],
    ['donchian_upper', 159],
    ['donchian_middle', 149.5],
    ['donchian_lower', 140],
    ['ichimoku_tenkan', 155],
    ['ichimoku_kijun', 146.5],
    ['ichimoku_senkou_a', 150.75],
    ['ichimoku_senkou_b', 133.5],
    ['keltner_upper', 151.5],
    ['keltner_lower', 147.5],
    ['tsi', 100],
    ['force_index_13', 1],
    ['volume_ratio_20', 1],
    ['obv', 60],
    ['return_1', 1 / 158],
    ['return_48', 48 / 111],
  ])('on closes 100, 101, … 159 %s is %d', (name, value) => expect(last(line, name)).toBeCloseTo(value, 9));

  it('an average of a straight line lags by (n − 1) / 2', () => expect(last(line, 'ema_26')).toBeCloseTo(159 - 12.5, 9));

  it('RSI 14 of 7 rises of 2 and 7 falls of 1 is 66.67', () => {
    expect(last(closes(upTo(15, (i) => 100 + (i % 2 === 0 ? i / 2 : (i - 1) / 2 + 2))), 'rsi_14')).toBeCloseTo(100 * (2 / 3), 9);
  });

  it('growth of 1 % a bar has no volatility, TRIX 1 and returns of 1 %', () => {
    const growth = closes(upTo(120, (i) => 50 * 1.01 ** i));
    expect(last(growth, 'realized_vol_20')).toBeCloseTo(0, 12);
    expect(last(growth, 'return_1')).toBeCloseTo(0.01, 12);
    expect(last(closes(upTo(1_000, (i) => 1.01 ** i)), 'trix_15')).toBeCloseTo(1, 9);
  });

  it('log returns of ± ln 1.1 in turn have the sample deviation ln 1.1 × √(20 / 19)', () => {
    expect(last(closes(upTo(21, (i) => (i % 2 === 0 ? 100 : 110))), 'realized_vol_20')).toBeCloseTo(Math.log(1.1) * Math.sqrt(20 / 19), 12);
  });

  it('parabolic SAR turns when the low touches the stop, and the stop becomes the extreme', () => {
    const rising = [10, 11, 12, 13].map((c, i) => bar(i, c, { high: c + 1, low: c - 1 }));
    const { psar } = everyColumn([...rising, bar(4, 5, { high: 6, low: 4 })]);
    // Starts at the first low, 9; extreme 12, 13, 14; acceleration 0.02, 0.04, 0.06.
    expect(psar[1]).toBe(9);
    expect(psar[2]).toBeCloseTo(9.06, 12);
    expect(psar[3]).toBeCloseTo(9.06 + 0.04 * (13 - 9.06), 12);
    expect(psar[4]).toBe(14);
  });

  it('aroon counts from the newest of equal extremes', () => {
    const bars = closes(upTo(30, () => 10));
    expect([last(bars, 'aroon_up'), last(bars, 'aroon_down')]).toEqual([100, 100]);
  });
});
