/** Commodity channel index over 20 typical prices (TA-Lib CCI); NaN where the price was flat. */
import { column, indicator, scratch } from './indicator.js';
import { distances } from './spread.js';
import { at, means, ratio, unknownBefore } from './window.js';

const PERIOD = 20;
const window = { n: PERIOD, centre: scratch() };
const spread = scratch();

export const cci = indicator({
  columns: [{ name: 'cci_20', formula: '(TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price', unit: 'index', lookback: 20 }],
  memory: 0,
  sweep(w, _, out) {
    const index = column(out, 0);
    means(w, w.typical, PERIOD, window.centre);
    distances(w, w.typical, window, spread);
    for (let i = unknownBefore(PERIOD, w, index); i < w.to; i++) index[i] = ratio(at(w.typical, i) - at(window.centre, i), (0.015 * at(spread, i)) / PERIOD);
  },
});
