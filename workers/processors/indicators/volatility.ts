/** Realised volatility: the sample deviation of logarithmic returns, per bar (not annualised). */
import { column, indicator } from './indicator.js';
import { at, mean, squares } from './window.js';

/** Newest `period` log returns live in memory, as a logarithm costs more than everything around it. */
export const realizedVol = <P extends number>(period: P) =>
  indicator({
    columns: [{ name: `realized_vol_${period}` as const, formula: `sample standard deviation (n − 1) of the newest ${period} log returns, per bar`, unit: 'ratio', lookback: period + 1 }],
    memory: period,
    sweep(w, memory, out) {
      const deviation = column(out, 0);
      for (let i = w.from; i < w.to; i++) {
        const nth = i + w.offset;
        if (nth > 1) memory[nth % period] = Math.log(at(w.close, i) / at(w.close, i - 1));
        deviation[i] = nth <= period ? NaN : Math.sqrt(squares(memory, period - 1, period, mean(memory, period - 1, period)) / (period - 1));
      }
    },
  });
