/** Simple moving averages of the close, and of the volume with the current bar's share of it. */
import { indicator } from './indicator.js';
import { at, mean, ratio, sum } from './window.js';

/** SMA: mean of the newest `period` closes (TA-Lib SMA). */
export const sma = <P extends number>(period: P) =>
  indicator({
    columns: [{ name: `sma_${period}` as const, formula: `mean of the newest ${period} closes (TA-Lib SMA)`, unit: 'price', lookback: period }],
    memory: 0,
    step: (w, _, out) => void (out[0] = w.bars < period ? NaN : mean(w.close, w.now, period)),
  });

/** Volume against its own mean, the current bar included in the mean; NaN when nothing was traded in 20 bars. */
export const volumeSma = indicator({
  columns: [
    { name: 'volume_sma_20', formula: 'mean of the newest 20 volumes', unit: 'volume', lookback: 20 },
    { name: 'volume_ratio_20', formula: 'volume / volume_sma_20; NULL when nothing was traded in 20 bars', unit: 'ratio', lookback: 20 },
  ],
  memory: 0,
  step(w, _, out) {
    const average = w.bars < 20 ? NaN : sum(w.volume, w.now, 20) / 20;
    out[0] = average;
    out[1] = ratio(at(w.volume, w.now), average);
  },
});
