/**
 * Patterns of one candle: doji and the hammers. Definitions after TA-Lib's
 * CDLDOJI, CDLDRAGONFLYDOJI, CDLGRAVESTONEDOJI, CDLHAMMER, CDLHANGINGMAN,
 * CDLINVERTEDHAMMER, CDLSHOOTINGSTAR. Two things differ, as crypto trades
 * without closing hours: where TA-Lib wants a gap to the bar before, `near` is
 * enough; and the trend that TA-Lib leaves to its caller is part of the formula.
 */
import { AVERAGED, body, bodyFoot, bodyTop, dojiBody, fallingInto, lowerShadow, near, noShadow, range, unbroken, upperShadow, usualBody } from './candle.js';
import type { Chart } from './chart.js';
import { close, pair, pattern, within, type Sighting } from './pattern.js';

const BARS = AVERAGED + 2;
const levelsOf = (c: Chart, i: number) => ({ high: c.high[i] as number, low: c.low[i] as number, close: c.close[i] as number });
const seen = (c: Chart, i: number, fits: number[]): Sighting => ({ bars: [i], levels: levelsOf(c, i), fits });

/** A bar that moved, yet closed where it opened. */
const isDoji = (c: Chart, i: number): boolean => range(c, i) > 0 && body(c, i) <= dojiBody(c, i);

function dragonfly(c: Chart, i: number): Sighting | null {
  if (!isDoji(c, i) || upperShadow(c, i) >= noShadow(c, i) || lowerShadow(c, i) <= noShadow(c, i)) return null;
  return seen(c, i, [close(body(c, i), dojiBody(c, i)), close(upperShadow(c, i), noShadow(c, i)), within(lowerShadow(c, i), 10 * noShadow(c, i))]);
}

function hammer(c: Chart, i: number): Sighting | null {
  const size = body(c, i);
  if (size >= usualBody(c, i) || lowerShadow(c, i) <= 2 * size || upperShadow(c, i) >= noShadow(c, i)) return null;
  const reach = lowerShadow(c, i);
  if (isDoji(c, i) || reach <= usualBody(c, i) || !fallingInto(c, i) || !unbroken(c, i - 1, i)) return null;
  if (bodyFoot(c, i) > (c.low[i - 1] as number) + near(c, i - 1)) return null;
  return seen(c, i, [within(reach, 4 * size), close(upperShadow(c, i), noShadow(c, i)), within(reach, range(c, i))]);
}

function invertedHammer(c: Chart, i: number): Sighting | null {
  const size = body(c, i);
  if (size >= usualBody(c, i) || upperShadow(c, i) <= 2 * size || lowerShadow(c, i) >= noShadow(c, i)) return null;
  const reach = upperShadow(c, i);
  if (isDoji(c, i) || reach <= usualBody(c, i) || !fallingInto(c, i) || !unbroken(c, i - 1, i)) return null;
  if (bodyTop(c, i) > bodyFoot(c, i - 1) + near(c, i - 1)) return null;
  return seen(c, i, [within(reach, 4 * size), close(lowerShadow(c, i), noShadow(c, i)), within(reach, range(c, i))]);
}

export const singleCandles = [
  pattern({
    name: 'doji',
    direction: 'neutral',
    family: 'candles',
    bars: BARS,
    formula: '|close − open| ≤ 0.1 × mean range of the 10 bars before, range > 0, and neither dragonfly nor gravestone (TA-Lib CDLDOJI)',
    at({ drawn, mirrored }, i) {
      if (!isDoji(drawn, i) || dragonfly(drawn, i) || dragonfly(mirrored, i)) return null;
      return seen(drawn, i, [close(body(drawn, i), dojiBody(drawn, i)), close(upperShadow(drawn, i) - lowerShadow(drawn, i), range(drawn, i))]);
    },
  }),
  ...pair({
    bullish: 'dragonfly_doji',
    bearish: 'gravestone_doji',
    family: 'candles',
    bars: BARS,
    formula: 'a doji with upper shadow < 0.1 × and lower shadow > 0.1 × mean range of the 10 bars before (TA-Lib CDLDRAGONFLYDOJI)',
    look: dragonfly,
  }),
  ...pair({
    bullish: 'hammer',
    bearish: 'shooting_star',
    family: 'candles',
    bars: BARS,
    formula: 'falling into it; body shorter than the mean of 10 but no doji; lower shadow > 2 × body and > that mean; upper shadow < 0.1 × mean range; foot of the body ≤ low before + 0.2 × mean range of 5 (TA-Lib CDLHAMMER, CDLSHOOTINGSTAR with near for its gap)',
    look: hammer,
  }),
  ...pair({
    bullish: 'inverted_hammer',
    bearish: 'hanging_man',
    family: 'candles',
    bars: BARS,
    formula: 'falling into it; body shorter than the mean of 10 but no doji; upper shadow > 2 × body and > that mean; lower shadow < 0.1 × mean range; top of the body ≤ foot of the body before + 0.2 × mean range of 5 (TA-Lib CDLINVERTEDHAMMER with near for its gap, CDLHANGINGMAN)',
    look: invertedHammer,
  }),
];
