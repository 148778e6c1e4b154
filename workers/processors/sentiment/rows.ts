/**
 * The rows of a scored text. Pure. Event time is when the text became known; the
 * score itself is known when it was made, which may be later: both are kept, so
 * that a feature at an instant uses the scores that existed then.
 */
import type { Market, UnscoredText } from '../../store/index.js';
import { notEnhanced, type SentimentAnalysisRow } from '../../store/tables/news.js';
import type { SentimentRow } from '../../store/tables/signals.js';
import type { Score } from './scoring/scorer.js';

/** The market as a whole: every text is about it. */
export const MARKET = 'MARKET';

export interface Scored {
  text: UnscoredText;
  /** Null where the model failed: stored as NULL, never as zero. */
  score: Score | null;
}
export interface Stamp {
  market: Market;
  model: string;
  /** When it was scored. */
  at: Date;
  dataSource: string;
}

const verdictOf = (score: Score | null) => ({ sentiment_score: score?.score ?? null, confidence: score?.confidence ?? null, label: score?.label.slice(0, 20) ?? null });

/** One row per asset the text mentions, and one about the market. */
export const sentimentRows = ({ text, score }: Scored, { market, model, at, dataSource }: Stamp): SentimentRow[] =>
  [...new Set([MARKET, ...text.symbols])].map((symbol) => ({
    symbol,
    source: text.source,
    item_id: text.itemId,
    analyzed_at: text.knownAt,
    model,
    ...verdictOf(score),
    market_type: market,
    available_at: at,
    ingested_at: at,
    data_source: dataSource,
  }));

/** The row of an article. */
export const analysisRow = ({ text, score }: Scored, { market, model, at, dataSource }: Stamp): SentimentAnalysisRow => ({
  article_id: text.itemId,
  model,
  market_type: market,
  ...verdictOf(score),
  analyzed_at: at,
  ...notEnhanced,
  available_at: at,
  ingested_at: at,
  data_source: dataSource,
});
