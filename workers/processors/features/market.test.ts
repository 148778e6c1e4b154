import { describe, expect, it } from 'vitest';
import { comovement, HOURS, hourlyReturns } from './comovement.js';
import { crossSection } from './cross-section.js';
import { marketView } from './market.js';
import { random } from '../indicators/testing.js';
import { nothing } from './testing/market.js';

const rows = (values: Record<string, number | null>, column = 'return_12') => Object.entries(values).map(([symbol, value]) => ({ symbol, [column]: value }));
const none = new Map<string, Float64Array>();

describe('the market of a slot', () => {
  it('ranks from 0 to 1 and puts ties in the middle', () => {
    const market = marketView(rows({ A: 1, B: 2, C: 2, D: 3 }), none);
    expect(['A', 'B', 'C', 'D'].map((s) => market.rank('return_12', s))).toEqual([0, 0.5, 0.5, 1]);
  });

  it('has no rank for a symbol alone, unknown, or late', () => {
    expect(marketView(rows({ A: 1 }), none).rank('return_12', 'A')).toBeNull();
    const market = marketView(rows({ A: 1, B: 2, C: null }), none);
    expect(market.rank('return_12', 'C')).toBeNull();
    expect(market.rank('return_12', 'D')).toBeNull();
    expect(market.rank('return_12', 'B')).toBe(1);
  });

  it('averages what is known, and measures how far it is spread', () => {
    const market = marketView(rows({ A: 1, B: 2, C: 3, D: null }), none);
    expect(market.mean('return_12')).toBe(2);
    expect(market.deviation('return_12')).toBe(1);
    expect(market.share('return_12', (v) => v > 1)).toBeCloseTo(2 / 3, 15);
  });

  it('knows nothing of an empty market', () => {
    const market = marketView([], none);
    expect([market.mean('rsi_14'), market.deviation('rsi_14'), market.share('rsi_14', () => true), market.value('beta_btc', 'BTC')]).toEqual([null, null, null, null]);
  });

  it('stays finite or unknown when the figures overflow', () => {
    const market = marketView(rows({ A: 1e308, B: 1.5e308, C: -1e308 }), none);
    for (const figure of [market.mean('return_12'), market.deviation('return_12')]) expect(figure === null || Number.isFinite(figure)).toBe(true);
  });

  it('refuses a figure that it does not have', () => {
    expect(() => marketView([], none).mean('return_13')).toThrow('no figure "return_13"');
  });

  it('takes the excess over the mean and over BTC', () => {
    const market = marketView(rows({ BTC: 0.01, ETH: 0.03, SOL: 0.05 }), none);
    const of = (name: keyof typeof crossSection, symbol: string) => crossSection[name].of({ ...nothing(0), symbol, market });
    expect(of('excess_return_1h_market', 'SOL')).toBeCloseTo(0.02, 15);
    expect(of('excess_return_1h_btc', 'SOL')).toBeCloseTo(0.04, 15);
    expect(of('excess_return_1h_btc', 'BTC')).toBe(0);
    expect(of('breadth_up_1h', 'SOL')).toBe(1);
  });
});

describe('moving with another coin', () => {
  const next = random(3);
  const returns = () => Float64Array.from({ length: HOURS }, () => 0.02 * (next() - 0.5));
  const [x, y] = [returns(), returns()];

  it('is computed, so that a coin moves with itself by exactly 1', () => {
    expect(comovement(x, x)).toEqual({ beta: 1, correlation: 1 });
    const market = marketView([], new Map([['BTC', x], ['ETH', y]]));
    expect(market.value('beta_btc', 'BTC')).toBe(1);
    expect(market.value('correlation_eth', 'ETH')).toBe(1);
  });

  it('finds the slope and the sign', () => {
    const found = comovement(x.map((r) => 0.001 - 2 * r), x);
    expect(found?.beta).toBeCloseTo(-2, 10);
    expect(found?.correlation).toBeCloseTo(-1, 10);
  });

  it('agrees with the textbook formula', () => {
    const mean = (a: Float64Array) => a.reduce((s, v) => s + v, 0) / a.length;
    const covariance = (a: Float64Array, b: Float64Array) => a.reduce((s, v, i) => s + (v - mean(a)) * ((b[i] as number) - mean(b)), 0) / (a.length - 1);
    const found = comovement(x, y);
    expect(found?.beta).toBeCloseTo(covariance(x, y) / covariance(y, y), 12);
    expect(found?.correlation).toBeCloseTo(covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y)), 12);
  });

  it('is unknown with fewer than 48 common hours', () => {
    expect(comovement(x.map((r, i) => (i < 24 ? NaN : r)), y)).not.toBeNull();
    expect(comovement(x.map((r, i) => (i < 25 ? NaN : r)), y)).toBeNull();
    expect(comovement(x.map((r, i) => (i < 20 ? NaN : r)), y.map((r, i) => (i >= 60 ? NaN : r)))).toBeNull();
  });

  it('is unknown where the other does not move, and without correlation where the coin does not', () => {
    const still = new Float64Array(HOURS).fill(0.1);
    expect(comovement(x, still)).toEqual({ beta: null, correlation: null });
    expect(comovement(still, x)?.correlation).toBeNull();
    expect(comovement(still, x)?.beta).toBeCloseTo(0, 10);
  });
});

describe('hourly returns', () => {
  const hour = 3_600_000;
  const end = 1_000 * hour;
  const times = Array.from({ length: HOURS + 1 }, (_, i) => end - (HOURS + 1 - i) * hour);

  it('are logarithms of one close over the one before', () => {
    const found = hourlyReturns(times, times.map((_, i) => 2 ** i), end);
    expect(found).toHaveLength(HOURS);
    found.forEach((r) => expect(r).toBeCloseTo(Math.LN2, 12));
  });

  it('have a hole on both sides of a missing bar, and skip what lies outside the window', () => {
    const found = hourlyReturns([...times.filter((_, i) => i !== 10), end, times[0] as number - hour], times.map(() => 1).concat([5, 5]), end);
    expect([...found].flatMap((r, i) => (Number.isNaN(r) ? [i] : []))).toEqual([9, 10]);
  });
});
