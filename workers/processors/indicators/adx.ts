/**
 * Directional movement, 14 (TA-Lib ADX, PLUS_DI, MINUS_DI). Movement and range
 * are Wilder sums whose seed holds 13 bars, not 14: TA-Lib's own convention.
 * Where there is no movement DX is 0 / 0: that bar has no ADX, and is left out
 * of the average (TA-Lib would repeat the value before).
 */
import { column, indicator, type BarWindow } from './indicator.js';
import { at, positive, ratio } from './window.js';

const PERIOD = 14;
const [PLUS, MINUS, RANGE, ADX, DEFINED] = [0, 1, 2, 3, 4] as const;

/** A Wilder sum grows: plain for the first 13 moves, then s − s / 14 + x. */
const grown = (before: number, value: number, nth: number): number => (nth < PERIOD ? before + value : before - before / PERIOD + value);

function averageDx(memory: Float64Array, dx: number): number {
  if (Number.isNaN(dx)) return NaN;
  const nth = (memory[DEFINED] = at(memory, DEFINED) + 1);
  const before = at(memory, ADX);
  if (nth > PERIOD) return (memory[ADX] = before + (1 / PERIOD) * (dx - before));
  memory[ADX] = nth === PERIOD ? (before + dx) / PERIOD : before + dx;
  return nth === PERIOD ? at(memory, ADX) : NaN;
}

/** Adds the movement of the bar at index `i` to the sums. */
function move({ high, low, trueRange, offset }: BarWindow, i: number, memory: Float64Array): void {
  const up = positive(at(high, i) - at(high, i - 1));
  const down = positive(at(low, i - 1) - at(low, i));
  const nth = i + offset - 1;
  memory[PLUS] = grown(at(memory, PLUS), up > down ? up : 0, nth);
  memory[MINUS] = grown(at(memory, MINUS), down > up ? down : 0, nth);
  memory[RANGE] = grown(at(memory, RANGE), at(trueRange, i), nth);
}

export const adx = indicator({
  columns: [
    { name: 'adx_14', formula: "Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved", unit: 'index', lookback: 28 },
    { name: 'plus_di_14', formula: '100 × Wilder sum of +DM / Wilder sum of true range over 14 (TA-Lib PLUS_DI)', unit: 'index', lookback: 15 },
    { name: 'minus_di_14', formula: '100 × Wilder sum of −DM / Wilder sum of true range over 14 (TA-Lib MINUS_DI)', unit: 'index', lookback: 15 },
  ],
  memory: 5,
  sweep(w, memory, out) {
    const [average, plus, minus] = [column(out, 0), column(out, 1), column(out, 2)];
    for (let i = w.from; i < w.to; i++) {
      average[i] = plus[i] = minus[i] = NaN;
      if (i + w.offset > 1) move(w, i, memory);
      if (i + w.offset <= PERIOD) continue;
      const p = (plus[i] = 100 * ratio(at(memory, PLUS), at(memory, RANGE)));
      const m = (minus[i] = 100 * ratio(at(memory, MINUS), at(memory, RANGE)));
      average[i] = averageDx(memory, 100 * ratio(Math.abs(p - m), p + m));
    }
  },
});
