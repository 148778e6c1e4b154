/** Indicators that weigh price with volume over a window: MFI (TA-Lib) and Chaikin's money flow. */
import { indicator, type BarWindow } from './indicator.js';
import { at, moneyFlowVolume, ratio, sum, typical } from './window.js';

/** Money that moved with the typical price of the current bar: positive when it rose, negative when it fell. */
function signedFlow(w: BarWindow): number {
  const price = typical(w, w.now);
  return Math.sign(price - typical(w, w.now - 1)) * price * at(w.volume, w.now);
}

export const mfi = indicator({
  columns: [{ name: 'mfi_14', formula: '100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved', unit: 'index', lookback: 15 }],
  memory: 14,
  step(w, memory, out) {
    if (w.bars > 1) memory[w.bars % 14] = signedFlow(w);
    if (w.bars < 15) return void (out[0] = NaN);
    let rising = 0;
    let both = 0;
    for (let i = 0; i < 14; i++) {
      rising += Math.max(at(memory, i), 0);
      both += Math.abs(at(memory, i));
    }
    out[0] = 100 * ratio(rising, both);
  },
});

export const cmf = indicator({
  columns: [{ name: 'cmf_20', formula: 'Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded', unit: 'ratio', lookback: 20 }],
  memory: 20,
  step(w, memory, out) {
    memory[w.bars % 20] = moneyFlowVolume(w, w.now);
    out[0] = w.bars < 20 ? NaN : ratio(sum(memory, 19, 20), sum(w.volume, w.now, 20));
  },
});
