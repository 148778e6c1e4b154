/** Realised volatility: the sample deviation of logarithmic returns, per bar (not annualised). */
import { indicator } from './indicator.js';
import { at, mean, squares } from './window.js';

/** Newest `period` log returns live in memory, as a logarithm costs more than everything around it. */
export const realizedVol = <P extends number>(period: P) =>
  indicator({
    columns: [{ name: `realized_vol_${period}` as const, formula: `sample standard deviation (n − 1) of the newest ${period} log returns, per bar`, unit: 'ratio', lookback: period + 1 }],
    memory: period,
    step(w, memory, out) {
      if (w.bars > 1) memory[w.bars % period] = Math.log(at(w.close, w.now) / at(w.close, w.now - 1));
      if (w.bars <= period) return void (out[0] = NaN);
      const centre = mean(memory, period - 1, period);
      out[0] = Math.sqrt(squares(memory, period - 1, period, centre) / (period - 1));
    },
  });
