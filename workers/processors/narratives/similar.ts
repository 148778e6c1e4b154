/** Which stored narratives resemble one: cosine of their telling words, rare words counting more. Pure. */
import { cosine, vectorOf, weightsOf } from './vectors.js';

/** A narrative by its telling words. */
export interface Remembered<K> {
  key: K;
  terms: readonly string[];
}
export interface Similar<K> {
  key: K;
  /** 0 to 1. */
  score: number;
}

/**
 * @param terms words of the narrative in question
 * @param past narratives it is compared with
 * @returns the `most` most alike of those that score `least` or more, best first; of equal ones the earlier given first
 */
export function similarPast<K>(terms: readonly string[], past: readonly Remembered<K>[], { most = 3, least = 0.15 } = {}): Similar<K>[] {
  const weight = weightsOf([terms, ...past.map((p) => p.terms)]);
  const own = vectorOf(terms, weight);
  return past
    .map(({ key, terms: others }) => ({ key, score: cosine(own, vectorOf(others, weight)) }))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}
