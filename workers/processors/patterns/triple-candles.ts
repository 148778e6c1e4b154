/**
 * Patterns of three candles: stars, and soldiers with crows. Definitions after
 * TA-Lib's CDLMORNINGSTAR, CDLEVENINGSTAR (penetration 0.3), CDL3WHITESOLDIERS
 * and CDL3BLACKCROWS. The star's gap is replaced by `near`, as a market without
 * closing hours has none; the crows are the soldiers upside down.
 */
import { AVERAGED, black, body, bodyTop, fallingInto, far, near, noShadow, unbroken, upperShadow, usualBody, white } from './candle.js';
import type { Chart } from './chart.js';
import { close, pair, within, type Sighting } from './pattern.js';

const BARS = AVERAGED + 4;
const PENETRATION = 0.3;

function seen(c: Chart, i: number, fits: number[]): Sighting {
  const bars = [i - 2, i - 1, i];
  const highs = bars.map((k) => c.high[k] as number);
  const lows = bars.map((k) => c.low[k] as number);
  return { bars, levels: { high: Math.max(...highs), low: Math.min(...lows), close: c.close[i] as number }, fits };
}

function morningStar(c: Chart, i: number): Sighting | null {
  if (!black(c, i - 2) || !white(c, i) || !unbroken(c, i - 2, i)) return null;
  const first = body(c, i - 2);
  if (first <= usualBody(c, i - 2) || body(c, i - 1) > usualBody(c, i - 1) || body(c, i) <= usualBody(c, i)) return null;
  const apart = bodyTop(c, i - 1) <= (c.close[i - 2] as number) + near(c, i - 1) && body(c, i - 1) <= 0.5 * first;
  const depth = ((c.close[i] as number) - (c.close[i - 2] as number)) / first;
  if (!apart || depth <= PENETRATION || !fallingInto(c, i - 1)) return null;
  return seen(c, i, [within(depth, 1), 1 - within(body(c, i - 1), first), within(first, 2 * usualBody(c, i - 2))]);
}

/** Candle k goes on from the one before: white, closing near its high, opening within the body before and not far shorter. */
function marches(c: Chart, k: number): boolean {
  const opens = (c.open[k] as number) > (c.open[k - 1] as number) && (c.open[k] as number) <= (c.close[k - 1] as number) + near(c, k - 1);
  return white(c, k) && opens && (c.close[k] as number) > (c.close[k - 1] as number) && upperShadow(c, k) < noShadow(c, k) && body(c, k) > body(c, k - 1) - far(c, k - 1);
}

function soldiers(c: Chart, i: number): Sighting | null {
  if (!white(c, i - 2) || upperShadow(c, i - 2) >= noShadow(c, i - 2) || !marches(c, i - 1) || !marches(c, i)) return null;
  if (!unbroken(c, i - 3, i) || body(c, i) <= usualBody(c, i) || body(c, i - 2) <= 0.5 * usualBody(c, i - 2)) return null;
  // A fourth soldier is the same advance, reported one bar ago.
  if (white(c, i - 3) && marches(c, i - 2)) return null;
  const shadows = [i - 2, i - 1, i].map((k) => close(upperShadow(c, k), noShadow(c, k)));
  return seen(c, i, [...shadows, within(body(c, i), 2 * usualBody(c, i))]);
}

export const tripleCandles = [
  ...pair({
    bullish: 'morning_star',
    bearish: 'evening_star',
    family: 'candles',
    bars: BARS,
    formula: 'falling; a long black body; a short one, at most half of it, whose top is ≤ its close + 0.2 × mean range of 5; a long white one that closes more than 0.3 of the way back (TA-Lib CDLMORNINGSTAR; long and short: against the mean of 10)',
    look: morningStar,
  }),
  ...pair({
    bullish: 'three_white_soldiers',
    bearish: 'three_black_crows',
    family: 'candles',
    bars: BARS,
    formula: 'three white candles, each closing higher, with upper shadow < 0.1 × mean range of 10, opening within or near the body before, none far shorter (0.6 × mean range of 5) than the one before, the last above the mean of 10; the first such three of an advance (TA-Lib CDL3WHITESOLDIERS, CDL3BLACKCROWS)',
    look: soldiers,
  }),
];
