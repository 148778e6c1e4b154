/** Which articles were published last, and how do they read? */
import type { Market, Store } from '#workers/store/index.js';
import type { NewsArticleRow, SentimentAnalysisRow } from '#workers/store/tables/news.js';

export interface NewsQuestion {
  market: Market;
  limit: number;
  symbol: string | undefined;
  /** Only what the farm has known since this instant, ms. */
  sinceMs: number | undefined;
}

/** The model's own score, and beside it what a language model made of it; null where nobody has read the article. */
const sentimentView = (s: SentimentAnalysisRow) => ({
  score: s.sentiment_score,
  confidence: s.confidence,
  label: s.label,
  model: s.model,
  enhanced_score: s.enhanced_score,
  emotion: s.emotion,
  fear_greed: s.fear_greed,
  theme: s.theme,
  language_model: s.llm_model,
});

const articleView = (a: NewsArticleRow, s: SentimentAnalysisRow | null) => ({
  id: a.article_id,
  title: a.title,
  summary: a.summary,
  url: a.url,
  source: a.source,
  author: a.author,
  symbols: a.symbols,
  categories: a.categories,
  published_at: a.published_at.toISOString(),
  available_at: a.available_at.toISOString(),
  data_source: a.data_source,
  sentiment: s && sentimentView(s),
});

/** Newest publication first. An empty list is an answer: nothing new. @param nowMs farm time. */
export async function latestNews(store: Pick<Store, 'texts'>, { market, limit, symbol, sinceMs }: NewsQuestion, nowMs: number) {
  const found = await store.texts.latest({ market, limit, atMs: nowMs, ...(symbol === undefined ? {} : { symbol }), ...(sinceMs === undefined ? {} : { sinceMs }) });
  return { market_type: market, data: found.map(({ article, sentiment }) => articleView(article, sentiment)), total: found.length };
}
