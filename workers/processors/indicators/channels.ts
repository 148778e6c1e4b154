/**
 * Extremes of the newest bars, the current one included: Donchian, Ichimoku and
 * Aroon. Ichimoku's spans stand at the bar they are computed on; a chart draws
 * them 26 bars later.
 */
import { highest, highestAt, lowest, lowestAt, positions } from './extremes.js';
import { column, indicator, scratch, type BarWindow } from './indicator.js';
import { at, unknownBefore } from './window.js';

const [top, bottom] = [scratch(), scratch()];
const [topAt, bottomAt] = [positions(), positions()];

export const donchian = indicator({
  columns: [
    { name: 'donchian_upper', formula: 'highest high of 20 bars', unit: 'price', lookback: 20 },
    { name: 'donchian_middle', formula: '(donchian_upper + donchian_lower) / 2', unit: 'price', lookback: 20 },
    { name: 'donchian_lower', formula: 'lowest low of 20 bars', unit: 'price', lookback: 20 },
  ],
  memory: 0,
  sweep(w, _, out) {
    const [upper, middle, lower] = [column(out, 0), column(out, 1), column(out, 2)];
    for (const values of out) unknownBefore(20, w, values);
    highest(w, w.high, 20, top);
    lowest(w, w.low, 20, bottom);
    for (let i = unknownBefore(20, w, middle); i < w.to; i++) {
      upper[i] = at(top, i);
      lower[i] = at(bottom, i);
      middle[i] = (at(top, i) + at(bottom, i)) / 2;
    }
  },
});

/** The middle of the extremes of `n` bars into `out`. */
function middles(w: BarWindow, n: number, out: Float64Array): void {
  highest(w, w.high, n, top);
  lowest(w, w.low, n, bottom);
  for (let i = unknownBefore(n, w, out); i < w.to; i++) out[i] = (at(top, i) + at(bottom, i)) / 2;
}

export const ichimoku = indicator({
  columns: [
    { name: 'ichimoku_tenkan', formula: 'middle of the extremes of 9 bars', unit: 'price', lookback: 9 },
    { name: 'ichimoku_kijun', formula: 'middle of the extremes of 26 bars', unit: 'price', lookback: 26 },
    { name: 'ichimoku_senkou_a', formula: '(tenkan + kijun) / 2, at this bar (not shifted)', unit: 'price', lookback: 26 },
    { name: 'ichimoku_senkou_b', formula: 'middle of the extremes of 52 bars, at this bar (not shifted)', unit: 'price', lookback: 52 },
  ],
  memory: 0,
  sweep(w, _, out) {
    const [tenkan, kijun, spanA, spanB] = [column(out, 0), column(out, 1), column(out, 2), column(out, 3)];
    middles(w, 9, tenkan);
    middles(w, 26, kijun);
    middles(w, 52, spanB);
    for (let i = w.from; i < w.to; i++) spanA[i] = (at(tenkan, i) + at(kijun, i)) / 2;
  },
});

const AROON = 25;

export const aroon = indicator({
  columns: [
    { name: 'aroon_up', formula: '100 × (25 − bars since the highest high of 26) / 25, the newest of equals (TA-Lib AROON)', unit: 'index', lookback: 26 },
    { name: 'aroon_down', formula: '100 × (25 − bars since the lowest low of 26) / 25, the newest of equals (TA-Lib AROON)', unit: 'index', lookback: 26 },
    { name: 'aroon_oscillator', formula: 'aroon_up − aroon_down (TA-Lib AROONOSC)', unit: 'index', lookback: 26 },
  ],
  memory: 0,
  sweep(w, _, out) {
    const [up, down, oscillator] = [column(out, 0), column(out, 1), column(out, 2)];
    for (const values of out) unknownBefore(AROON + 1, w, values);
    highestAt(w, w.high, AROON + 1, topAt);
    lowestAt(w, w.low, AROON + 1, bottomAt);
    for (let i = unknownBefore(AROON + 1, w, up); i < w.to; i++) {
      const high = topAt[i] as number;
      const low = bottomAt[i] as number;
      up[i] = (100 * (AROON - (i - high))) / AROON;
      down[i] = (100 * (AROON - (i - low))) / AROON;
      oscillator[i] = (100 * (high - low)) / AROON;
    }
  },
});
