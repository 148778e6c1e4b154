import { describe, expect, it } from 'vitest';
import { columnsFrom, haveRealData, random, walk } from '../indicators/testing.js';
import { ANOMALY_LOOKBACK, anomaliesIn, anomalyRules } from './anomalies.js';
import { median, robustZ } from './robust.js';
import { barsOf, HOUR, recordedHours, slice, START, type Candle } from './testing.js';

const next = random(5);
/** Some 120 hours that wander by 0.2 %, with volumes between 80 and 120. */
const calm: Candle[] = [];
for (let i = 0, price = 100; i < 120; i++) {
  const close = price * (1 + (next() - 0.5) * 0.004);
  calm.push([price, Math.max(price, close) + 0.1, Math.min(price, close) - 0.1, close]);
  price = close;
}
const last = (calm.at(-1) as Candle)[3];

function after(candles: Candle[], volumes: number[] = candles.map(() => 100)) {
  const bars = barsOf([...calm, ...candles]);
  const volume = random(9);
  bars.volume = Float64Array.from([...calm.map(() => 80 + 40 * volume()), ...volumes]);
  return bars;
}
const kinds = (bars: ReturnType<typeof after>) => anomaliesIn(bars).map((a) => a.kind);
const still: Candle = [last, last + 0.1, last - 0.1, last + 0.05];

describe('anomalies', () => {
  it('are not seen in calm bars', () => {
    expect(kinds(after([still, still]))).toEqual([]);
  });

  it('are the leap of a price, with its size in robust deviations', () => {
    const [found, ...others] = anomaliesIn(after([[last, 1.051 * last, last - 0.1, 1.05 * last]]));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'return_outlier', symbol: 'TEST', at: START + 121 * HOUR, evidence: { bars: [START + 120 * HOUR], threshold: 10 } });
    expect(found?.evidence.measure).toBeGreaterThan(20);
    expect(found?.severity).toBeCloseTo(1 - 10 / (found?.evidence.measure as number), 3);
    expect(kinds(after([[last, 1.003 * last, last - 0.1, 1.002 * last]]))).toEqual([]);
  });

  it('are a volume ten times the usual one', () => {
    expect(kinds(after([still], [1_000]))).toEqual(['volume_outlier']);
    expect(kinds(after([still], [150]))).toEqual([]);
  });

  it('are an open away from the close before, with the bars missing between them', () => {
    const bars = after([[last + 2, last + 2.1, last + 1.9, last + 2]]);
    expect(kinds(bars)).toEqual(['return_outlier', 'price_gap']);
    bars.openTime[120] = START + 123 * HOUR;
    const [gap, ...others] = anomaliesIn(bars);
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ kind: 'price_gap', evidence: { bars: [START + 119 * HOUR, START + 123 * HOUR], figures: { bars_missing: 3 } } });
  });

  it('are a crash within a bar that the price came back from, and the same upwards', () => {
    expect(kinds(after([[last, last + 0.1, last - 8, last - 0.1]]))).toEqual(['flash_crash']);
    expect(kinds(after([[last, last + 8, last - 0.1, last + 0.1]]))).toEqual(['flash_spike']);
    expect(kinds(after([[last, last + 0.1, last - 8, last - 8]]))).toEqual(['return_outlier']);
  });

  it('are trading that dries up, once a spell', () => {
    const spell = Array.from({ length: 30 }, () => still);
    const found = anomaliesIn(after(spell, spell.map(() => 5))).filter((a) => a.kind === 'volume_dry_up');
    // The median of 12 falls to 5 with the seventh quiet bar.
    expect(found.map((a) => a.at)).toEqual([START + 127 * HOUR]);
    expect(found[0]?.evidence.bars).toHaveLength(12);
  });

  it('are none where nothing says what is usual: a flat price, no volume, a short history', () => {
    const flat = Array.from({ length: 200 }, (_, i): Candle => (i < 150 ? [5, 5, 5, 5] : [6, 6, 6, 6]));
    const bars = barsOf(flat);
    expect(anomaliesIn(bars)).toEqual([]);
    expect(anomaliesIn({ ...bars, volume: new Float64Array(200) })).toEqual([]);
    expect(anomaliesIn(slice(after([[last, 1.2 * last, last, 1.2 * last]]), 100, 121)).map((a) => a.kind)).toEqual([]);
  });

  it('see no later bar, and need no earlier one than their look-back', () => {
    const bars = columnsFrom(walk(900));
    const rules = anomalyRules.map((rule) => ({ ...rule, threshold: rule.threshold / 4 }));
    const whole = anomaliesIn(bars, { rules });
    expect(whole.length).toBeGreaterThan(20);
    for (let n = 150; n <= 900; n += 50) {
      const close = (bars.openTime[n - 1] as number) + 300_000;
      expect(anomaliesIn(slice(bars, 0, n), { rules })).toEqual(whole.filter((a) => a.at <= close));
      const from = bars.openTime[n - 1] as number;
      expect(anomaliesIn(slice(bars, Math.max(0, n - ANOMALY_LOOKBACK), n), { rules, from })).toEqual(whole.filter((a) => a.at === close));
    }
  });
});

describe('the robust z', () => {
  it('is the distance from the median in 1.4826 median absolute deviations', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(robustZ(10, [1, 2, 3, 4, 5])).toBeCloseTo(7 / 1.4826, 12);
  });
  it('does not exist where most values are equal', () => {
    expect(robustZ(5, [1, 1, 1, 1, 2])).toBeNull();
    expect(robustZ(5, [0.1 + 0.2, 0.3, 0.3])).toBeNull();
  });
});

const known = haveRealData('ohlcv-hourly-binance-2017-2022');
it.runIf(known)('names the hours of the crash of March 2020 in five years of BTC, and few hours else', () => {
  const bars = known ? recordedHours('BTC') : barsOf([]);
  const crash = bars.openTime.indexOf(Date.UTC(2020, 2, 12));
  const found = anomaliesIn(slice(bars, crash - 1_000, crash + 1_000));
  const falls = found.filter((a) => a.kind === 'return_outlier' && a.evidence.measure < 0).map((a) => new Date(a.at).toISOString());
  expect(falls).toContain('2020-03-12T11:00:00.000Z');
  expect(falls).toContain('2020-03-13T00:00:00.000Z');
  expect(found.length / 2_000).toBeLessThan(0.02);
});
