/**
 * Extremes of the newest bars, the current one included: Donchian, Ichimoku and
 * Aroon. Ichimoku's spans stand at the bar they are computed on; a chart draws
 * them 26 bars later.
 */
import { indicator } from './indicator.js';
import { at, highest, lowest } from './window.js';

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
    if (w.bars < 9) return void out.fill(NaN);
    // Each stretch of bars is looked at once; before the window is full the rest of it is never used.
    const high9 = highest(w.high, w.now, 9);
    const low9 = lowest(w.low, w.now, 9);
    const high26 = Math.max(high9, highest(w.high, w.now - 9, 17));
    const low26 = Math.min(low9, lowest(w.low, w.now - 9, 17));
    const high52 = Math.max(high26, highest(w.high, w.now - 26, 26));
    const low52 = Math.min(low26, lowest(w.low, w.now - 26, 26));
    out[0] = (high9 + low9) / 2;
    out[1] = w.bars < 26 ? NaN : (high26 + low26) / 2;
    out[2] = (at(out, 0) + at(out, 1)) / 2;
    out[3] = w.bars < 52 ? NaN : (high52 + low52) / 2;
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
    let high = w.now - AROON;
    let low = high;
    for (let i = w.now - AROON + 1; i <= w.now; i++) {
      if (at(w.high, i) >= at(w.high, high)) high = i;
      if (at(w.low, i) <= at(w.low, low)) low = i;
    }
    out[0] = (100 * (AROON - (w.now - high))) / AROON;
    out[1] = (100 * (AROON - (w.now - low))) / AROON;
    out[2] = (100 * (high - low)) / AROON;
  },
});
