/**
 * Cup and handle: a round floor between two rims at one price, a short pause
 * below the right rim, and a close above both. After O'Neil, How to Make Money
 * in Stocks, and Bulkowski, Encyclopedia of Chart Patterns; heights are measured
 * in mean true ranges and shares of the cup's depth.
 */
import { firstOf, type Chart } from './chart.js';
import { breaksAbove, extreme, level } from './lines.js';
import { close, pair, within, type Sighting } from './pattern.js';

/** Bars of the cup, and of the handle. */
const LEAST_CUP = 25;
const LEAST_HANDLE = 4;
const MOST_HANDLE = 25;
/** Depth in mean true ranges. */
const LEAST_DEPTH = 5;
/** In depths: rims may differ by this, the handle may give back this much. */
const RIMS_APART = 0.2;
const GIVEN_BACK = 0.5;
/** Share of the cup's closes in its lower half, at least: a straight fall and rise has half of them there. */
const ROUND = 0.6;

interface Cup {
  left: number;
  right: number;
  floor: number;
  depth: number;
  apart: number;
}

/** The cup whose handle ends on the bar before `end`. */
function cupBefore(c: Chart, end: number): Cup | null {
  // The bars just before the break may reach beyond the rim; closing beyond it is what counts.
  const right = extreme(c.high, Math.max(0, end - 1 - MOST_HANDLE), Math.max(0, end - 1 - LEAST_HANDLE), 1);
  if (right - firstOf(end) < LEAST_CUP) return null;
  const left = extreme(c.high, firstOf(end), right - LEAST_CUP, 1);
  const rims = [c.high[left] as number, c.high[right] as number] as [number, number];
  const floor = extreme(c.low, left, right, -1);
  const depth = Math.min(...rims) - (c.low[floor] as number);
  const place = (floor - left) / (right - left);
  if (!(depth > 0) || depth < LEAST_DEPTH * c.scale(end) || place < 0.2 || place > 0.8) return null;
  return { left, right, floor, depth, apart: rims[0] - rims[1] };
}

function roundness(c: Chart, { left, right, floor, depth }: Cup): number {
  const half = (c.low[floor] as number) + depth / 2;
  let low = 0;
  for (let i = left; i <= right; i++) if ((c.close[i] as number) < half) low++;
  return low / (right - left + 1);
}

function cupAndHandle(c: Chart, end: number): Sighting | null {
  if (!((c.close[end] as number) > (c.close[end - 1] as number))) return null;
  const cup = cupBefore(c, end);
  if (!cup || Math.abs(cup.apart) > RIMS_APART * cup.depth) return null;
  const { left, right, floor, depth, apart } = cup;
  const rim = Math.max(c.high[left] as number, c.high[right] as number);
  const round = roundness(c, cup);
  const handle = c.low[extreme(c.low, right + 1, end - 1, -1)] as number;
  const back = ((c.high[right] as number) - handle) / depth;
  if (round < ROUND || back > GIVEN_BACK || !breaksAbove(c.close, level(rim), right, end)) return null;
  return {
    bars: [left, floor, right, end],
    levels: { rim, floor: c.low[floor] as number, handle, broken: rim, close: c.close[end] as number },
    fits: [close(apart, RIMS_APART * depth), within(round - 0.5, 0.5), close(back, GIVEN_BACK), within((c.close[end] as number) - rim, c.scale(end))],
  };
}

export const cupPatterns = pair({
  bullish: 'cup_and_handle',
  bearish: 'inverted_cup_and_handle',
  family: 'swings',
  bars: 40,
  formula: 'two rims 25 bars or more apart and within 0.2 × depth, depth of 5 mean true ranges or more, 0.6 of the closes between them in the lower half; then 4 to 25 bars that give back at most half of the depth; complete on the first close above both rims (O\'Neil; Bulkowski)',
  look: cupAndHandle,
});
