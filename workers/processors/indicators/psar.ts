/**
 * Wilder's parabolic stop and reverse, acceleration 0.02 up to 0.2 (TA-Lib SAR).
 * Written for a rising trend only: a falling one is the same with every price
 * negated and high and low swapped, which floating point does exactly.
 */
import { column, indicator, type BarWindow } from './indicator.js';
import { at } from './window.js';

const STEP = 0.02;
const MOST = 0.2;
/** Memory: 1 rising or −1 falling (0 fresh); stop and extreme, both times that sign; acceleration. */
const [SIGN, STOP, EXTREME, PACE] = [0, 1, 2, 3] as const;

/** The trend starts on bar 2, at index `i`: falling where the low fell by more than the high rose. */
function start({ high, low }: BarWindow, i: number, memory: Float64Array): void {
  const fell = at(low, i - 1) - at(low, i);
  const rose = at(high, i) - at(high, i - 1);
  const sign = fell > 0 && fell > rose ? -1 : 1;
  memory[SIGN] = sign;
  memory[STOP] = sign === 1 ? at(low, i - 1) : -at(high, i - 1);
  memory[EXTREME] = sign === 1 ? at(high, i) : -at(low, i);
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

/** Takes in the bar at index `i`; returns the stop that held for it. */
function stopOf({ high, low, offset }: BarWindow, i: number, memory: Float64Array): number {
  const isRising = memory[SIGN] === 1;
  // The first bar of the trend has no bar before it that counts (TA-Lib).
  const before = i + offset === 2 ? i : i - 1;
  const down = isRising ? at(low, i) : -at(high, i);
  const up = isRising ? at(high, i) : -at(low, i);
  if (down <= at(memory, STOP)) return turn(memory, down, Math.max(up, isRising ? at(high, before) : -at(low, before)));
  return follow(memory, up, Math.min(down, isRising ? at(low, before) : -at(high, before)));
}

export const psar = indicator({
  columns: [{ name: 'psar', formula: 'parabolic stop and reverse, acceleration 0.02 to 0.2 (TA-Lib SAR)', unit: 'price', lookback: 2 }],
  memory: 4,
  sweep(w, memory, out) {
    const stop = column(out, 0);
    for (let i = w.from; i < w.to; i++) {
      if (i + w.offset === 2) start(w, i, memory);
      stop[i] = i + w.offset < 2 ? NaN : stopOf(w, i, memory);
    }
  },
});
