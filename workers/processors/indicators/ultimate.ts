/** Williams' ultimate oscillator 7-14-28 (TA-Lib ULTOSC); NaN where seven bars had no true range at all. */
import { indicator } from './indicator.js';
import { at, ratio } from './window.js';

export const ultimate = indicator({
  columns: [{ name: 'ultimate_oscillator', formula: '100 × (4 A7 + 2 A14 + A28) / 7, A = Σ (close − min(low, close before)) / Σ true range (TA-Lib ULTOSC); NULL when nothing moved', unit: 'index', lookback: 29 }],
  memory: 0,
  step(w, _, out) {
    if (w.bars < 29) return void (out[0] = NaN);
    let pressure = 0;
    let range = 0;
    let weighted = 0;
    let close = at(w.close, w.now);
    for (let back = 0; back < 28; back++) {
      const before = at(w.close, w.now - back - 1);
      const floor = Math.min(at(w.low, w.now - back), before);
      pressure += close - floor;
      range += Math.max(at(w.high, w.now - back), before) - floor;
      if (back === 6) weighted += 4 * ratio(pressure, range);
      if (back === 13) weighted += 2 * ratio(pressure, range);
      close = before;
    }
    out[0] = (100 * (weighted + ratio(pressure, range))) / 7;
  },
});
