/**
 * The shape of a chart pattern. A declaration says what is looked for and by
 * which formula; its `at` is asked about one bar and reads no later one, so a
 * pattern can never know the future. A bearish form is its bullish one upside
 * down: written once, declared as a pair.
 */
import type { Chart, View } from './chart.js';

export type Direction = 'bullish' | 'bearish' | 'neutral';

/** What `at` saw, in bars and prices of the chart it was given. */
export interface Sighting {
  /** Indices of the bars that prove it, oldest first; the last one is the bar asked about. */
  bars: number[];
  /** Prices that matter, by name. */
  levels: Record<string, number>;
  /** How far inside its limits each measure is, 0 to 1; their mean is the confidence. */
  fits: number[];
  /** Where the declaration leaves it open. */
  direction?: Direction;
}

export interface Pattern {
  name: string;
  direction: Direction;
  family: 'candles' | 'swings';
  /** Bars there must be, the last one included. */
  bars: number;
  /** In words or symbols, with its source. */
  formula: string;
  /** The pattern that is complete on bar `end` and was not before, or null. */
  at(view: View, end: number): Sighting | null;
}

/** One pattern on one bar, as it is stored. */
export interface Found {
  pattern: string;
  direction: Direction;
  /** Start of the first bar that proves it, ms. */
  startedAt: number;
  /** Close of the last bar that proves it, ms: the instant it can be known. */
  endedAt: number;
  /** 0 to 1: how well the bars fit the formula. It is no chance of success. */
  confidence: number;
  evidence: { bars: number[]; levels: Record<string, number> };
}

/** `value` as a share of `full`, within 0 to 1: how much of a wish is there. */
export const within = (value: number, full: number): number => Math.max(0, Math.min(1, value / full));
/** 1 at no deviation, 0 at the tolerance or beyond. */
export const close = (deviation: number, tolerance: number): number => 1 - within(Math.abs(deviation), tolerance);

type Looked = (chart: Chart, end: number) => Sighting | null;
interface Pair extends Pick<Pattern, 'family' | 'bars'> {
  bullish: string;
  bearish: string;
  /** The formula of the bullish form; the bearish form is its mirror image. */
  formula: string;
  look: Looked;
}

const upright = (sighting: Sighting | null): Sighting | null =>
  sighting && { ...sighting, levels: Object.fromEntries(Object.entries(sighting.levels).map(([name, price]) => [name, -price])) };

/** A pattern that has no side of its own, or only one. */
export const pattern = (p: Pattern): Pattern => p;

/** Both forms of a pattern from its bullish one. */
export const pair = ({ bullish, bearish, formula, look, ...rest }: Pair): [Pattern, Pattern] => [
  { ...rest, name: bullish, direction: 'bullish', formula, at: ({ drawn }, end) => look(drawn, end) },
  { ...rest, name: bearish, direction: 'bearish', formula: `mirror image of ${bullish}: ${formula}`, at: ({ mirrored }, end) => upright(look(mirrored, end)) },
];

/** A pattern whose direction is that of its break: up as drawn, down as seen upside down. */
export const eitherWay = ({ look, ...rest }: Omit<Pattern, 'at' | 'direction'> & { look: Looked }): Pattern => ({
  ...rest,
  direction: 'neutral',
  at({ drawn, mirrored }, end) {
    const up = look(drawn, end);
    if (up) return { ...up, direction: 'bullish' };
    const down = upright(look(mirrored, end));
    return down && { ...down, direction: 'bearish' };
  },
});
