/**
 * Patterns of two candles: engulfing, harami, piercing line and dark cloud.
 * Definitions after TA-Lib's CDLENGULFING, CDLHARAMI, CDLPIERCING and
 * CDLDARKCLOUDCOVER, with the trend made part of the formula; where TA-Lib wants
 * a gap at the open, which a market without closing hours does not have, the
 * open must be at or beyond the close before, give or take `near`.
 */
import { AVERAGED, black, body, bodyFoot, bodyTop, fallingInto, near, unbroken, usualBody, white } from './candle.js';
import type { Chart } from './chart.js';
import { pair, within, type Sighting } from './pattern.js';

const BARS = AVERAGED + 2;

const seen = (c: Chart, i: number, fits: number[]): Sighting => ({
  bars: [i - 1, i],
  levels: { high: Math.max(c.high[i - 1] as number, c.high[i] as number), low: Math.min(c.low[i - 1] as number, c.low[i] as number), close: c.close[i] as number },
  fits,
});

/** A black candle before a white one, in a fall, without a hole between them. */
const turns = (c: Chart, i: number): boolean => black(c, i - 1) && white(c, i) && unbroken(c, i - 1, i) && fallingInto(c, i);

function engulfing(c: Chart, i: number): Sighting | null {
  if (!turns(c, i) || body(c, i) <= body(c, i - 1) || body(c, i) <= usualBody(c, i)) return null;
  if (bodyTop(c, i) <= bodyTop(c, i - 1) || bodyFoot(c, i) > bodyFoot(c, i - 1)) return null;
  return seen(c, i, [within(body(c, i), 2 * body(c, i - 1)), within(body(c, i), 2 * usualBody(c, i))]);
}

function harami(c: Chart, i: number): Sighting | null {
  if (!turns(c, i) || body(c, i - 1) <= usualBody(c, i - 1) || body(c, i) > usualBody(c, i)) return null;
  const inside = bodyTop(c, i) < bodyTop(c, i - 1) && bodyFoot(c, i) >= bodyFoot(c, i - 1);
  if (!inside || body(c, i) > 0.5 * body(c, i - 1)) return null;
  return seen(c, i, [1 - within(body(c, i), body(c, i - 1)), within(body(c, i - 1), 2 * usualBody(c, i - 1))]);
}

function piercing(c: Chart, i: number): Sighting | null {
  if (!turns(c, i) || body(c, i - 1) <= usualBody(c, i - 1) || body(c, i) <= usualBody(c, i)) return null;
  const from = c.close[i - 1] as number;
  const depth = ((c.close[i] as number) - from) / body(c, i - 1);
  if ((c.open[i] as number) > from + near(c, i) || depth <= 0.5 || depth >= 1) return null;
  return seen(c, i, [depth, within(body(c, i - 1), 2 * usualBody(c, i - 1))]);
}

export const doubleCandles = [
  ...pair({
    bullish: 'bullish_engulfing',
    bearish: 'bearish_engulfing',
    family: 'candles',
    bars: BARS,
    formula: 'falling; black, then a white body that holds the black one whole, is longer than it and longer than the mean of 10 (TA-Lib CDLENGULFING, size and trend added)',
    look: engulfing,
  }),
  ...pair({
    bullish: 'bullish_harami',
    bearish: 'bearish_harami',
    family: 'candles',
    bars: BARS,
    formula: 'falling; a black body longer than the mean of 10, then a white one inside it, at most half as long and no longer than the mean of 10 (TA-Lib CDLHARAMI, the foot may be shared)',
    look: harami,
  }),
  ...pair({
    bullish: 'piercing_line',
    bearish: 'dark_cloud_cover',
    family: 'candles',
    bars: BARS,
    formula: 'falling; a long black body, then a long white one that opens at or below its close (+ 0.2 × mean range of 5) and closes above its middle, yet below its open (TA-Lib CDLPIERCING, CDLDARKCLOUDCOVER; long: above the mean of 10)',
    look: piercing,
  }),
];
