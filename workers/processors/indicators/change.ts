/** How far the close has come: rate of change, momentum, returns, and the bar's own close and volume. */
import { column, indicator } from './indicator.js';
import { at, ratio, unknownBefore } from './window.js';

export const roc = indicator({
  columns: [
    { name: 'roc_10', formula: '100 × (close / close 10 bars ago − 1) (TA-Lib ROC)', unit: 'percent', lookback: 11 },
    { name: 'momentum_10', formula: 'close − close 10 bars ago (TA-Lib MOM)', unit: 'price', lookback: 11 },
  ],
  memory: 0,
  sweep(w, _, out) {
    const [rate, momentum] = [column(out, 0), column(out, 1)];
    unknownBefore(11, w, rate);
    for (let i = unknownBefore(11, w, momentum); i < w.to; i++) {
      const change = (momentum[i] = at(w.close, i) - at(w.close, i - 10));
      rate[i] = 100 * ratio(change, at(w.close, i - 10));
    }
  },
});

/** Simple return over `n` bars. */
export const returns = <N extends number>(n: N) =>
  indicator({
    columns: [{ name: `return_${n}` as const, formula: `close / close ${n} bars ago − 1`, unit: 'ratio', lookback: n + 1 }],
    memory: 0,
    sweep(w, _, out) {
      const gain = column(out, 0);
      for (let i = unknownBefore(n + 1, w, gain); i < w.to; i++) gain[i] = ratio(at(w.close, i) - at(w.close, i - n), at(w.close, i - n));
    },
  });

export const bar = indicator({
  columns: [
    { name: 'close', formula: "the bar's last price", unit: 'price', lookback: 1 },
    { name: 'volume', formula: "the bar's volume, in the base asset", unit: 'volume', lookback: 1 },
  ],
  memory: 0,
  sweep({ from, to, close, volume }, _, out) {
    const [price, traded] = [column(out, 0), column(out, 1)];
    for (let i = from; i < to; i++) {
      price[i] = at(close, i);
      traded[i] = at(volume, i);
    }
  },
});
