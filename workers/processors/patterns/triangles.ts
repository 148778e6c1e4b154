/**
 * Triangles and wedges: five swings between two lines that come together, known
 * when a bar closes outside. Which one it is follows from how far each line
 * moves, in widths of the pattern. After Lo, Mamaysky and Wang (2000) and
 * Bulkowski, Encyclopedia of Chart Patterns.
 */
import type { Chart } from './chart.js';
import { breaksAbove, lineThrough, misfit, type Line } from './lines.js';
import { close, eitherWay, pair, within, type Sighting } from './pattern.js';
import type { Swing } from './swings.js';

const SWINGS = 5;
/** All in widths at the first swing: a line is level up to this, */
const LEVEL = 0.15;
/** swings may miss their line by this, closes may leave the pattern by this before the break, */
const MISS = 0.12;
/** and this much of the width may be left where the pattern ends. */
const NARROWED = 0.7;

interface Shape {
  upper: Line;
  lower: Line;
  swings: Swing[];
  /** Distance of the lines at the first swing, in price. */
  width: number;
  /** Movement of each line over the swings, in widths. */
  rise: { upper: number; lower: number };
  /** Share of the width that is left at `end`. */
  left: number;
}

function shapeAt(chart: Chart, end: number): Shape | null {
  const swings = chart.swings(end).slice(-SWINGS);
  if (swings.length < SWINGS) return null;
  const [highs, lows] = [swings.filter((s) => s.kind === 'high'), swings.filter((s) => s.kind === 'low')];
  const [upper, lower] = [lineThrough(highs), lineThrough(lows)];
  const [first, last] = [(swings[0] as Swing).index, (swings.at(-1) as Swing).index];
  const width = upper.at(first) - lower.at(first);
  const left = (upper.at(end) - lower.at(end)) / width;
  if (!(width > 0) || left <= 0 || left > NARROWED || end - last > last - first) return null;
  if (misfit(upper, highs) > MISS * width || misfit(lower, lows) > MISS * width) return null;
  const moved = (line: Line) => (line.at(last) - line.at(first)) / width;
  return { upper, lower, swings, width, rise: { upper: moved(upper), lower: moved(lower) }, left };
}

/** Closes from the first swing to the bar before `end` stay between the lines. */
function holds({ close: closes }: Chart, { upper, lower, swings, width }: Shape, end: number): boolean {
  for (let i = (swings[0] as Swing).index; i < end; i++) {
    const price = closes[i] as number;
    if (price > upper.at(i) + MISS * width || price < lower.at(i) - MISS * width) return false;
  }
  return true;
}

/** The shape with lines moving as `wanted`, on the bar that closes above it. */
const broken = (wanted: (rise: Shape['rise']) => boolean) => (chart: Chart, end: number): Sighting | null => {
  const shape = shapeAt(chart, end);
  if (!shape || !wanted(shape.rise)) return null;
  const { upper, lower, swings, width, left } = shape;
  if (!breaksAbove(chart.close, upper, (swings.at(-1) as Swing).index, end) || !holds(chart, shape, end)) return null;
  const missed = Math.max(misfit(upper, swings.filter((s) => s.kind === 'high')), misfit(lower, swings.filter((s) => s.kind === 'low')));
  return {
    bars: [...swings.map((s) => s.index), end],
    levels: { broken: upper.at(end), opposite: lower.at(end), close: chart.close[end] as number },
    fits: [close(missed, MISS * width), within(1 - left, NARROWED), within((chart.close[end] as number) - upper.at(end), chart.scale(end))],
  };
};

const isLevel = (rise: number): boolean => Math.abs(rise) <= LEVEL;
const common = { family: 'swings', bars: 30 } as const;
const source = 'width narrows to 0.7 or less, swings within 0.12 widths of their lines, closes between the lines until the break (Bulkowski; Lo, Mamaysky and Wang 2000)';

export const trianglePatterns = [
  ...pair({
    ...common,
    bullish: 'ascending_triangle',
    bearish: 'descending_triangle',
    formula: `of five swings the highs stay level (0.15 widths) and the lows rise; complete on the first close above the highs' line; ${source}`,
    look: broken(({ upper, lower }) => isLevel(upper) && lower > LEVEL),
  }),
  ...pair({
    ...common,
    bullish: 'falling_wedge',
    bearish: 'rising_wedge',
    formula: `of five swings highs and lows both fall, the highs faster; complete on the first close above the highs' line; ${source}`,
    look: broken(({ upper, lower }) => upper < -LEVEL && lower < -LEVEL),
  }),
  eitherWay({
    ...common,
    name: 'symmetrical_triangle',
    formula: `of five swings the highs fall and the lows rise; complete on the first close beyond either line, which gives the direction; ${source}`,
    look: broken(({ upper, lower }) => upper < -LEVEL && lower > LEVEL),
  }),
];
