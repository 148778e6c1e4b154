/**
 * Relative strength index: 100 × G / (G + L), with G and L Wilder's averages of
 * rises and falls, seeded by the mean of the first `period` (TA-Lib RSI). Where
 * TA-Lib answers 0 because nothing moved at all (0 / 0), this answers NaN.
 */
import { column, indicator, type BarWindow } from './indicator.js';
import { at, positive, ratio } from './window.js';

/** Makes an RSI whose memory is the first two doubles; NaN for the first `period` bars. Both averages in one go, as neither waits for the other. */
export const relativeStrength = (period: number) => {
  const weight = 1 / period;
  return ({ from, to, offset, change }: BarWindow, memory: Float64Array, out: Float64Array): void => {
    let gain = at(memory, 0);
    let loss = at(memory, 1);
    let i = from;
    // Changes begin with bar 2; the first `period` of them are summed for the seed.
    for (; i < to && i + offset - 1 <= period; i++) {
      const nth = i + offset - 1;
      if (nth >= 1) gain += positive(at(change, i));
      if (nth >= 1) loss += positive(-at(change, i));
      if (nth === period) gain /= period;
      if (nth === period) loss /= period;
      out[i] = nth < period ? NaN : 100 * ratio(gain, gain + loss);
    }
    for (; i < to; i++) {
      gain += weight * (positive(at(change, i)) - gain);
      loss += weight * (positive(-at(change, i)) - loss);
      out[i] = 100 * ratio(gain, gain + loss);
    }
    memory[0] = gain;
    memory[1] = loss;
  };
};

export const rsi = <P extends number>(period: P) => {
  const strength = relativeStrength(period);
  return indicator({
    columns: [{ name: `rsi_${period}` as const, formula: `100 × G / (G + L), Wilder averages of rises and falls over ${period} (TA-Lib RSI); NULL when nothing moved`, unit: 'index', lookback: period + 1 }],
    memory: 2,
    sweep: (w, memory, out) => strength(w, memory, column(out, 0)),
  });
};
