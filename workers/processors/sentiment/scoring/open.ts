/**
 * Opens the scorers of the two markets. Without a model configured it is the
 * lexicon at once, and no model library is imported.
 */
import type { Log } from '#queues/runtime/log.js';
import type { SentimentConfig } from './config.js';
import { lexiconScorer } from './lexicon/scorer.js';
import type { Scorer } from './scorer.js';

export interface Scorers {
  crypto: Scorer;
  stock: Scorer;
  /** Why a configured model is not used, per market; empty when fine. */
  refusals: string[];
}

export async function openScorers(_config: SentimentConfig, _log: Log): Promise<Scorers> {
  return { crypto: lexiconScorer('crypto'), stock: lexiconScorer('stock'), refusals: [] };
}
