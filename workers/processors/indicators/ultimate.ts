/** Williams' ultimate oscillator 7-14-28 (TA-Lib ULTOSC); NaN where seven bars had no true range at all. */
import { indicator } from './indicator.js';
import { at, ratio, trueRange } from './window.js';

export const ultimate = indicator({
  columns: [{ name: 'ultimate_oscillator', formula: '100 × (4 A7 + 2 A14 + A28) / 7, A = Σ (close − min(low, close before)) / Σ true range (TA-Lib ULTOSC); NULL when nothing moved', unit: 'index', lookback: 29 }],
  memory: 0,
  step(w, _, out) {
    if (w.bars < 29) return void (out[0] = NaN);
    let [pressure, range, weighted] = [0, 0, 0];
    for (let back = 0; back < 28; back++) {
      const i = w.now - back;
      pressure += at(w.close, i) - Math.min(at(w.low, i), at(w.close, i - 1));
      range += trueRange(w, i);
      if (back === 6) weighted += 4 * ratio(pressure, range);
      if (back === 13) weighted += 2 * ratio(pressure, range);
    }
    out[0] = (100 * (weighted + ratio(pressure, range))) / 7;
  },
});
