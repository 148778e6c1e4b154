/**
 * The registry of chart patterns, and the search. Adding a line adds the
 * pattern to what is stored, documented and tested.
 */
import type { BarColumns } from '../../store/index.js';
import { bottomPatterns } from './bottoms.js';
import { LOOKBACK, viewOf, type View } from './chart.js';
import { cupPatterns } from './cups.js';
import { doubleCandles } from './double-candles.js';
import { flagPatterns } from './flags.js';
import type { Found, Pattern, Sighting } from './pattern.js';
import { shoulderPatterns } from './shoulders.js';
import { singleCandles } from './single-candles.js';
import { trianglePatterns } from './triangles.js';
import { tripleCandles } from './triple-candles.js';

export type { Direction, Found, Pattern } from './pattern.js';
export { LOOKBACK };

export const patterns: readonly Pattern[] = [...bottomPatterns, ...shoulderPatterns, ...trianglePatterns, ...flagPatterns, ...cupPatterns, ...singleCandles, ...doubleCandles, ...tripleCandles];

/** Rises when a formula changes, so that a stored pattern says by which it was found. */
export const PATTERNS_VERSION = 1;

function foundOf(p: Pattern, seen: Sighting, { drawn }: View, end: number): Found {
  const bars = seen.bars.map((i) => drawn.time[i] as number);
  const fit = seen.fits.reduce((sum, x) => sum + x, 0) / seen.fits.length;
  return {
    pattern: p.name,
    direction: seen.direction ?? p.direction,
    startedAt: bars[0] as number,
    endedAt: (drawn.time[end] as number) + drawn.barMs,
    confidence: Math.round(fit * 1e4) / 1e4,
    evidence: { bars, levels: seen.levels },
  };
}

function foundAt(view: View, end: number, wanted: readonly Pattern[]): Found[] {
  const found: Found[] = [];
  for (const p of wanted) {
    const seen = end + 1 >= p.bars ? p.at(view, end) : null;
    if (seen) found.push(foundOf(p, seen, view, end));
  }
  return found;
}

/**
 * Every pattern completed by a bar that opened at or after `from`, oldest first.
 * @param bars final bars, oldest first. Give `LOOKBACK` bars before `from`, where
 *   there are as many: then the answer does not depend on where the bars begin.
 * @param from ms; the first bar by default
 */
export function findAll(bars: BarColumns, { from = -Infinity, wanted = patterns }: { from?: number; wanted?: readonly Pattern[] } = {}): Found[] {
  const view = viewOf(bars);
  const found: Found[] = [];
  for (let end = 0; end < bars.openTime.length; end++) if ((bars.openTime[end] as number) >= from) found.push(...foundAt(view, end, wanted));
  return found;
}

/** The patterns that the last bar completes. Reads the last `LOOKBACK` bars. */
export const findLast = (bars: BarColumns, wanted: readonly Pattern[] = patterns): Found[] => (bars.openTime.length > 0 ? foundAt(viewOf(bars), bars.openTime.length - 1, wanted) : []);
