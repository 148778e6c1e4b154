/**
 * Momentum smoothed by chains of EMAs: TRIX (TA-Lib), the true strength index
 * and Elder's force index. Every EMA of a chain is seeded by the mean of its
 * own first inputs, which come later the deeper it sits.
 */
import { column, indicator, scratch, type BarWindow } from './indicator.js';
import { exponential, type Smoother } from './smoothing.js';
import { at, ratio } from './window.js';

const [once, twice, thrice] = [exponential(15), exponential(15, { slot: 1, skip: 14 }), exponential(15, { slot: 2, skip: 28 })];
const [first, second, third] = [scratch(), scratch(), scratch()];

export const trix = indicator({
  columns: [{ name: 'trix_15', formula: '100 × one-bar rate of change of the triple EMA 15 of the close (TA-Lib TRIX)', unit: 'percent', lookback: 44 }],
  memory: 3,
  sweep(w, memory, out) {
    const change = column(out, 0);
    let before = at(memory, 2);
    once(w, w.close, memory, first);
    twice(w, first, memory, second);
    thrice(w, second, memory, third);
    for (let i = w.from; i < w.to; i++) {
      const average = at(third, i);
      change[i] = i + w.offset < 44 ? NaN : 100 * ratio(average - before, before);
      before = average;
    }
  },
});

/** EMA 13 of the EMA 25 of what begins with bar 2; memory in `slot` and `slot + 1`. */
function doubleSmoother(slot: number): Smoother {
  const [inner, outer] = [exponential(25, { slot, skip: 1 }), exponential(13, { slot: slot + 1, skip: 25 })];
  return (span, values, memory, out) => {
    inner(span, values, memory, first);
    outer(span, first, memory, out);
  };
}
const [smoothSigned, smoothSize, ema13] = [doubleSmoother(0), doubleSmoother(2), exponential(13, { skip: 1 })];

/** f of each new bar into `out`. */
function each({ from, to }: BarWindow, out: Float64Array, f: (i: number) => number): Float64Array {
  for (let i = from; i < to; i++) out[i] = f(i);
  return out;
}

export const tsi = indicator({
  columns: [{ name: 'tsi', formula: '100 × EMA 13 of EMA 25 of the change / the same of |change| (Blau); NULL when nothing moved', unit: 'index', lookback: 38 }],
  memory: 4,
  sweep(w, memory, out) {
    smoothSigned(w, w.change, memory, second);
    smoothSize(w, each(w, third, (i) => Math.abs(at(w.change, i))), memory, third);
    each(w, column(out, 0), (i) => 100 * ratio(at(second, i), at(third, i)));
  },
});

export const forceIndex = indicator({
  columns: [{ name: 'force_index_13', formula: 'EMA 13 of change of the close × volume (Elder)', unit: 'money', lookback: 14 }],
  memory: 1,
  sweep: (w, memory, out) => ema13(w, each(w, first, (i) => at(w.change, i) * at(w.volume, i)), memory, column(out, 0)),
});
