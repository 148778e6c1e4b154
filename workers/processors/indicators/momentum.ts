/**
 * Momentum smoothed by chains of EMAs: TRIX (TA-Lib), the true strength index
 * and Elder's force index. Every EMA of a chain is seeded by the mean of its
 * own first inputs, which come later the deeper it sits.
 */
import { indicator } from './indicator.js';
import { exponential } from './smoothing.js';
import { at, ratio } from './window.js';

const ema15 = exponential(15);
const ema25 = exponential(25);
const ema13 = exponential(13);

export const trix = indicator({
  columns: [{ name: 'trix_15', formula: '100 × one-bar rate of change of the triple EMA 15 of the close (TA-Lib TRIX)', unit: 'percent', lookback: 44 }],
  memory: 3,
  step(w, memory, out) {
    const before = at(memory, 2);
    const once = ema15(memory, 0, at(w.close, w.now), w.bars);
    const twice = w.bars < 15 ? NaN : ema15(memory, 1, once, w.bars - 14);
    const thrice = w.bars < 29 ? NaN : ema15(memory, 2, twice, w.bars - 28);
    out[0] = w.bars < 44 ? NaN : 100 * ratio(thrice - before, before);
  },
});

/** EMA 13 of the EMA 25 of a change; memory in `slot` and `slot + 1`. */
function doubleSmooth(memory: Float64Array, slot: number, change: number, nth: number): number {
  const once = ema25(memory, slot, change, nth);
  return nth < 25 ? NaN : ema13(memory, slot + 1, once, nth - 24);
}

export const tsi = indicator({
  columns: [{ name: 'tsi', formula: '100 × EMA 13 of EMA 25 of the change / the same of |change| (Blau); NULL when nothing moved', unit: 'index', lookback: 38 }],
  memory: 4,
  step(w, memory, out) {
    if (w.bars < 2) return void (out[0] = NaN);
    const change = at(w.close, w.now) - at(w.close, w.now - 1);
    const signed = doubleSmooth(memory, 0, change, w.bars - 1);
    out[0] = 100 * ratio(signed, doubleSmooth(memory, 2, Math.abs(change), w.bars - 1));
  },
});

export const forceIndex = indicator({
  columns: [{ name: 'force_index_13', formula: 'EMA 13 of change of the close × volume (Elder)', unit: 'money', lookback: 14 }],
  memory: 1,
  step(w, memory, out) {
    if (w.bars < 2) return void (out[0] = NaN);
    const force = (at(w.close, w.now) - at(w.close, w.now - 1)) * at(w.volume, w.now);
    out[0] = ema13(memory, 0, force, w.bars - 1);
  },
});
