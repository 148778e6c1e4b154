/**
 * The words candlesticks are described in, after TA-Lib's candle settings
 * (`TA_CandleDefaultSettings` in ta_global.c): long, short, near are measured
 * against the average of the bars before, so they mean the same on any price.
 */
import type { Chart } from './chart.js';

type Measure = (c: Chart, i: number) => number;

export const body: Measure = (c, i) => Math.abs((c.close[i] as number) - (c.open[i] as number));
export const range: Measure = (c, i) => (c.high[i] as number) - (c.low[i] as number);
/** Upper and lower end of the body. */
export const bodyTop: Measure = (c, i) => Math.max(c.open[i] as number, c.close[i] as number);
export const bodyFoot: Measure = (c, i) => Math.min(c.open[i] as number, c.close[i] as number);
export const upperShadow: Measure = (c, i) => (c.high[i] as number) - bodyTop(c, i);
export const lowerShadow: Measure = (c, i) => bodyFoot(c, i) - (c.low[i] as number);

export const white = (c: Chart, i: number): boolean => (c.close[i] as number) > (c.open[i] as number);
export const black = (c: Chart, i: number): boolean => (c.close[i] as number) < (c.open[i] as number);

/** factor × mean of the measure over the `bars` bars before `i`. */
function average(measure: Measure, bars: number, factor: number): Measure {
  return (c, i) => {
    let sum = 0;
    for (let k = i - bars; k < i; k++) sum += measure(c, k);
    return (factor * sum) / bars;
  };
}

/** Bars before a candle that its averages need. */
export const AVERAGED = 10;

/** A body longer than this is long; one shorter is short (BodyLong, BodyShort: 10 bodies, 1.0). */
export const usualBody = average(body, AVERAGED, 1);
/** A body up to this is none (BodyDoji: 10 ranges, 0.1). */
export const dojiBody = average(range, AVERAGED, 0.1);
/** A shadow below this is none (ShadowVeryShort: 10 ranges, 0.1). */
export const noShadow = average(range, AVERAGED, 0.1);
/** Prices this close are near each other (Near: 5 ranges, 0.2). */
export const near = average(range, 5, 0.2);
/** Prices this far apart are far (Far: 5 ranges, 0.6). */
export const far = average(range, 5, 0.6);

/**
 * The price was falling into bar `first`: the close before it is below the mean
 * of the ten closes that end with it. TA-Lib leaves the trend to its caller;
 * Morris, Candlestick Charting Explained, takes a ten-bar average likewise.
 */
export function fallingInto(c: Chart, first: number): boolean {
  let sum = 0;
  for (let k = first - AVERAGED; k < first; k++) sum += c.close[k] as number;
  return (c.close[first - 1] as number) < sum / AVERAGED - 1e-9 * range(c, first - 1);
}

/** Bars first … end follow each other without a hole: candles on two sides of one are no neighbours. */
export const unbroken = (c: Chart, first: number, end: number): boolean => (c.time[end] as number) - (c.time[first] as number) === (end - first) * c.barMs;
