/**
 * Double and triple bottoms, and tops upside down: lows at one price after a
 * fall, known when a bar closes above the highest price between them. After
 * Lo, Mamaysky and Wang, Foundations of Technical Analysis (2000), section II.A,
 * with tolerances as shares of the pattern's height instead of the price, so
 * that five-minute and daily bars are judged alike.
 */
import type { Chart } from './chart.js';
import { breaksAbove, level } from './lines.js';
import { close, pair, within, type Sighting } from './pattern.js';
import type { Swing } from './swings.js';

/** Largest difference between lows, as a share of the height. */
const TOLERANCE = 0.2;
/** Bars between the first and the last low, at least. */
const LEAST_BARS = 6;

const mean = (values: number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The last 2n swings, a high before n lows with highs between, when the last one is a low. */
export function lowsAfterHigh(chart: Chart, end: number, n: number): Swing[] | null {
  const swings = chart.swings(end);
  if (swings.length < 2 * n || swings.at(-1)?.kind !== 'low') return null;
  return swings.slice(-2 * n);
}

const bottoms = (n: number) => (chart: Chart, end: number): Sighting | null => {
  const swings = lowsAfterHigh(chart, end, n);
  if (!swings) return null;
  const lows = swings.filter((s) => s.kind === 'low');
  const [before, ...between] = swings.filter((s) => s.kind === 'high') as [Swing, ...Swing[]];
  const [first, last] = [lows[0] as Swing, lows.at(-1) as Swing];
  const neck = Math.max(...between.map((s) => s.price));
  const floor = mean(lows.map((s) => s.price));
  const height = neck - floor;
  const apart = Math.max(...lows.map((s) => Math.abs(s.price - floor))) * 2;
  const length = last.index - first.index;
  if (apart > TOLERANCE * height || length < LEAST_BARS || before.price < neck || end - last.index > length) return null;
  if (!breaksAbove(chart.close, level(neck), last.index, end)) return null;
  const passed = (chart.close[end] as number) - neck;
  return {
    bars: [...swings.slice(1).map((s) => s.index), end],
    levels: { floor, neckline: neck, close: chart.close[end] as number },
    fits: [close(apart, TOLERANCE * height), within(before.price - neck, height), within(passed, chart.scale(end))],
  };
};

const formula = (lows: string, between: string) =>
  `${lows} swing lows within 0.2 × height of each other and 6 bars or more apart, after a high at or above the neckline; complete on the first close above the neckline, ${between} (Lo, Mamaysky and Wang 2000)`;

export const bottomPatterns = [
  ...pair({ bullish: 'double_bottom', bearish: 'double_top', family: 'swings', bars: 20, formula: formula('two', 'the high between them'), look: bottoms(2) }),
  ...pair({ bullish: 'triple_bottom', bearish: 'triple_top', family: 'swings', bars: 30, formula: formula('three', 'the higher of the highs between them'), look: bottoms(3) }),
];
