/**
 * Directional movement, 14 (TA-Lib ADX, PLUS_DI, MINUS_DI). Movement and range
 * are Wilder sums whose seed holds 13 bars, not 14: TA-Lib's own convention.
 * Where there is no movement DX is 0 / 0: that bar has no ADX, and is left out
 * of the average (TA-Lib would repeat the value before).
 */
import { indicator, type BarWindow } from './indicator.js';
import { wilder } from './smoothing.js';
import { at, ratio, trueRange } from './window.js';

const PERIOD = 14;
const [PLUS, MINUS, RANGE, ADX, DEFINED] = [0, 1, 2, 3, 4] as const;
const smooth = wilder(PERIOD);

/** Grows a Wilder sum: plain for the first 13 moves, then s − s / 14 + x. */
function grow(memory: Float64Array, slot: number, value: number, nth: number): number {
  const before = at(memory, slot);
  return (memory[slot] = nth < PERIOD ? before + value : before - before / PERIOD + value);
}

function averageDx(memory: Float64Array, dx: number): number {
  if (Number.isNaN(dx)) return NaN;
  const nth = (memory[DEFINED] = at(memory, DEFINED) + 1);
  return smooth(memory, ADX, dx, nth);
}

/** Adds the current bar's movement to the sums. */
function move(w: BarWindow, memory: Float64Array): void {
  const up = at(w.high, w.now) - at(w.high, w.now - 1);
  const down = at(w.low, w.now - 1) - at(w.low, w.now);
  const nth = w.bars - 1;
  grow(memory, PLUS, up > 0 && up > down ? up : 0, nth);
  grow(memory, MINUS, down > 0 && down > up ? down : 0, nth);
  grow(memory, RANGE, trueRange(w, w.now), nth);
}

export const adx = indicator({
  columns: [
    { name: 'adx_14', formula: "Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved", unit: 'index', lookback: 28 },
    { name: 'plus_di_14', formula: '100 × Wilder sum of +DM / Wilder sum of true range over 14 (TA-Lib PLUS_DI)', unit: 'index', lookback: 15 },
    { name: 'minus_di_14', formula: '100 × Wilder sum of −DM / Wilder sum of true range over 14 (TA-Lib MINUS_DI)', unit: 'index', lookback: 15 },
  ],
  memory: 5,
  step(w, memory, out) {
    if (w.bars > 1) move(w, memory);
    if (w.bars <= PERIOD) return void out.fill(NaN);
    const plus = 100 * ratio(at(memory, PLUS), at(memory, RANGE));
    const minus = 100 * ratio(at(memory, MINUS), at(memory, RANGE));
    out[0] = averageDx(memory, 100 * ratio(Math.abs(plus - minus), plus + minus));
    out[1] = plus;
    out[2] = minus;
  },
});
