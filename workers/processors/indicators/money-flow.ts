/** Indicators that weigh price with volume over a window: MFI (TA-Lib) and Chaikin's money flow. */
import { indicator, type BarWindow } from './indicator.js';
import { at, moneyFlowVolume, ratio, sum, typical } from './window.js';

/** 100 × P / (P + N): money that moved with rising and falling typical prices over 14 bars. */
function moneyFlowIndex(w: BarWindow): number {
  let [rising, falling] = [0, 0];
  let before = typical(w, w.now - 14);
  for (let i = w.now - 13; i <= w.now; i++) {
    const price = typical(w, i);
    if (price > before) rising += price * at(w.volume, i);
    else if (price < before) falling += price * at(w.volume, i);
    before = price;
  }
  return 100 * ratio(rising, rising + falling);
}

export const mfi = indicator({
  columns: [{ name: 'mfi_14', formula: '100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved', unit: 'index', lookback: 15 }],
  memory: 0,
  step: (w, _, out) => void (out[0] = w.bars < 15 ? NaN : moneyFlowIndex(w)),
});

export const cmf = indicator({
  columns: [{ name: 'cmf_20', formula: 'Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded', unit: 'ratio', lookback: 20 }],
  memory: 0,
  step(w, _, out) {
    if (w.bars < 20) return void (out[0] = NaN);
    let flow = 0;
    for (let i = w.now - 19; i <= w.now; i++) flow += moneyFlowVolume(w, i);
    out[0] = ratio(flow, sum(w.volume, w.now, 20));
  },
});
