/**
 * What the scores of a window come to, as arithmetic on sums, so that windows of
 * several sources add up without their rows. Pure. Over the texts of the window
 * that have a score s, with the model's confidence c:
 *
 *   score       Σ c·s / Σ c: what the models were sure of counts more; null when Σ c = 0
 *   mean        Σ s / n
 *   confidence  Σ c / n
 *   dispersion  sample standard deviation of s; null with fewer than two texts
 *   positive    share of texts with s > 0.1;  negative: with s < −0.1; the rest is neutral
 *   momentum    score less that of the window of equal length before it; null where either is unknown
 */
import type { SentimentFigures } from '../index.js';

/** Scores nearer to zero than this are neutral. */
export const NEUTRAL_WITHIN = 0.1;

export interface Sums {
  n: number;
  s: number;
  ss: number;
  c: number;
  cs: number;
  positive: number;
  negative: number;
  newest: Date | null;
}
export const noSums: Sums = { n: 0, s: 0, ss: 0, c: 0, cs: 0, positive: 0, negative: 0, newest: null };

const later = (a: Date | null, b: Date | null): Date | null => (a && b && a < b ? b : (a ?? b));

export const added = (a: Sums, b: Sums): Sums => ({
  n: a.n + b.n,
  s: a.s + b.s,
  ss: a.ss + b.ss,
  c: a.c + b.c,
  cs: a.cs + b.cs,
  positive: a.positive + b.positive,
  negative: a.negative + b.negative,
  newest: later(a.newest, b.newest),
});

const over = (a: number, b: number): number | null => (b > 0 ? a / b : null);
const scoreOf = ({ cs, c }: Sums): number | null => over(cs, c);

/** √((Σs² − (Σs)²/n) / (n − 1)); rounding may leave a hair below zero. */
const dispersionOf = ({ n, s, ss }: Sums): number | null => (n < 2 ? null : Math.sqrt(Math.max(0, (ss - (s * s) / n) / (n - 1))));

/** @param before the sums of the window of equal length that ended when this one began. */
export function figuresOf(now: Sums, before: Sums): SentimentFigures {
  const [score, earlier] = [scoreOf(now), scoreOf(before)];
  return {
    texts: now.n,
    score,
    mean: over(now.s, now.n),
    confidence: over(now.c, now.n),
    dispersion: dispersionOf(now),
    positive: over(now.positive, now.n),
    negative: over(now.negative, now.n),
    momentum: score === null || earlier === null ? null : score - earlier,
    newest: now.newest,
  };
}
