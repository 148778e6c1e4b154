/**
 * Opens the scorers of the two markets. Without a model configured it is the
 * lexicon at once, and no thread or model library is loaded. A model that cannot
 * be used is refused by name and the lexicon scores its market.
 */
import type { Log } from '#queues/runtime/log.js';
import { wantsModels, type SentimentConfig } from './config.js';
import { lexiconScorer, type Market } from './lexicon/scorer.js';
import { openModel } from './model/scorer.js';
import type { Scorer } from './scorer.js';

export interface Scorers {
  crypto: Scorer;
  stock: Scorer;
  /** Why a configured model is not used, per market; empty when fine. */
  refusals: string[];
}

/** Beside this file once compiled. */
const compiledEntry = new URL('./model/thread-entry.js', import.meta.url);

/** @param entry the compiled model/thread-entry; tests, which run the sources, hand over their own. Never throws for a model. */
export async function openScorers(config: SentimentConfig, log: Log, entry: URL = compiledEntry): Promise<Scorers> {
  const refusals: string[] = [];
  const open = async (market: Market, model: string): Promise<Scorer> => {
    if (!wantsModels(config)) return lexiconScorer(market);
    try {
      const scorer = await openModel(market, { config, log, entry });
      log.info({ market, model: scorer.model }, 'sentiment model loaded');
      return scorer;
    } catch (error) {
      const lexicon = lexiconScorer(market);
      const reason = error instanceof Error ? error.message : String(error);
      refusals.push(`${market}: ${model} is not used, ${lexicon.model} scores instead: ${reason}`);
      log.warn({ market, model, used: lexicon.model, reason }, 'a sentiment model was refused');
      return lexicon;
    }
  };
  // One after the other: loading is the memory peak.
  const crypto = await open('crypto', config.CRYPTOBERT_MODEL);
  return { crypto, stock: await open('stock', config.FINBERT_MODEL), refusals };
}
