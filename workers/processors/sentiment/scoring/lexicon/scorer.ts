/** The lexicon analyser as a scorer: no model, no I/O, no failure but a blank text. */
import type { Score, Scorer } from '../scorer.js';
import { analyse } from './analyse.js';

export type Market = 'crypto' | 'stock';

/** Rises when a term, a weight or a rule changes: scores are stored with it. */
const VERSION = 1;

/** Both markets read the same finance lexicon; slang is added for crypto. */
export function lexiconScorer(market: Market): Scorer {
  const of = (text: string): Score | null => (text.trim() === '' ? null : analyse(text, market));
  return {
    model: `lexicon-${market}@${VERSION}`,
    score: async (texts, signal) => {
      signal.throwIfAborted();
      return texts.map(of);
    },
    close: async () => undefined,
  };
}
