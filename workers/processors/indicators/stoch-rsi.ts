/**
 * Stochastic of the RSI, 14-14-3-3: where RSI 14 stands between its extremes of
 * 14 bars, averaged twice over three. NaN where the RSI did not move at all.
 */
import { highest, lowest } from './extremes.js';
import { column, indicator, scratch, type BarWindow } from './indicator.js';
import { relativeStrength } from './rsi.js';
import { meanOfThree } from './stochastic.js';
import { at, ratio, unknownBefore } from './window.js';

const PERIOD = 14;
/** Memory: RSI 0–1, averages 2–7, the newest 14 RSI values 8–21, each at its bar's number modulo 14. */
const VALUES = 8;
const strength = relativeStrength(PERIOD);
const [values, fast] = [scratch(), scratch()];
const [top, bottom] = [scratch(), scratch()];
const [slow, slower] = [meanOfThree(2), meanOfThree(5)];

/** The RSI of the new bars, and before them the remembered ones. */
function strengths(w: BarWindow, memory: Float64Array): void {
  const slotOf = (i: number): number => VALUES + ((i + w.offset + PERIOD) % PERIOD);
  for (let i = w.from - PERIOD + 1; i < w.from; i++) values[i] = at(memory, slotOf(i));
  strength(w, memory, values);
  for (let i = Math.max(w.from, w.to - PERIOD); i < w.to; i++) memory[slotOf(i)] = at(values, i);
}

/** 100 × (RSI − min) / (max − min) over 14 values; NaN when one of them is. */
function standings(w: BarWindow): void {
  for (let i = unknownBefore(2 * PERIOD, w, fast); i < w.to; i++) fast[i] = 100 * ratio(at(values, i) - at(bottom, i), at(top, i) - at(bottom, i));
}

export const stochRsi = indicator({
  columns: [
    { name: 'stoch_rsi_k', formula: 'mean of three 100 × (RSI 14 − min 14) / (max 14 − min 14)', unit: 'index', lookback: 30 },
    { name: 'stoch_rsi_d', formula: 'mean of three stoch_rsi_k', unit: 'index', lookback: 32 },
  ],
  memory: VALUES + PERIOD,
  sweep(w, memory, out) {
    strengths(w, memory);
    highest(w, values, PERIOD, top);
    lowest(w, values, PERIOD, bottom);
    standings(w);
    slow(w, fast, memory, column(out, 0));
    slower(w, column(out, 0), memory, column(out, 1));
  },
});
