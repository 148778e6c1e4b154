/**
 * Stochastic of the RSI, 14-14-3-3: where RSI 14 stands between its extremes of
 * 14 bars, averaged twice over three. NaN where the RSI did not move at all.
 */
import { highest, lowest, pointed, positions } from './extremes.js';
import { column, indicator, scratch, type BarWindow } from './indicator.js';
import { relativeStrength } from './rsi.js';
import { meanOfThree } from './stochastic.js';
import { at, ratio } from './window.js';

const PERIOD = 14;
/** Memory: RSI 0–1, averages 2–7, the newest 14 RSI values 8–21, each at its bar's number modulo 14. */
const VALUES = 8;
const strength = relativeStrength(PERIOD);
const [values, fast] = [scratch(), scratch()];
const [top, bottom] = [positions(), positions()];
const [slow, slower] = [meanOfThree(2), meanOfThree(5)];

/** The RSI of the new bars, and before them the remembered ones. */
function strengths(w: BarWindow, memory: Float64Array): void {
  const slotOf = (i: number): number => VALUES + ((i + w.offset + PERIOD) % PERIOD);
  for (let i = w.from - PERIOD + 1; i < w.from; i++) values[i] = at(memory, slotOf(i));
  strength(w, memory, values);
  for (let i = Math.max(w.from, w.to - PERIOD); i < w.to; i++) memory[slotOf(i)] = at(values, i);
}

/** 100 × (RSI − min) / (max − min) over 14 values; NaN when one of them is. */
function standings({ from, to, offset }: BarWindow): void {
  let unknown = -1;
  for (let i = from - PERIOD + 1; i < from; i++) if (Number.isNaN(values[i])) unknown = i;
  for (let i = from; i < to; i++) {
    const value = at(values, i);
    if (Number.isNaN(value)) unknown = i;
    const low = pointed(values, bottom, i);
    const isKnown = i + offset >= 2 * PERIOD && unknown <= i - PERIOD;
    fast[i] = isKnown ? 100 * ratio(value - low, pointed(values, top, i) - low) : NaN;
  }
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
