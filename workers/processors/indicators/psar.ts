/**
 * Wilder's parabolic stop and reverse, acceleration 0.02 up to 0.2 (TA-Lib SAR).
 * Written for a rising trend only: a falling one is the same with every price
 * negated and high and low swapped, which floating point does exactly.
 */
import { indicator, type BarWindow } from './indicator.js';
import { at } from './window.js';

const STEP = 0.02;
const MOST = 0.2;
/** Memory: 1 rising or −1 falling (0 fresh); stop and extreme, both times that sign; acceleration. */
const [SIGN, STOP, EXTREME, PACE] = [0, 1, 2, 3] as const;

/** The trend starts on bar 2: falling where the low fell by more than the high rose. */
function start(w: BarWindow, memory: Float64Array): void {
  const fell = at(w.low, w.now - 1) - at(w.low, w.now);
  const rose = at(w.high, w.now) - at(w.high, w.now - 1);
  const sign = fell > 0 && fell > rose ? -1 : 1;
  memory[SIGN] = sign;
  memory[STOP] = sign === 1 ? at(w.low, w.now - 1) : -at(w.high, w.now - 1);
  memory[EXTREME] = sign === 1 ? at(w.high, w.now) : -at(w.low, w.now);
  memory[PACE] = STEP;
}

/** The stop was touched: the trend turns, and the extreme it had reached becomes the stop. */
function turn(memory: Float64Array, low: number, ceiling: number): number {
  const stop = Math.max(at(memory, EXTREME), ceiling);
  const sign = at(memory, SIGN);
  memory[SIGN] = -sign;
  memory[EXTREME] = -low;
  memory[PACE] = STEP;
  memory[STOP] = -Math.max(stop + STEP * (low - stop), ceiling);
  return sign * stop;
}

/** The trend holds: the stop follows the extreme, never above the lows of two bars. */
function follow(memory: Float64Array, high: number, floor: number): number {
  const stop = at(memory, STOP);
  if (high > at(memory, EXTREME)) {
    memory[EXTREME] = high;
    memory[PACE] = Math.min(at(memory, PACE) + STEP, MOST);
  }
  memory[STOP] = Math.min(stop + at(memory, PACE) * (at(memory, EXTREME) - stop), floor);
  return at(memory, SIGN) * stop;
}

export const psar = indicator({
  columns: [{ name: 'psar', formula: 'parabolic stop and reverse, acceleration 0.02 to 0.2 (TA-Lib SAR)', unit: 'price', lookback: 2 }],
  memory: 4,
  step(w, memory, out) {
    if (w.bars < 2) return void (out[0] = NaN);
    if (w.bars === 2) start(w, memory);
    const rising = memory[SIGN] === 1;
    // The first bar of the trend has no bar before it that counts (TA-Lib).
    const before = w.bars === 2 ? w.now : w.now - 1;
    const low = rising ? at(w.low, w.now) : -at(w.high, w.now);
    const high = rising ? at(w.high, w.now) : -at(w.low, w.now);
    const lowBefore = rising ? at(w.low, before) : -at(w.high, before);
    const highBefore = rising ? at(w.high, before) : -at(w.low, before);
    out[0] = low <= at(memory, STOP) ? turn(memory, low, Math.max(high, highBefore)) : follow(memory, high, Math.min(low, lowBefore));
  },
});
