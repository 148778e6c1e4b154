/**
 * Bollinger bands over 20 closes, ± 2 population standard deviations (TA-Lib
 * BBANDS). Two passes over the window, so that prices near 1e-9 keep their
 * bands. A flat price has bands of no width, and no %B.
 */
import { indicator } from './indicator.js';
import { at, mean, ratio, squares } from './window.js';

const PERIOD = 20;

export const bollinger = indicator({
  columns: [
    { name: 'bb_upper', formula: 'bb_middle + 2σ, σ the population deviation of 20 closes (TA-Lib BBANDS)', unit: 'price', lookback: 20 },
    { name: 'bb_middle', formula: 'SMA 20 of the close', unit: 'price', lookback: 20 },
    { name: 'bb_lower', formula: 'bb_middle − 2σ', unit: 'price', lookback: 20 },
    { name: 'bb_width', formula: '(bb_upper − bb_lower) / bb_middle', unit: 'ratio', lookback: 20 },
    { name: 'bb_percent_b', formula: '(close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch', unit: 'ratio', lookback: 20 },
  ],
  memory: 0,
  step(w, _, out) {
    if (w.bars < PERIOD) return void out.fill(NaN);
    const middle = mean(w.close, w.now, PERIOD);
    const reach = 2 * Math.sqrt(squares(w.close, w.now, PERIOD, middle) / PERIOD);
    out[0] = middle + reach;
    out[1] = middle;
    out[2] = middle - reach;
    out[3] = ratio(2 * reach, middle);
    out[4] = ratio(at(w.close, w.now) - (middle - reach), 2 * reach);
  },
});
