/**
 * Flags: a steep move (the pole), a short pause that drifts against it, and a
 * close beyond the pause in the direction of the pole. After Bulkowski,
 * Encyclopedia of Chart Patterns; heights are measured in mean true ranges.
 */
import type { Chart } from './chart.js';
import { breaksAbove, extreme, lineThrough, type Point } from './lines.js';
import { close, pair, within, type Sighting } from './pattern.js';

/** Bars of the pause. */
const LEAST_PAUSE = 5;
const MOST_PAUSE = 20;
/** Bars of the pole, and its height in mean true ranges. */
const MOST_POLE = 12;
const LEAST_HEIGHT = 6;
/** Share of the pole that the pause may give back. */
const GIVEN_BACK = 0.5;

const points = (values: Float64Array, from: number, to: number): Point[] => Array.from({ length: to - from + 1 }, (_, k) => ({ index: from + k, price: values[from + k] as number }));

/** Foot and top of the pole whose pause ends on the bar before `end`. */
function poleBefore(c: Chart, end: number): { foot: number; top: number; height: number } | null {
  const top = extreme(c.high, Math.max(0, end - 1 - MOST_PAUSE), end - 1, 1);
  if (end - 1 - top < LEAST_PAUSE || top < MOST_POLE) return null;
  const foot = extreme(c.low, top - MOST_POLE, top - 1, -1);
  const height = (c.high[top] as number) - (c.low[foot] as number);
  return height >= LEAST_HEIGHT * c.scale(end) && height > 0 ? { foot, top, height } : null;
}

function flag(c: Chart, end: number): Sighting | null {
  if (!((c.close[end] as number) > (c.close[end - 1] as number))) return null;
  const pole = poleBefore(c, end);
  if (!pole) return null;
  const { foot, top, height } = pole;
  const lowest = c.low[extreme(c.low, top + 1, end - 1, -1)] as number;
  const back = ((c.high[top] as number) - lowest) / height;
  const upper = lineThrough(points(c.high, top + 1, end - 1));
  const drift = lineThrough(points(c.close, top + 1, end - 1)).slope;
  if (back > GIVEN_BACK || drift > 0 || upper.slope > 0 || !breaksAbove(c.close, upper, top, end)) return null;
  return {
    bars: [foot, top, end],
    levels: { pole_foot: c.low[foot] as number, pole_top: c.high[top] as number, pause_end: lowest, broken: upper.at(end), close: c.close[end] as number },
    fits: [within(height, 2 * LEAST_HEIGHT * c.scale(end)), close(back, GIVEN_BACK), within((c.close[end] as number) - upper.at(end), c.scale(end))],
  };
}

export const flagPatterns = pair({
  bullish: 'bull_flag',
  bearish: 'bear_flag',
  family: 'swings',
  bars: 40,
  formula: 'a rise of 6 mean true ranges or more within 12 bars; then 5 to 20 bars whose closes and highs do not rise and which give back at most half of it; complete on the first close above the least-squares line of their highs (Bulkowski)',
  look: flag,
});
