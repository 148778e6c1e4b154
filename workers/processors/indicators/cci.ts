/** Commodity channel index over 20 typical prices (TA-Lib CCI); NaN where the price was flat. */
import { column, indicator } from './indicator.js';
import { at, mean, ratio } from './window.js';

const PERIOD = 20;

/** Mean distance of the 20 values from their mean. */
function meanDeviation(values: Float64Array, centre: number): number {
  let total = 0;
  for (let i = 0; i < PERIOD; i += 4) {
    total += Math.abs(at(values, i) - centre);
    total += Math.abs(at(values, i + 1) - centre);
    total += Math.abs(at(values, i + 2) - centre);
    total += Math.abs(at(values, i + 3) - centre);
  }
  return total / PERIOD;
}

export const cci = indicator({
  columns: [{ name: 'cci_20', formula: '(TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price', unit: 'index', lookback: 20 }],
  memory: PERIOD,
  sweep(w, memory, out) {
    const index = column(out, 0);
    for (let i = w.from; i < w.to; i++) {
      const price = (memory[(i + w.offset) % PERIOD] = at(w.typical, i));
      index[i] = NaN;
      if (i + w.offset < PERIOD) continue;
      const centre = mean(memory, PERIOD - 1, PERIOD);
      index[i] = ratio(price - centre, 0.015 * meanDeviation(memory, centre));
    }
  },
});
