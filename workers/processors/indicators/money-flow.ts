/** Indicators that weigh price with volume over a window: MFI (TA-Lib) and Chaikin's money flow. */
import { column, indicator, type BarWindow } from './indicator.js';
import { at, positive, ratio, sign, sum } from './window.js';

const PERIOD = 14;
/** Rising and all money of the remembered bars, each at its bar's number modulo 14. */
const [rising, all] = [new Float64Array(PERIOD), new Float64Array(PERIOD)];

/** Money that moved with the typical price of the bar at index `i`: positive when it rose, negative when it fell. */
const signedFlow = ({ typical, volume }: BarWindow, i: number): number => sign(at(typical, i) - at(typical, i - 1)) * at(typical, i) * at(volume, i);

/** 100 × rising / all money; the sums go by place, and so begin as those of the bar before, up to the place that is new. */
function risingShares(w: BarWindow, memory: Float64Array, out: Float64Array): void {
  let place = (w.from + w.offset) % PERIOD;
  let risen = 0;
  let moved = 0;
  for (let k = 0; k < place; k++) {
    risen += at(rising, k);
    moved += at(all, k);
  }
  for (let i = w.from; i < w.to; i++) {
    const flow = i + w.offset > 1 ? signedFlow(w, i) : 0;
    memory[place] = flow;
    let up = (risen += rising[place] = positive(flow));
    let both = (moved += all[place] = Math.abs(flow));
    for (let k = place + 1; k < PERIOD; k++) {
      up += at(rising, k);
      both += at(all, k);
    }
    out[i] = i + w.offset <= PERIOD ? NaN : 100 * ratio(up, both);
    place++;
    if (place === PERIOD) place = risen = moved = 0;
  }
}

export const mfi = indicator({
  columns: [{ name: 'mfi_14', formula: '100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved', unit: 'index', lookback: 15 }],
  memory: 14,
  sweep(w, memory, out) {
    for (let k = 0; k < PERIOD; k++) {
      rising[k] = positive(at(memory, k));
      all[k] = Math.abs(at(memory, k));
    }
    risingShares(w, memory, column(out, 0));
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
