/**
 * Where the close stands between the extremes of 14 bars: the slow stochastic
 * 14-3-3 (TA-Lib STOCH with simple averages) and Williams' %R (TA-Lib WILLR).
 * Where the extremes are equal the formula divides by zero: NaN, and NaN in
 * every average that holds the bar.
 */
import { highest, lowest } from './extremes.js';
import { column, indicator, scratch } from './indicator.js';
import type { Smoother } from './smoothing.js';
import { at, ratio, unknownBefore } from './window.js';

const PERIOD = 14;
const [top, bottom] = [scratch(), scratch()];

/** The mean of the newest three values, which the memory holds from `slot` on; NaN when one is. */
export const meanOfThree = (slot: number): Smoother => ({ from, to }, values, memory, out) => {
  let a = at(memory, slot);
  let b = at(memory, slot + 1);
  let c = at(memory, slot + 2);
  for (let i = from; i < to; i++) {
    a = b;
    b = c;
    c = at(values, i);
    out[i] = (a + b + c) / 3;
  }
  memory[slot] = a;
  memory[slot + 1] = b;
  memory[slot + 2] = c;
};
const [slow, slower] = [meanOfThree(0), meanOfThree(3)];

export const stochastic = indicator({
  columns: [
    { name: 'stoch_k', formula: 'mean of three 100 × (close − low 14) / (high 14 − low 14) (TA-Lib STOCH 14-3-3, slow %K)', unit: 'index', lookback: 16 },
    { name: 'stoch_d', formula: 'mean of three stoch_k (TA-Lib STOCH, slow %D)', unit: 'index', lookback: 18 },
    { name: 'williams_r', formula: '−100 × (high 14 − close) / (high 14 − low 14) (TA-Lib WILLR)', unit: 'index', lookback: 14 },
  ],
  memory: 6,
  sweep(w, memory, out) {
    const [k, d, williams] = [column(out, 0), column(out, 1), column(out, 2)];
    highest(w, w.high, PERIOD, top);
    lowest(w, w.low, PERIOD, bottom);
    for (let i = unknownBefore(PERIOD, w, williams); i < w.to; i++) {
      williams[i] = 100 * ratio(at(w.close, i) - at(bottom, i), at(top, i) - at(bottom, i));
    }
    slow(w, williams, memory, k);
    slower(w, k, memory, d);
    for (let i = w.from; i < w.to; i++) williams[i] = at(williams, i) - 100;
  },
});
