/**
 * Relative strength index: 100 × G / (G + L), with G and L Wilder's averages of
 * rises and falls, seeded by the mean of the first `period` (TA-Lib RSI). Where
 * TA-Lib answers 0 because nothing moved at all (0 / 0), this answers NaN.
 */
import { indicator, type BarWindow } from './indicator.js';
import { wilder } from './smoothing.js';
import { at, ratio } from './window.js';

/** Makes an RSI whose memory is `memory[slot]` and `memory[slot + 1]`; NaN for the first `period` bars. */
export const relativeStrength = (period: number) => {
  const smooth = wilder(period);
  return (w: BarWindow, memory: Float64Array, slot: number): number => {
    if (w.bars < 2) return NaN;
    const change = at(w.close, w.now) - at(w.close, w.now - 1);
    const gain = smooth(memory, slot, Math.max(change, 0), w.bars - 1);
    const loss = smooth(memory, slot + 1, Math.max(-change, 0), w.bars - 1);
    return 100 * ratio(gain, gain + loss);
  };
};

export const rsi = <P extends number>(period: P) => {
  const strength = relativeStrength(period);
  return indicator({
    columns: [{ name: `rsi_${period}` as const, formula: `100 × G / (G + L), Wilder averages of rises and falls over ${period} (TA-Lib RSI); NULL when nothing moved`, unit: 'index', lookback: period + 1 }],
    memory: 2,
    step: (w, memory, out) => void (out[0] = strength(w, memory, 0)),
  });
};
