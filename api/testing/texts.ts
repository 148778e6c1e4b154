/** Scores of texts, as the farm stores them. */
import type { SentimentRow } from '#workers/store/tables/signals.js';
import { NOW } from './rows.js';

/** Of a text that became known so long before now. */
export const scored = (symbol: string, item: string, ageMs: number, more: Partial<SentimentRow> = {}): SentimentRow => {
  const at = new Date(NOW - ageMs);
  return { symbol, source: 'coindesk', item_id: item, analyzed_at: at, model: 'lexicon-crypto@1', sentiment_score: 0.5, confidence: 0.5, label: 'positive', market_type: 'crypto', available_at: at, ingested_at: at, data_source: 'sim:sentiment', ...more };
};
