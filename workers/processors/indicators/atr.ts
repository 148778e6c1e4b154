/** Average true range, and the Keltner channel that is drawn with it. The first bar has no true range, as in TA-Lib. */
import { column, indicator, scratch } from './indicator.js';
import { exponential, wilder } from './smoothing.js';
import { at } from './window.js';

const smooth14 = wilder(14, { skip: 1 });
const smooth10 = wilder(10, { slot: 1, skip: 1 });
const ema20 = exponential(20);
const range = scratch();

export const atr = indicator({
  columns: [{ name: 'atr_14', formula: "Wilder's average of the true range over 14, seeded by the mean of bars 2 to 15 (TA-Lib ATR)", unit: 'price', lookback: 15 }],
  memory: 1,
  sweep: (w, memory, out) => smooth14(w, w.trueRange, memory, column(out, 0)),
});

export const keltner = indicator({
  columns: [
    { name: 'keltner_upper', formula: 'keltner_middle + 2 × ATR 10', unit: 'price', lookback: 20 },
    { name: 'keltner_middle', formula: 'EMA 20 of the close', unit: 'price', lookback: 20 },
    { name: 'keltner_lower', formula: 'keltner_middle − 2 × ATR 10', unit: 'price', lookback: 20 },
  ],
  memory: 2,
  sweep(w, memory, out) {
    const [upper, middle, lower] = [column(out, 0), column(out, 1), column(out, 2)];
    ema20(w, w.close, memory, middle);
    smooth10(w, w.trueRange, memory, range);
    for (let i = w.from; i < w.to; i++) {
      upper[i] = at(middle, i) + 2 * at(range, i);
      lower[i] = at(middle, i) - 2 * at(range, i);
    }
  },
});
