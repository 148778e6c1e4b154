/**
 * Bollinger bands over 20 closes, ± 2 population standard deviations (TA-Lib
 * BBANDS). Two passes over the window, so that prices near 1e-9 keep their
 * bands. A flat price has bands of no width, and no %B.
 */
import { column, indicator, scratch } from './indicator.js';
import { squaresOf } from './spread.js';
import { at, ratio, unknownBefore } from './window.js';

const PERIOD = 20;
const spread = scratch();

export const bollinger = indicator({
  columns: [
    { name: 'bb_upper', formula: 'bb_middle + 2σ, σ the population deviation of 20 closes (TA-Lib BBANDS)', unit: 'price', lookback: 20 },
    { name: 'bb_middle', formula: 'SMA 20 of the close', unit: 'price', lookback: 20 },
    { name: 'bb_lower', formula: 'bb_middle − 2σ', unit: 'price', lookback: 20 },
    { name: 'bb_width', formula: '(bb_upper − bb_lower) / bb_middle', unit: 'ratio', lookback: 20 },
    { name: 'bb_percent_b', formula: '(close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch', unit: 'ratio', lookback: 20 },
  ],
  memory: 0,
  sweep(w, _, out) {
    for (const values of out) unknownBefore(PERIOD, w, values);
    const [upper, centre, lower, width, percentB] = [column(out, 0), column(out, 1), column(out, 2), column(out, 3), column(out, 4)];
    squaresOf(w, w.close, { n: PERIOD, centre: w.mean20 }, spread);
    for (let i = unknownBefore(PERIOD, w, centre); i < w.to; i++) {
      const middle = at(w.mean20, i);
      const reach = 2 * Math.sqrt(at(spread, i) / PERIOD);
      upper[i] = middle + reach;
      centre[i] = middle;
      lower[i] = middle - reach;
      width[i] = ratio(2 * reach, middle);
      percentB[i] = ratio(at(w.close, i) - (middle - reach), 2 * reach);
    }
  },
});
