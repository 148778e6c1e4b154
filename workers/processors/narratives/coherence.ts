/**
 * Whether the articles of a theme tell one story. Two things speak for it: that
 * they use the same words, and that they agree in mood. A declared formula:
 *
 *   index = mean of the known ones of
 *     similarity   mean cosine of their TF-IDF vectors / 0.15, at most 1
 *     agreement    1 − deviation of their sentiment scores / 0.6, at least 0 (three scores or more)
 *   strong from 0.65, moderate from 0.4, weak below;
 *   conflicting where four or more are scored, three in ten above 0.15 and three in ten below −0.15.
 */
import { meanSimilarity, type Vector } from './vectors.js';

export type Coherence = 'strong' | 'moderate' | 'weak' | 'conflicting';

/** Articles that make a narrative. */
export const LEAST_ARTICLES = 3;
const SAME_WORDS = 0.15;
const WIDE_APART = 0.6;
const LEANING = 0.15;
const CAMP = 0.3;
const LEAST_IN_CONFLICT = 4;

const share = (scores: readonly number[], holds: (x: number) => boolean): number => scores.filter(holds).length / scores.length;

function agreement(scores: readonly number[]): number | null {
  if (scores.length < LEAST_ARTICLES) return null;
  const mean = scores.reduce((sum, x) => sum + x, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (scores.length - 1));
  return Math.max(0, 1 - deviation / WIDE_APART);
}

/**
 * @param vectors one per article
 * @param scores sentiment of those articles that have one, −1 to 1
 * @returns null with fewer than three articles or nothing to judge by
 */
export function coherenceOf(vectors: readonly Vector[], scores: readonly number[]): Coherence | null {
  if (vectors.length < LEAST_ARTICLES) return null;
  if (scores.length >= LEAST_IN_CONFLICT && share(scores, (x) => x > LEANING) >= CAMP && share(scores, (x) => x < -LEANING) >= CAMP) return 'conflicting';
  const alike = meanSimilarity(vectors);
  const known = [alike === null ? null : Math.min(1, alike / SAME_WORDS), agreement(scores)].filter((x) => x !== null);
  if (known.length === 0) return null;
  const index = known.reduce((sum, x) => sum + x, 0) / known.length;
  if (index >= 0.65) return 'strong';
  return index >= 0.4 ? 'moderate' : 'weak';
}
