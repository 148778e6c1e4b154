import { describe, expect, it } from 'vitest';
import type { IndicatorName } from './index.js';
import { indicatorColumns } from './index.js';
import type { Bar } from './indicator.js';
import { plainly } from './plain.testing.js';
import { everyColumn, farthest, walk } from './testing.js';

const flat = (n: number, price: number, volume: number): Bar[] =>
  Array.from({ length: n }, (_, i) => ({ openTime: Date.UTC(2026, 0, 1) + i * 300_000, open: price, high: price, low: price, close: price, volume }));

const lastOf = (bars: readonly Bar[]) => {
  const table = everyColumn(bars);
  return (name: IndicatorName): number => table[name].at(-1) as number;
};

describe.each([1, 0.1, 1e-9, 98_765.43])('on a flat price of %d', (price) => {
  const last = lastOf(flat(400, price, 5));

  it.each(['rsi_7', 'rsi_14', 'cci_20', 'williams_r', 'stoch_k', 'stoch_d', 'stoch_rsi_k', 'stoch_rsi_d', 'mfi_14', 'adx_14', 'plus_di_14', 'minus_di_14', 'ultimate_oscillator', 'tsi', 'bb_percent_b'] as const)('%s divides by zero and is unknown', (name) => {
    expect(last(name)).toBeNaN();
  });

  it.each(['bb_width', 'atr_14', 'realized_vol_20', 'roc_10', 'momentum_10', 'cmf_20', 'adl', 'return_288', 'force_index_13'] as const)('%s is exactly 0', (name) => {
    expect(last(name)).toBe(0);
  });

  it.each(['sma_10', 'sma_200', 'bb_upper', 'bb_lower', 'donchian_middle', 'psar', 'close'] as const)('%s is exactly the price', (name) => {
    expect(last(name)).toBe(price);
  });

  it.each(['ema_12', 'ema_200', 'keltner_upper', 'vwap'] as const)('%s is the price but for rounding', (name) => {
    expect(Math.abs(last(name) / price - 1)).toBeLessThan(1e-12);
  });

  it('only its start counts for OBV: the first volume', () => {
    expect(last('obv')).toBe(5);
  });
});

describe('without volume', () => {
  const last = lastOf(walk(300).map((bar) => ({ ...bar, volume: 0 })));

  it.each(['mfi_14', 'cmf_20', 'vwap', 'volume_ratio_20'] as const)('%s is unknown', (name) => expect(last(name)).toBeNaN());
  it.each(['obv', 'adl', 'volume_sma_20', 'force_index_13', 'volume'] as const)('%s is 0', (name) => expect(last(name)).toBe(0));
  it.each(['rsi_14', 'atr_14', 'bb_upper', 'adx_14'] as const)('%s does not care', (name) => expect(last(name)).toBeGreaterThan(0));
});

describe.each([1e-9, 1e5])('at prices near %d', (price) => {
  const bars = walk(500, price, 3);
  const [mine, book, unit] = [everyColumn(bars), plainly(bars), everyColumn(walk(500, 1, 3))];
  const scaled = indicatorColumns.filter((c) => c.unit === 'price' && c.lookback < 300);

  it.each(['rsi_14', 'adx_14', 'mfi_14', 'bb_upper', 'bb_lower', 'bb_width', 'atr_14', 'ema_200', 'sma_200', 'keltner_lower', 'realized_vol_30'] as const)('%s keeps its digits', (name) => {
    expect(farthest(mine[name], book[name])).toBeLessThan(1e-9);
  });

  it.each(scaled.map((c) => c.name))('%s scales with the price', (name) => {
    const [a, b] = [mine[name].at(-1) as number, (unit[name].at(-1) as number) * price];
    expect(Math.abs(a - b)).toBeLessThan(1e-9 * price);
  });

  it('Bollinger bands have a width', () => expect(mine.bb_width.at(-1)).toBeGreaterThan(0.001));
});

describe('after a fall from 1e5 to 1e-9', () => {
  const bars = [...walk(600, 1e5, 5), ...walk(4_000, 1e-9, 6)].map((bar, i) => ({ ...bar, openTime: Date.UTC(2026, 0, 1) + i * 300_000 }));
  const [mine, alone] = [everyColumn(bars), everyColumn(bars.slice(600))];

  it.each(['sma_200', 'sma_20', 'bb_upper', 'bb_lower', 'cci_20', 'williams_r', 'realized_vol_30', 'donchian_upper', 'ultimate_oscillator', 'mfi_14', 'ichimoku_senkou_b', 'return_288'] as const)('%s keeps no trace of the old price but the order of its sums', (name) => {
    expect(farthest(mine[name].slice(-3_000), alone[name].slice(-3_000))).toBeLessThan(1e-12);
  });
});

it('a gap in time is stepped over: only VWAP looks at the clock', () => {
  const bars = walk(300);
  const gapped = bars.map((bar, i) => ({ ...bar, openTime: bar.openTime + (i > 150 ? 5 * 86_400_000 : 0) }));
  const [a, b] = [everyColumn(bars), everyColumn(gapped)];
  const changed = indicatorColumns.map((c) => c.name).filter((name) => !a[name].every((x, i) => Object.is(x, b[name][i])));
  expect(changed).toEqual(['vwap']);
});

it('VWAP is unknown until the first midnight when the series starts within a day, and restarts at each midnight', () => {
  const bars = walk(20, 10).map((bar, i) => ({ ...bar, volume: 2, openTime: Date.UTC(2026, 0, 1, 23, 0) + i * 300_000 }));
  const { vwap } = everyColumn(bars);
  expect([...vwap.slice(0, 12)].every(Number.isNaN)).toBe(true);
  const typical = (bar: Bar | undefined) => ((bar as Bar).high + (bar as Bar).low + (bar as Bar).close) / 3;
  expect(vwap[12]).toBeCloseTo(typical(bars[12]), 12);
  expect(vwap[13]).toBeCloseTo((typical(bars[12]) + typical(bars[13])) / 2, 12);
});
