/** Simple moving averages of the close, and of the volume with the current bar's share of it. */
import { column, indicator } from './indicator.js';
import { at, means, ratio, sum, unknownBefore } from './window.js';

/** SMA: mean of the newest `period` closes (TA-Lib SMA). @param period a multiple of ten */
export const sma = <P extends number>(period: P) =>
  indicator({
    columns: [{ name: `sma_${period}` as const, formula: `mean of the newest ${period} closes (TA-Lib SMA)`, unit: 'price', lookback: period }],
    memory: 0,
    sweep(w, _, out) {
      const average = column(out, 0);
      if (period === 20) for (let i = w.from; i < w.to; i++) average[i] = at(w.mean20, i);
      else means(w, w.close, period, average);
    },
  });

/** Volume against its own mean, the current bar included in the mean; NaN when nothing was traded in 20 bars. */
export const volumeSma = indicator({
  columns: [
    { name: 'volume_sma_20', formula: 'mean of the newest 20 volumes', unit: 'volume', lookback: 20 },
    { name: 'volume_ratio_20', formula: 'volume / volume_sma_20; NULL when nothing was traded in 20 bars', unit: 'ratio', lookback: 20 },
  ],
  memory: 0,
  sweep(w, _, out) {
    const [average, share] = [column(out, 0), column(out, 1)];
    unknownBefore(20, w, share);
    for (let i = unknownBefore(20, w, average); i < w.to; i++) {
      average[i] = sum(w.volume, i, 20) / 20;
      share[i] = ratio(at(w.volume, i), at(average, i));
    }
  },
});
