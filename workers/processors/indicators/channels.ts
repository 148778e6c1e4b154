/**
 * Extremes of the newest bars, the current one included: Donchian, Ichimoku and
 * Aroon. Ichimoku's spans stand at the bar they are computed on; a chart draws
 * them 26 bars later.
 */
import { indicator, type BarWindow } from './indicator.js';
import { at, highest, lowest } from './window.js';

/** Middle of the extremes of `n` bars; NaN until there are so many. */
const middle = (w: BarWindow, n: number): number => (w.bars < n ? NaN : (highest(w.high, w.now, n) + lowest(w.low, w.now, n)) / 2);

export const donchian = indicator({
  columns: [
    { name: 'donchian_upper', formula: 'highest high of 20 bars', unit: 'price', lookback: 20 },
    { name: 'donchian_middle', formula: '(donchian_upper + donchian_lower) / 2', unit: 'price', lookback: 20 },
    { name: 'donchian_lower', formula: 'lowest low of 20 bars', unit: 'price', lookback: 20 },
  ],
  memory: 0,
  step(w, _, out) {
    if (w.bars < 20) return void out.fill(NaN);
    const upper = highest(w.high, w.now, 20);
    const lower = lowest(w.low, w.now, 20);
    out[0] = upper;
    out[1] = (upper + lower) / 2;
    out[2] = lower;
  },
});

export const ichimoku = indicator({
  columns: [
    { name: 'ichimoku_tenkan', formula: 'middle of the extremes of 9 bars', unit: 'price', lookback: 9 },
    { name: 'ichimoku_kijun', formula: 'middle of the extremes of 26 bars', unit: 'price', lookback: 26 },
    { name: 'ichimoku_senkou_a', formula: '(tenkan + kijun) / 2, at this bar (not shifted)', unit: 'price', lookback: 26 },
    { name: 'ichimoku_senkou_b', formula: 'middle of the extremes of 52 bars, at this bar (not shifted)', unit: 'price', lookback: 52 },
  ],
  memory: 0,
  step(w, _, out) {
    const tenkan = middle(w, 9);
    const kijun = middle(w, 26);
    out[0] = tenkan;
    out[1] = kijun;
    out[2] = (tenkan + kijun) / 2;
    out[3] = middle(w, 52);
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
  step(w, _, out) {
    if (w.bars <= AROON) return void out.fill(NaN);
    let [high, low] = [w.now - AROON, w.now - AROON];
    for (let i = w.now - AROON + 1; i <= w.now; i++) {
      if (at(w.high, i) >= at(w.high, high)) high = i;
      if (at(w.low, i) <= at(w.low, low)) low = i;
    }
    out[0] = (100 * (AROON - (w.now - high))) / AROON;
    out[1] = (100 * (AROON - (w.now - low))) / AROON;
    out[2] = (100 * (low < high ? high - low : -(low - high))) / AROON;
  },
});
