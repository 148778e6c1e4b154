/** Commodity channel index over 20 typical prices (TA-Lib CCI); NaN where the price was flat. */
import { indicator } from './indicator.js';
import { at, mean, ratio, typical } from './window.js';

const PERIOD = 20;

/** Mean distance of the values from their mean. */
function meanDeviation(values: Float64Array, centre: number): number {
  let total = 0;
  for (let i = 0; i < PERIOD; i++) total += Math.abs(at(values, i) - centre);
  return total / PERIOD;
}

export const cci = indicator({
  columns: [{ name: 'cci_20', formula: '(TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price', unit: 'index', lookback: 20 }],
  memory: PERIOD,
  step(w, memory, out) {
    const price = typical(w, w.now);
    memory[w.bars % PERIOD] = price;
    if (w.bars < PERIOD) return void (out[0] = NaN);
    const centre = mean(memory, PERIOD - 1, PERIOD);
    out[0] = ratio(price - centre, 0.015 * meanDeviation(memory, centre));
  },
});
