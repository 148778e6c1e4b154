/**
 * Directional movement, 14 (TA-Lib ADX, PLUS_DI, MINUS_DI). Movement and range
 * are Wilder sums whose seed holds 13 bars, not 14: TA-Lib's own convention.
 * Where there is no movement DX is 0 / 0: that bar has no ADX, and is left out
 * of the average (TA-Lib would repeat the value before).
 */
import { column, indicator, type Span } from './indicator.js';
import { at, positive, ratio } from './window.js';

const PERIOD = 14;
const [PLUS, MINUS, RANGE, ADX, DEFINED] = [0, 1, 2, 3, 4] as const;

/** A Wilder sum grows: plain for the first 13 moves, then s − s / 14 + x. */
const grown = (before: number, value: number, nth: number): number => (nth < PERIOD ? before + value : before - before * (1 / PERIOD) + value);

/** The average of DX of the new bars, in place; one that is unknown is left out. */
function averageDx({ from, to }: Span, memory: Float64Array, dx: Float64Array): void {
  let average = at(memory, ADX);
  let defined = at(memory, DEFINED);
  for (let i = from; i < to; i++) {
    const value = at(dx, i);
    if (Number.isNaN(value)) continue;
    defined++;
    if (defined > PERIOD) average = average + (1 / PERIOD) * (value - average);
    else average = defined === PERIOD ? (average + value) / PERIOD : average + value;
    dx[i] = defined < PERIOD ? NaN : average;
  }
  memory[ADX] = average;
  memory[DEFINED] = defined;
}

export const adx = indicator({
  columns: [
    { name: 'adx_14', formula: "Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved", unit: 'index', lookback: 28 },
    { name: 'plus_di_14', formula: '100 × Wilder sum of +DM / Wilder sum of true range over 14 (TA-Lib PLUS_DI)', unit: 'index', lookback: 15 },
    { name: 'minus_di_14', formula: '100 × Wilder sum of −DM / Wilder sum of true range over 14 (TA-Lib MINUS_DI)', unit: 'index', lookback: 15 },
  ],
  memory: 5,
  sweep(w, memory, out) {
    const { from, to, offset, high, low, trueRange } = w;
    const [average, plus, minus] = [column(out, 0), column(out, 1), column(out, 2)];
    let rising = at(memory, PLUS);
    let falling = at(memory, MINUS);
    let range = at(memory, RANGE);
    for (let i = from; i < to; i++) {
      average[i] = plus[i] = minus[i] = NaN;
      const nth = i + offset - 1;
      if (nth < 1) continue;
      const up = positive(at(high, i) - at(high, i - 1));
      const down = positive(at(low, i - 1) - at(low, i));
      rising = grown(rising, up * Number(up > down), nth);
      falling = grown(falling, down * Number(down > up), nth);
      range = grown(range, at(trueRange, i), nth);
      if (nth < PERIOD) continue;
      const p = (plus[i] = 100 * ratio(rising, range));
      const m = (minus[i] = 100 * ratio(falling, range));
      average[i] = 100 * ratio(Math.abs(p - m), p + m);
    }
    memory[PLUS] = rising;
    memory[MINUS] = falling;
    memory[RANGE] = range;
    averageDx(w, memory, average);
  },
});
