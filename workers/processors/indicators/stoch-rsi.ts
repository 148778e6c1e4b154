/**
 * Stochastic of the RSI, 14-14-3-3: where RSI 14 stands between its extremes of
 * 14 bars, averaged twice over three. NaN where the RSI did not move at all.
 */
import { indicator, type BarWindow } from './indicator.js';
import { relativeStrength } from './rsi.js';
import { meanOfThree } from './stochastic.js';
import { ratio } from './window.js';

const PERIOD = 14;
/** Memory: RSI 0–1, averages 2–7, the newest 14 RSI values 8–21. */
const VALUES = 8;
const strength = relativeStrength(PERIOD);

/** 100 × (RSI − min) / (max − min) over the remembered values; NaN when one of them is. */
function standing(memory: Float64Array, value: number): number {
  let low = value;
  let high = value;
  for (let i = VALUES; i < VALUES + PERIOD; i++) {
    low = Math.min(low, memory[i] as number);
    high = Math.max(high, memory[i] as number);
  }
  return 100 * ratio(value - low, high - low);
}

function fast(w: BarWindow, memory: Float64Array): number {
  const value = strength(w, memory, 0);
  memory[VALUES + (w.bars % PERIOD)] = value;
  return w.bars < 2 * PERIOD ? NaN : standing(memory, value);
}

export const stochRsi = indicator({
  columns: [
    { name: 'stoch_rsi_k', formula: 'mean of three 100 × (RSI 14 − min 14) / (max 14 − min 14)', unit: 'index', lookback: 30 },
    { name: 'stoch_rsi_d', formula: 'mean of three stoch_rsi_k', unit: 'index', lookback: 32 },
  ],
  memory: VALUES + PERIOD,
  step(w, memory, out) {
    const k = meanOfThree(memory, 2, fast(w, memory));
    out[0] = w.bars < 30 ? NaN : k;
    out[1] = meanOfThree(memory, 5, w.bars < 30 ? NaN : k);
  },
});
