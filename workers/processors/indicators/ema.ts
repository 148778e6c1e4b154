/** Exponential moving average of the close, seeded by the SMA of its first `period` closes (TA-Lib EMA). */
import { column, indicator } from './indicator.js';
import { exponential } from './smoothing.js';

export const ema = <P extends number>(period: P) => {
  const smooth = exponential(period);
  return indicator({
    columns: [{ name: `ema_${period}` as const, formula: `EMA of the close, weight 2/${period + 1}, seeded by the first SMA (TA-Lib EMA)`, unit: 'price', lookback: period }],
    memory: 1,
    sweep: (w, memory, out) => smooth(w, w.close, memory, column(out, 0)),
  });
};
