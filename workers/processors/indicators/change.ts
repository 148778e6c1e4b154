/** How far the close has come: rate of change, momentum, returns, and the bar's own close and volume. */
import { indicator, type BarWindow } from './indicator.js';
import { at, ratio } from './window.js';

/** The close `n` bars ago; NaN when there was none. */
const closeBefore = (w: BarWindow, n: number): number => (w.bars <= n ? NaN : at(w.close, w.now - n));

export const roc = indicator({
  columns: [
    { name: 'roc_10', formula: '100 × (close / close 10 bars ago − 1) (TA-Lib ROC)', unit: 'percent', lookback: 11 },
    { name: 'momentum_10', formula: 'close − close 10 bars ago (TA-Lib MOM)', unit: 'price', lookback: 11 },
  ],
  memory: 0,
  step(w, _, out) {
    const change = at(w.close, w.now) - closeBefore(w, 10);
    out[0] = 100 * ratio(change, closeBefore(w, 10));
    out[1] = change;
  },
});

/** Simple return over `n` bars. */
export const returns = <N extends number>(n: N) =>
  indicator({
    columns: [{ name: `return_${n}` as const, formula: `close / close ${n} bars ago − 1`, unit: 'ratio', lookback: n + 1 }],
    memory: 0,
    step: (w, _, out) => void (out[0] = ratio(at(w.close, w.now) - closeBefore(w, n), closeBefore(w, n))),
  });

export const bar = indicator({
  columns: [
    { name: 'close', formula: "the bar's last price", unit: 'price', lookback: 1 },
    { name: 'volume', formula: "the bar's volume, in the base asset", unit: 'volume', lookback: 1 },
  ],
  memory: 0,
  step(w, _, out) {
    out[0] = at(w.close, w.now);
    out[1] = at(w.volume, w.now);
  },
});
