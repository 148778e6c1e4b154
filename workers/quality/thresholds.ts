/**
 * Every threshold of the validator, each with its reason. A penalty is what is
 * taken off a score of 1; several multiply. Impossible values have no penalty:
 * their row is refused.
 */
export interface Threshold {
  /** Above it (or outside of it) the finding is made; its unit is in `why`. */
  over: number;
  penalty: number;
  why: string;
}
const over = (limit: number, penalty: number, why: string): Threshold => ({ over: limit, penalty, why });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const price = {
  most: 1e9,
  staleness: [
    over(24 * HOUR, 0.9, 'ms: a price of another day says nothing about this one'),
    over(HOUR, 0.6, 'ms: a coin that trades has been traded meanwhile'),
    over(15 * MINUTE, 0.3, 'ms: three slots; upstreams refresh listed coins within minutes'),
  ],
  /** Fractions, against the newest trusted price of the same source within half an hour. */
  jump: [
    over(4, 0.85, 'fivefold and no other source saw it: a misplaced decimal or another unit, not a market'),
    over(0.5, 0.7, 'half as much again within minutes has happened to small coins, but far more often to wrong data'),
    over(0.1, 0.3, 'a tenth within minutes happens in crashes'),
  ],
  /** A jump below this many robust standard deviations of the series itself is ordinary for it. */
  ordinarySigmas: 12,
  /** What remains of a jump that another source has seen too. */
  confirmedPenalty: 0.05,
  /** Fractions, against the nearest of the other sources. */
  disagreement: [
    over(0.2, 0.7, 'no arbitrage leaves a fifth between venues: one of them is wrong, or it is another asset'),
    over(0.02, 0.15, 'fees, depegs of the quote and lag explain two percent'),
  ],
  /** Another opinion is compared while it is no older than this, ms. */
  opinionMs: 12 * MINUTE,
  repeats: over(5, 0.2, 'snapshots: a floating price that is the same to the last digit for half an hour has not been updated'),
  /** Distance from 1 within which a price is that of a pegged coin, which may stand still. */
  pegged: 0.02,
  capitalisation: over(0.5, 0.6, 'fraction by which market_cap differs from price × supply: they are made of each other, so one was not updated with the other'),
  outsideItsDay: [
    over(0.2, 0.3, 'fraction outside of its own 24-hour range: the two come from different aggregations, but not that different'),
    over(0, 0.05, 'the snapshot is newer than the range'),
  ],
  negative: over(0, 0.3, 'a volume or capitalisation below 0 is a mistake of the source'),
  noTimestamp: over(0, 0.1, 'the source usually says when; this time its age is unknown'),
} as const;

export const bars = {
  apart: over(4, 1, 'fraction: fivefold is a misplaced decimal, another unit or another asset, not a market; the bar is refused'),
  /** Another word is compared while it is no further from the instant of the bar's close, ms. */
  opinionMs: 17 * MINUTE,
} as const;

export const derivatives = {
  mostFunding: 0.1,
  funding: over(0.02, 0.3, 'venues cap a payment near 2-3 % of the position; more is rare'),
  basis: [
    over(0.2, 0.7, 'a perpetual a fifth off its index is mispriced data or a delisting'),
    over(0.05, 0.3, 'five percent happen in squeezes'),
  ],
  staleMs: over(30 * MINUTE, 0.3, 'ms: two slots; venues answer with the present'),
  markJump: over(0.3, 0.5, 'fraction against the snapshot before'),
  interestJump: over(2, 0.3, 'fraction: open interest tripled between two slots'),
  venues: [over(0.2, 0.7, 'as for prices'), over(0.02, 0.15, 'as for prices')],
  repeat: over(0, 0.2, 'mark, index and funding all the same as a slot ago'),
} as const;

/** A row below this score is kept and never read where a price is wanted for features. */
export const TRUSTED = 0.5;

interface Range {
  from: number;
  to: number;
  why: string;
}
/** What a published series can be at all; a value outside is refused. */
export const seriesRange: Readonly<Record<string, Range>> = {
  FEAR_GREED: { from: 0, to: 100, why: 'an index of 0 to 100' },
  VIX: { from: 1, to: 300, why: 'percent a year; the record is 172 (the old index, 1987)' },
  VIXCLS: { from: 1, to: 300, why: 'percent a year' },
  UNRATE: { from: 0, to: 100, why: 'a percentage of people' },
  DGS2: { from: -5, to: 50, why: 'percent a year; the record of any of them is 17' },
  DGS10: { from: -5, to: 50, why: 'percent a year' },
  DGS30: { from: -5, to: 50, why: 'percent a year' },
  FEDFUNDS: { from: -5, to: 50, why: 'percent a year; the record is 22' },
  DXY: { from: 20, to: 400, why: 'index of 1973 = 100; it has been between 70 and 165' },
};

/** By how much a published figure may differ from the newest one stored before it is refused. */
export interface SeriesJump {
  by: number;
  as: 'factor' | 'difference';
  why: string;
}
/** What holds for every series that is not named: levels and indices do not become the fivefold, nor a fifth, nor nothing. */
export const jumpOfAny: SeriesJump = { by: 5, as: 'factor', why: 'a misplaced decimal or another unit' };
const points = (by: number, why: string): SeriesJump => ({ by, as: 'difference', why });
/** Percentages and spreads may be near 0, where a factor says nothing. */
export const seriesJump: Readonly<Record<string, SeriesJump>> = {
  DGS2: points(2, 'percentage points; the largest fall in three days was 1.1 (March 2023)'),
  DGS10: points(2, 'percentage points, as for two years'),
  DGS30: points(2, 'percentage points, as for two years'),
  TNX: points(2, 'percentage points, as for two years'),
  FEDFUNDS: points(3, 'percentage points in a month; more has not been since 1982'),
  UNRATE: points(12, 'percentage points in a month; April 2020 had 10.3'),
  FEAR_GREED: points(60, 'of 100, from day to day'),
};
/** Days for which the newest value stored contradicts another, by the length of a series' period; after that the new one is believed. */
export const contradictsDays = { day: 10, week: 30, month: 100, quarter: 300 } as const;
