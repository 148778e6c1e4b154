/** Williams' ultimate oscillator 7-14-28 (TA-Lib ULTOSC); NaN where seven bars had no true range at all. */
import { column, indicator, scratch } from './indicator.js';
import { at, ratio, unknownBefore } from './window.js';

const LONGEST = 28;
const [pressures, ranges] = [scratch(), scratch()];

/** The weighted averages of each bar [from, to), from the newest bar back. */
function oscillators(from: number, to: number, out: Float64Array): void {
  for (let i = from; i < to; i++) {
    let pressure = 0;
    let range = 0;
    let weighted = 0;
    for (let back = 0; back < LONGEST; back++) {
      pressure += at(pressures, i - back);
      range += at(ranges, i - back);
      if (back === 6) weighted += 4 * ratio(pressure, range);
      if (back === 13) weighted += 2 * ratio(pressure, range);
    }
    out[i] = (100 * (weighted + ratio(pressure, range))) / 7;
  }
}

export const ultimate = indicator({
  columns: [{ name: 'ultimate_oscillator', formula: '100 × (4 A7 + 2 A14 + A28) / 7, A = Σ (close − min(low, close before)) / Σ true range (TA-Lib ULTOSC); NULL when nothing moved', unit: 'index', lookback: 29 }],
  memory: 0,
  sweep(w, _, out) {
    const first = unknownBefore(LONGEST + 1, w, column(out, 0));
    for (let i = first - LONGEST + 1; i < w.to; i++) {
      const before = at(w.close, i - 1);
      const floor = Math.min(at(w.low, i), before);
      pressures[i] = at(w.close, i) - floor;
      ranges[i] = Math.max(at(w.high, i), before) - floor;
    }
    oscillators(first, w.to, column(out, 0));
  },
});
