/**
 * What may be asked of stored texts: which have no score yet, what they say in
 * windows of time, and what a language model added. Instants are ms.
 */
import type { PageMark } from './finding-reads.js';
import type { LlmCacheRow, NewsArticleRow, SentimentAnalysisRow } from './tables/news.js';

export type Market = 'crypto' | 'stock';

/** A text as a scorer needs it. */
export interface UnscoredText {
  kind: 'article' | 'post';
  /** Site of an article; subreddit or network of a post. */
  source: string;
  /** article_id, or network:post_id. */
  itemId: string;
  text: string;
  symbols: string[];
  /** When the text became known. */
  knownAt: Date;
}

export interface TextsRepository {
  /** Texts of the market that this model has not scored, known in (from, to], newest first. */
  unscored(wanted: { market: Market; model: string; fromMs: number; toMs: number; limit: number }): Promise<UnscoredText[]>;
  /** Articles of the market known at `atMs`, newest publication first; `sinceMs`: first known after it; `after`: behind the article of this publication and id; each with its newest score. */
  latest(wanted: { market: Market; atMs: number; limit: number; symbol?: string; sinceMs?: number; after?: PageMark }): Promise<{ article: NewsArticleRow; sentiment: SentimentAnalysisRow | null }[]>;
}

export const sentimentWindows = { '1h': 3_600_000, '4h': 14_400_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
export type SentimentWindowName = keyof typeof sentimentWindows;

/** What the texts of one window say; figures as `repositories/sentiment-figures.ts` defines them, null where unknown. */
export interface SentimentFigures {
  texts: number;
  score: number | null;
  mean: number | null;
  confidence: number | null;
  dispersion: number | null;
  positive: number | null;
  negative: number | null;
  momentum: number | null;
  newest: Date | null;
}
export interface SentimentWindow {
  symbol: string;
  window: SentimentWindowName;
  whole: SentimentFigures;
  bySource: Record<string, SentimentFigures>;
}

export interface SentimentRepository {
  /** One entry per symbol and window, in the order asked, from what was known at `atMs`; a text that several models scored counts once. */
  windows(symbols: readonly string[], atMs: number, only?: { market?: Market; windows?: readonly SentimentWindowName[]; sources?: readonly string[] }): Promise<SentimentWindow[]>;
  /** Whether any text of this market about the symbol had been scored by `atMs`. */
  knows(symbol: string, market: Market, atMs: number): Promise<boolean>;
}

/** What a language model adds to an article's score. */
export type Enhancement = Pick<SentimentAnalysisRow, 'article_id' | 'model' | 'emotion' | 'reasoning' | 'enhanced_score' | 'enhanced_confidence' | 'llm_confidence' | 'psychology' | 'fear_greed' | 'recommendation_strength' | 'theme' | 'narrative_summary' | 'pattern_context' | 'llm_problem'> & { llm_model: string; enhanced_at: Date };
/** A scored article that the language model has not read. */
export type UnreadArticle = Pick<NewsArticleRow, 'article_id' | 'title' | 'summary'> & Pick<SentimentAnalysisRow, 'sentiment_score' | 'confidence'>;

export interface EnrichmentRepository {
  /** Articles scored by `model`, known after `fromMs`, not yet read by the language model; newest first. */
  unread(wanted: { market: Market; model: string; llm: string; fromMs: number; limit: number }): Promise<UnreadArticle[]>;
  /** Answers by content hash. */
  cached(hashes: readonly string[], llm: string): Promise<Map<string, LlmCacheRow>>;
  remember(row: LlmCacheRow): Promise<void>;
  /** Fills the language model's columns; the model's own score is never touched. */
  enhance(rows: readonly Enhancement[]): Promise<number>;
}
