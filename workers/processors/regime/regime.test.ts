import { describe, expect, it } from 'vitest';
import { haveRealData, random } from '../indicators/testing.js';
import { recordedHours } from '../patterns/testing.js';
import { DAY_MS, dailyCloses, type Closes } from './daily.js';
import { breadthOf, percentileOfLast, regimeInputs, type RegimeInputs } from './inputs.js';
import { regimeOf, regimes, trend } from './regime.js';

const START = Date.UTC(2024, 0, 1);
const unknown = { breadth_50: null, breadth_200: null };

/** Daily bars from a first close and daily log returns. */
function days(returns: number[]) {
  const close = new Float64Array(returns.length + 1);
  close[0] = 100;
  returns.forEach((r, i) => (close[i + 1] = (close[i] as number) * Math.exp(r)));
  return { timeframe: '1d' as const, openTime: Float64Array.from(close, (_, i) => START + i * DAY_MS), close };
}
const noise = (n: number, size: number, drift = 0, seed = 3) => {
  const next = random(seed);
  return Array.from({ length: n }, () => drift + size * (next() - 0.5));
};
const both = (bars: Closes) => ({ history: bars, recent: bars });
const readAtEnd = (bars: ReturnType<typeof days>) => regimeOf(regimeInputs(both(bars), START + bars.close.length * DAY_MS, unknown));

describe('the regime of drawn days', () => {
  it.each([
    ['bull', [...noise(170, 0.04), ...noise(30, 0.04, 0.02)]],
    ['bear', [...noise(170, 0.04), ...noise(30, 0.04, -0.02)]],
    ['sideways', [...noise(170, 0.04, 0, 1), ...Array.from({ length: 30 }, (_, i) => (i % 2 ? 0.0115 : -0.0115)), 0]],
    ['high_volatility', [...noise(190, 0.02), ...Array.from({ length: 30 }, (_, i) => (i % 2 ? 1 : -1) * (0.03 + 0.003 * i)), 0]],
    ['low_volatility', [...noise(190, 0.06), ...Array.from({ length: 31 }, (_, i) => (i % 2 ? 0.001 : -0.001))]],
  ])('is %s', (regime, returns) => {
    const reading = readAtEnd(days(returns));
    expect(reading?.regime, JSON.stringify(reading)).toBe(regime);
    expect(regimes.reduce((sum, name) => sum + (reading?.probabilities[name] as number), 0)).toBeCloseTo(1, 12);
  });

  it('is unknown with fewer than 30 daily returns, or 30 earlier figures of volatility', () => {
    expect(regimeInputs(both(days(noise(29, 0.04))), START + 30 * DAY_MS, unknown)).toBeNull();
    expect(regimeInputs(both(days(noise(30, 0.04))), START + 31 * DAY_MS, unknown)).toMatchObject({ volatility_percentile: null });
    expect(readAtEnd(days(noise(37, 0.04)))).toBeNull();
    expect(readAtEnd(days(noise(38, 0.04)))).not.toBeNull();
  });

  it('is unknown where the price never moves or its newest close is old', () => {
    expect(readAtEnd(days(Array.from({ length: 100 }, () => 0)))).toBeNull();
    const bars = days(noise(100, 0.04));
    expect(regimeInputs(both(bars), START + 104 * DAY_MS, unknown)).toBeNull();
  });

  it('reads no bar that closes later', () => {
    const returns = noise(200, 0.04);
    const at = START + 150 * DAY_MS;
    expect(regimeInputs(both(days(returns)), at, unknown)).toEqual(regimeInputs(both(days(returns.slice(0, 149))), at, unknown));
    expect(regimeInputs(both(days(returns)), at - 1, unknown)).toEqual(regimeInputs(both(days(returns.slice(0, 148))), at - 1, unknown));
  });
});

it('takes the newest close from the finer bars, and usual sizes from the longer ones', () => {
  const returns = noise(200, 0.04);
  const history = days(returns);
  const at = START + 201 * DAY_MS + 5 * 3_600_000;
  const last = history.close.at(-1) as number;
  const recent = { timeframe: '1h' as const, openTime: Float64Array.from({ length: 40 }, (_, i) => at - (40 - i) * 3_600_000), close: Float64Array.from({ length: 40 }, (_, i) => last * (i < 39 ? 1 : 1.1)) };
  const [daily, fine] = [regimeInputs(both(history), at, unknown), regimeInputs({ history, recent }, at, unknown)];
  expect(fine?.volatility_percentile).toBe(daily?.volatility_percentile);
  expect(fine?.z_1d).toBeGreaterThan(5);
  expect(fine?.z_30d).toBeCloseTo((daily?.z_30d as number) + ((fine?.z_1d as number) / Math.sqrt(30)), 9);
});

describe('the formula', () => {
  const inputs: RegimeInputs = { z_1d: 1, z_7d: 2, z_30d: -1, volatility_percentile: 0.5, breadth_50: 0.75, breadth_200: null };
  it('weighs the known inputs: 0.1, 0.3, 0.4 for returns, 0.1 each for breadth', () => {
    expect(trend(inputs)).toBeCloseTo((0.1 * 1 + 0.3 * 2 - 0.4 * 1 + 0.1 * 4 * 0.25) / 0.9, 12);
    expect(trend({ ...inputs, z_1d: -40 })).toBeCloseTo((0.1 * -3 + 0.6 - 0.4 + 0.1) / 0.9, 12);
    expect(trend({ ...inputs, z_7d: null, z_30d: null })).toBeNull();
  });
  it('is a softmax of five scores', () => {
    const reading = regimeOf({ ...inputs, z_1d: 0, z_7d: 0, z_30d: 0, breadth_50: null });
    const weights = [1, 1, Math.exp(1.2), Math.exp(-14), Math.exp(-14)];
    const sum = weights.reduce((a, b) => a + b);
    expect(regimes.map((name) => reading?.probabilities[name])).toEqual(weights.map((w) => expect.closeTo(w / sum, 12)));
    expect(regimeOf({ ...inputs, volatility_percentile: null })).toBeNull();
  });
  it('counts equal values by half in a percentile', () => {
    expect(percentileOfLast([...Array.from({ length: 40 }, (_, i) => i), 10])).toBeCloseTo(10.5 / 40, 12);
    expect(percentileOfLast(Array.from({ length: 30 }, (_, i) => i))).toBeNull();
  });
  it('takes breadth from ten assets or more, those without the average left out', () => {
    const assets = Array.from({ length: 12 }, (_, i) => ({ close: 100, sma_50: i < 3 ? 90 : 110, sma_200: i < 9 ? 90 : null }));
    expect(breadthOf(assets)).toEqual({ breadth_50: 0.25, breadth_200: null });
  });
});

describe('closes by the day', () => {
  it('are the newest known at each instant, and unknown where a bar is long overdue', () => {
    const bars = { timeframe: '1h' as const, openTime: Float64Array.from([0, 1, 2, 22, 60], (h) => START + h * 3_600_000), close: Float64Array.from([1, 2, 3, 4, 5]) };
    const at = START + 61 * 3_600_000;
    expect([...dailyCloses(bars, at, 3)]).toEqual([NaN, NaN, 5]);
    expect([...dailyCloses(bars, START + 24 * 3_600_000, 2)]).toEqual([NaN, 4]);
    expect([...dailyCloses(bars, START + 27 * 3_600_000, 2)]).toEqual([3, 4]);
  });
});

const known = haveRealData('ohlcv-hourly-binance-2017-2022');
describe.runIf(known)('the regime of recorded BTC', () => {
  const bars = known ? recordedHours('BTC') : { timeframe: '1h' as const, openTime: new Float64Array(), close: new Float64Array() };
  const on = (day: string) => regimeOf(regimeInputs(both(bars), Date.parse(day), unknown));
  it.each([
    ['2018-10-06', 'low_volatility'],
    ['2018-11-25', 'bear'],
    ['2019-04-04', 'bull'],
    ['2019-05-14', 'bull'],
    ['2020-11-24', 'bull'],
    ['2021-01-03', 'bull'],
    ['2021-05-20', 'bear'],
    ['2022-06-17', 'bear'],
  ])('%s is %s', (day, regime) => {
    expect(on(day)?.regime).toBe(regime);
  });
  it('the crash of March 2020 is a bear in a storm, then the storm alone', () => {
    const crash = on('2020-03-13');
    expect((crash?.probabilities.bear ?? 0) + (crash?.probabilities.high_volatility ?? 0)).toBeGreaterThan(0.95);
    expect(crash?.inputs.volatility_percentile).toBe(1);
    expect(on('2020-03-20')?.regime).toBe('high_volatility');
  });
  it('keeps its name from day to day nearly three times in four, and uses every name', () => {
    const names = Array.from({ length: 1_700 }, (_, k) => on(new Date(Date.UTC(2018, 0, 10) + k * DAY_MS).toISOString())?.regime);
    expect(names.filter((name, i) => name !== names[i - 1]).length / names.length).toBeLessThan(0.27);
    for (const name of regimes) expect(names.filter((n) => n === name).length / names.length, name).toBeGreaterThan(0.01);
  });
});
