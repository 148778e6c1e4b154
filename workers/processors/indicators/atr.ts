/** Average true range, and the Keltner channel that is drawn with it. The first bar has no true range, as in TA-Lib. */
import { indicator } from './indicator.js';
import { exponential, wilder } from './smoothing.js';
import { at, trueRange } from './window.js';

const smooth14 = wilder(14);
const smooth10 = wilder(10);
const ema20 = exponential(20);

export const atr = indicator({
  columns: [{ name: 'atr_14', formula: "Wilder's average of the true range over 14, seeded by the mean of bars 2 to 15 (TA-Lib ATR)", unit: 'price', lookback: 15 }],
  memory: 1,
  step: (w, memory, out) => void (out[0] = w.bars < 2 ? NaN : smooth14(memory, 0, trueRange(w, w.now), w.bars - 1)),
});

export const keltner = indicator({
  columns: [
    { name: 'keltner_upper', formula: 'keltner_middle + 2 × ATR 10', unit: 'price', lookback: 20 },
    { name: 'keltner_middle', formula: 'EMA 20 of the close', unit: 'price', lookback: 20 },
    { name: 'keltner_lower', formula: 'keltner_middle − 2 × ATR 10', unit: 'price', lookback: 20 },
  ],
  memory: 2,
  step(w, memory, out) {
    const middle = ema20(memory, 0, at(w.close, w.now), w.bars);
    const reach = w.bars < 2 ? NaN : 2 * smooth10(memory, 1, trueRange(w, w.now), w.bars - 1);
    out[0] = middle + reach;
    out[1] = middle;
    out[2] = middle - reach;
  },
});
