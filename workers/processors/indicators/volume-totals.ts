/**
 * Running totals of volume. OBV and ADL count from the first bar the state has
 * seen, so only their changes mean something. VWAP restarts at midnight UTC and
 * is NaN until the first midnight: a day seen in part has no VWAP.
 */
import { indicator } from './indicator.js';
import { at, moneyFlowVolume, ratio, typical } from './window.js';

const DAY_MS = 86_400_000;

export const obv = indicator({
  columns: [{ name: 'obv', formula: 'total of volume signed by the change of the close; starts with the first volume (TA-Lib OBV)', unit: 'volume', lookback: 1 }],
  memory: 1,
  step(w, memory, out) {
    const change = w.bars === 1 ? 1 : at(w.close, w.now) - at(w.close, w.now - 1);
    out[0] = memory[0] = at(memory, 0) + Math.sign(change) * at(w.volume, w.now);
  },
});

export const adl = indicator({
  columns: [{ name: 'adl', formula: 'total of ((c − l) − (h − c)) / (h − l) × volume; a bar without range adds 0 (TA-Lib AD)', unit: 'volume', lookback: 1 }],
  memory: 1,
  step: (w, memory, out) => void (out[0] = memory[0] = at(memory, 0) + moneyFlowVolume(w, w.now)),
});

/** Memory: the day (ms, plus 1 so that a fresh memory is no day), Σ TP × volume, Σ volume, whether the day was seen whole. */
export const vwap = indicator({
  columns: [{ name: 'vwap', formula: 'Σ TP × volume / Σ volume since midnight UTC; NULL before the first midnight seen and while nothing was traded', unit: 'price', lookback: 1 }],
  memory: 4,
  step(w, memory, out) {
    const sinceMidnight = w.openTime % DAY_MS;
    const day = w.openTime - sinceMidnight + 1;
    if (day !== at(memory, 0)) {
      memory[3] = w.bars > 1 || sinceMidnight === 0 ? 1 : 0;
      memory[0] = day;
      memory[1] = memory[2] = 0;
    }
    const volume = at(w.volume, w.now);
    memory[1] = at(memory, 1) + typical(w, w.now) * volume;
    memory[2] = at(memory, 2) + volume;
    out[0] = memory[3] === 1 ? ratio(at(memory, 1), at(memory, 2)) : NaN;
  },
});
