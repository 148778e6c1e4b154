/**
 * Head and shoulders: three swings of which the middle one goes furthest, known
 * when a bar closes beyond the line through the two turns between them. After
 * Lo, Mamaysky and Wang (2000), section II.A, with tolerances as shares of the
 * height of the head, and the sloping neckline of Edwards and Magee.
 */
import { lowsAfterHigh } from './bottoms.js';
import type { Chart } from './chart.js';
import { breaksAbove, lineThrough } from './lines.js';
import { close, pair, within, type Sighting } from './pattern.js';
import type { Swing } from './swings.js';

/** Shares of the head's height. */
const SHOULDERS_APART = 0.3;
const NECK_TILT = 0.3;
const HEAD_BELOW = 0.2;
/** The longer half of the pattern, in lengths of the shorter. */
const LOPSIDED = 2.5;

function inverse(chart: Chart, end: number): Sighting | null {
  const swings = lowsAfterHigh(chart, end, 3);
  if (!swings) return null;
  const [before, left, in1, head, in2, right] = swings as [Swing, Swing, Swing, Swing, Swing, Swing];
  const neck = lineThrough([in1, in2]);
  const height = neck.at(head.index) - head.price;
  const shoulder = Math.min(left.price, right.price);
  const halves = [head.index - left.index, right.index - head.index] as [number, number];
  const even = Math.max(...halves) <= LOPSIDED * Math.min(...halves);
  if (shoulder - head.price < HEAD_BELOW * height || !even || before.price < neck.at(before.index)) return null;
  if (Math.abs(left.price - right.price) > SHOULDERS_APART * height || Math.abs(in1.price - in2.price) > NECK_TILT * height) return null;
  if (end - right.index > right.index - left.index || !breaksAbove(chart.close, neck, right.index, end)) return null;
  return {
    bars: [left.index, in1.index, head.index, in2.index, right.index, end],
    levels: { left_shoulder: left.price, head: head.price, right_shoulder: right.price, neckline: neck.at(end), close: chart.close[end] as number },
    fits: [close(left.price - right.price, SHOULDERS_APART * height), close(in1.price - in2.price, NECK_TILT * height), close(halves[0] - halves[1], Math.max(...halves)), within((chart.close[end] as number) - neck.at(end), chart.scale(end))],
  };
}

export const shoulderPatterns = pair({
  bullish: 'inverse_head_and_shoulders',
  bearish: 'head_and_shoulders',
  family: 'swings',
  bars: 30,
  formula: 'three swing lows after a high above the neckline, the middle one deeper than both by 0.2 × height or more, the outer two within 0.3 × height, the highs between them within 0.3 × height, neither half over 2.5 × the other; complete on the first close above the line through those highs (Lo, Mamaysky and Wang 2000)',
  look: inverse,
});
