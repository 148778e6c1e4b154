/**
 * MACD 12-26-9 and PPO in TA-Lib's convention: both averages start on the same
 * bar, number 26, each from the mean of its own newest closes, and the signal
 * line from the mean of the first nine MACD values.
 */
import { indicator, type BarWindow } from './indicator.js';
import { exponential } from './smoothing.js';
import { at, mean, ratio } from './window.js';

const FAST = 12;
const SLOW = 26;
const SIGNAL = 9;
const smoothSignal = exponential(SIGNAL);

/** Steps the average of the close in `memory[slot]`, which begins on bar 26 with the mean of its newest closes. */
function average(w: BarWindow, memory: Float64Array, slot: number, period: number): number {
  const before = at(memory, slot);
  return (memory[slot] = w.bars === SLOW ? mean(w.close, w.now, period) : before + (2 / (period + 1)) * (at(w.close, w.now) - before));
}

export const macd = indicator({
  columns: [
    { name: 'macd_line', formula: 'EMA 12 − EMA 26 of the close, both seeded on bar 26 (TA-Lib MACD)', unit: 'price', lookback: 26 },
    { name: 'macd_signal', formula: 'EMA 9 of macd_line', unit: 'price', lookback: 34 },
    { name: 'macd_histogram', formula: 'macd_line − macd_signal', unit: 'price', lookback: 34 },
    { name: 'ppo', formula: '100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs)', unit: 'percent', lookback: 26 },
  ],
  memory: 3,
  step(w, memory, out) {
    if (w.bars < SLOW) return void out.fill(NaN);
    const slow = average(w, memory, 1, SLOW);
    const line = average(w, memory, 0, FAST) - slow;
    const signal = smoothSignal(memory, 2, line, w.bars - SLOW + 1);
    out[0] = line;
    out[1] = signal;
    out[2] = line - signal;
    out[3] = 100 * ratio(line, slow);
  },
});
