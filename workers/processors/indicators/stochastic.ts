/**
 * Where the close stands between the extremes of 14 bars: the slow stochastic
 * 14-3-3 (TA-Lib STOCH with simple averages) and Williams' %R (TA-Lib WILLR).
 * Where the extremes are equal the formula divides by zero: NaN, and NaN in
 * every average that holds the bar.
 */
import { indicator, type BarWindow } from './indicator.js';
import { at, highest, lowest, ratio } from './window.js';

const PERIOD = 14;

/** Pushes a value into the three doubles at `slot`; returns the mean of the three, NaN when one is. */
export function meanOfThree(memory: Float64Array, slot: number, value: number): number {
  memory[slot] = at(memory, slot + 1);
  memory[slot + 1] = at(memory, slot + 2);
  memory[slot + 2] = value;
  return (at(memory, slot) + at(memory, slot + 1) + value) / 3;
}

/** 100 × (close − lowest low) / (highest high − lowest low) over 14 bars. */
function fastK(w: BarWindow): number {
  const low = lowest(w.low, w.now, PERIOD);
  return 100 * ratio(at(w.close, w.now) - low, highest(w.high, w.now, PERIOD) - low);
}

export const stochastic = indicator({
  columns: [
    { name: 'stoch_k', formula: 'mean of three 100 × (close − low 14) / (high 14 − low 14) (TA-Lib STOCH 14-3-3, slow %K)', unit: 'index', lookback: 16 },
    { name: 'stoch_d', formula: 'mean of three stoch_k (TA-Lib STOCH, slow %D)', unit: 'index', lookback: 18 },
    { name: 'williams_r', formula: '−100 × (high 14 − close) / (high 14 − low 14) (TA-Lib WILLR)', unit: 'index', lookback: 14 },
  ],
  memory: 6,
  step(w, memory, out) {
    const fast = w.bars < PERIOD ? NaN : fastK(w);
    const slow = meanOfThree(memory, 0, fast);
    const filled = w.bars >= PERIOD + 2;
    out[0] = filled ? slow : NaN;
    out[1] = meanOfThree(memory, 3, filled ? slow : NaN);
    out[2] = fast - 100;
  },
});
