/**
 * MACD 12-26-9 and PPO in TA-Lib's convention: both averages start on the same
 * bar, number 26, each from the mean of its own newest closes, and the signal
 * line from the mean of the first nine MACD values.
 */
import { column, indicator } from './indicator.js';
import { exponential } from './smoothing.js';
import { at, mean, ratio, unknownBefore } from './window.js';

const FAST = 12;
const SLOW = 26;
const SIGNAL = 9;
const smoothSignal = exponential(SIGNAL, { slot: 2, skip: SLOW - 1 });

export const macd = indicator({
  columns: [
    { name: 'macd_line', formula: 'EMA 12 − EMA 26 of the close, both seeded on bar 26 (TA-Lib MACD)', unit: 'price', lookback: 26 },
    { name: 'macd_signal', formula: 'EMA 9 of macd_line', unit: 'price', lookback: 34 },
    { name: 'macd_histogram', formula: 'macd_line − macd_signal', unit: 'price', lookback: 34 },
    { name: 'ppo', formula: '100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs)', unit: 'percent', lookback: 26 },
  ],
  memory: 3,
  sweep(w, memory, out) {
    const [line, signal, histogram, ppo] = [column(out, 0), column(out, 1), column(out, 2), column(out, 3)];
    let fast = at(memory, 0);
    let slow = at(memory, 1);
    unknownBefore(SLOW, w, ppo);
    for (let i = unknownBefore(SLOW, w, line); i < w.to; i++) {
      fast += (2 / (FAST + 1)) * (at(w.close, i) - fast);
      slow += (2 / (SLOW + 1)) * (at(w.close, i) - slow);
      // Both begin on bar 26 with the mean of their newest closes.
      if (i + w.offset === SLOW) [fast, slow] = [mean(w.close, i, FAST), mean(w.close, i, SLOW)];
      line[i] = fast - slow;
      ppo[i] = 100 * ratio(fast - slow, slow);
    }
    memory[0] = fast;
    memory[1] = slow;
    smoothSignal(w, line, memory, signal);
    for (let i = w.from; i < w.to; i++) histogram[i] = at(line, i) - at(signal, i);
  },
});
