/**
 * The shape of a signal rule: an event between two neighbouring closed bars (a
 * crossing, a break), never a state, so that a signal has one bar and a market
 * that stays where it is says nothing. Pure: two rows in, a firing or null out.
 */
import type { IndicatorName } from '../indicators/index.js';

export type Direction = 'buy' | 'sell';

/** What a rule reads of a closed bar. Unknown is null. */
export type Seen = Readonly<Partial<Record<IndicatorName, number | null>>>;

export interface Firing {
  /** 0 to 1: how far beyond its threshold the event went. No chance of success. */
  strength: number;
}

export interface Rule {
  /** Without its timeframe and version; unique. */
  name: string;
  direction: Direction;
  /** Raised with every change of the formula: older rows keep the name they were found by. */
  version: number;
  formula: string;
  /** How strength is measured. */
  strength: string;
  /** Columns read, of both bars; all of them are stored as evidence. */
  inputs: readonly IndicatorName[];
  /** Both rows hold a finite number for every input. */
  fires(before: Known, now: Known): Firing | null;
}
export type Known = Readonly<Record<string, number>>;

/** A number between 0 and 1; NaN (0 / 0) is nothing beyond the threshold. */
export const share = (part: number, whole: number): number => Math.min(1, Math.max(0, whole === 0 ? 0 : part / whole));

/** a was at or below b and is above it now. */
export const crossesAbove = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] <= b[0] && a[1] > b[1];

/** Does the rule fire from one bar to the next? An unknown input is no event. */
export function fire(rule: Rule, before: Seen, now: Seen): Firing | null {
  const isKnown = (row: Seen): row is Known => rule.inputs.every((name) => Number.isFinite(row[name]));
  return isKnown(before) && isKnown(now) ? rule.fires(before, now) : null;
}

/** What the rule looked at, for the row that tells of it: `x` of the bar, `x_before` of the one before. */
export const evidenceOf = (rule: Rule, before: Seen, now: Seen): Record<string, number | null> =>
  Object.fromEntries(rule.inputs.flatMap((name) => [[name, now[name] ?? null], [`${name}_before`, before[name] ?? null]]));
