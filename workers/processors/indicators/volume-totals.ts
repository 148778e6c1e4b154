/**
 * Running totals of volume. OBV and ADL count from the first bar the state has
 * seen, so only their changes mean something. VWAP restarts at midnight UTC and
 * is NaN until the first midnight: a day seen in part has no VWAP.
 */
import { column, indicator, type BarWindow } from './indicator.js';
import { at, ratio, sign } from './window.js';

const DAY_MS = 86_400_000;

export const obv = indicator({
  columns: [{ name: 'obv', formula: 'total of volume signed by the change of the close; starts with the first volume (TA-Lib OBV)', unit: 'volume', lookback: 1 }],
  memory: 1,
  sweep(w, memory, out) {
    const total = column(out, 0);
    let balance = at(memory, 0);
    for (let i = w.from; i < w.to; i++) total[i] = balance += (i + w.offset === 1 ? 1 : sign(at(w.change, i))) * at(w.volume, i);
    memory[0] = balance;
  },
});

export const adl = indicator({
  columns: [{ name: 'adl', formula: 'total of ((c − l) − (h − c)) / (h − l) × volume; a bar without range adds 0 (TA-Lib AD)', unit: 'volume', lookback: 1 }],
  memory: 1,
  sweep(w, memory, out) {
    const total = column(out, 0);
    let balance = at(memory, 0);
    for (let i = w.from; i < w.to; i++) total[i] = balance += at(w.moneyFlowVolume, i);
    memory[0] = balance;
  },
});

/** Memory: the day (ms, plus 1 so that a fresh memory is no day), Σ TP × volume, Σ volume, whether the day was seen whole. */
function average(w: BarWindow, i: number, memory: Float64Array): number {
  const openTime = at(w.openTime, i);
  const sinceMidnight = openTime % DAY_MS;
  const day = openTime - sinceMidnight + 1;
  if (day !== at(memory, 0)) {
    memory[3] = i + w.offset > 1 || sinceMidnight === 0 ? 1 : 0;
    memory[0] = day;
    memory[1] = memory[2] = 0;
  }
  memory[1] = at(memory, 1) + at(w.typical, i) * at(w.volume, i);
  memory[2] = at(memory, 2) + at(w.volume, i);
  return memory[3] === 1 ? ratio(at(memory, 1), at(memory, 2)) : NaN;
}

export const vwap = indicator({
  columns: [{ name: 'vwap', formula: 'Σ TP × volume / Σ volume since midnight UTC; NULL before the first midnight seen and while nothing was traded', unit: 'price', lookback: 1 }],
  memory: 4,
  sweep(w, memory, out) {
    for (let i = w.from; i < w.to; i++) column(out, 0)[i] = average(w, i, memory);
  },
});
