/**
 * Relative strength index: 100 × G / (G + L), with G and L Wilder's averages of
 * rises and falls, seeded by the mean of the first `period` (TA-Lib RSI). Where
 * TA-Lib answers 0 because nothing moved at all (0 / 0), this answers NaN.
 */
import { column, indicator, scratch, type BarWindow } from './indicator.js';
import { wilder } from './smoothing.js';
import { at, positive, ratio } from './window.js';

const [rises, falls] = [scratch(), scratch()];

/** Makes an RSI whose memory is the first two doubles; NaN for the first `period` bars. */
export const relativeStrength = (period: number) => {
  const [gain, loss] = [wilder(period, { skip: 1 }), wilder(period, { slot: 1, skip: 1 })];
  return (w: BarWindow, memory: Float64Array, out: Float64Array): void => {
    for (let i = w.from; i < w.to; i++) {
      rises[i] = positive(at(w.change, i));
      falls[i] = positive(-at(w.change, i));
    }
    gain(w, rises, memory, rises);
    loss(w, falls, memory, falls);
    for (let i = w.from; i < w.to; i++) out[i] = 100 * ratio(at(rises, i), at(rises, i) + at(falls, i));
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
