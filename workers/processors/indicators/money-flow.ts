/** Indicators that weigh price with volume over a window: MFI (TA-Lib) and Chaikin's money flow. */
import { column, indicator } from './indicator.js';
import { at, positive, ratio, sum } from './window.js';

/** 100 × rising / all money of the remembered bars. */
function risingShare(flows: Float64Array): number {
  let rising = 0;
  let both = 0;
  for (let i = 0; i < 14; i++) {
    rising += positive(at(flows, i));
    both += Math.abs(at(flows, i));
  }
  return 100 * ratio(rising, both);
}

export const mfi = indicator({
  columns: [{ name: 'mfi_14', formula: '100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved', unit: 'index', lookback: 15 }],
  memory: 14,
  sweep(w, memory, out) {
    const index = column(out, 0);
    for (let i = w.from; i < w.to; i++) {
      const nth = i + w.offset;
      const price = at(w.typical, i);
      // Money that moved with the typical price: positive when it rose, negative when it fell.
      if (nth > 1) memory[nth % 14] = Math.sign(price - at(w.typical, i - 1)) * price * at(w.volume, i);
      index[i] = nth < 15 ? NaN : risingShare(memory);
    }
  },
});

export const cmf = indicator({
  columns: [{ name: 'cmf_20', formula: 'Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded', unit: 'ratio', lookback: 20 }],
  memory: 20,
  sweep(w, memory, out) {
    const flow = column(out, 0);
    for (let i = w.from; i < w.to; i++) {
      memory[(i + w.offset) % 20] = at(w.moneyFlowVolume, i);
      flow[i] = i + w.offset < 20 ? NaN : ratio(sum(memory, 19, 20), sum(w.volume, i, 20));
    }
  },
});
