/** Which articles were published last, and how do they read? */
import type { Market, Store } from '#workers/store/index.js';
import { z } from 'zod';
import { newsArticles, sentimentAnalysis, type NewsArticleRow, type SentimentAnalysisRow } from '#workers/store/tables/news.js';
import { count, field, jsonField, maybe, named } from './fields.js';
import { cursorAfter, markIn, nextCursor } from './page.js';

const { columns: article } = newsArticles;
const { columns: score } = sentimentAnalysis;
/** The model's own score, and beside it what a language model made of it. */
const sentimentShape = named(
  'ArticleSentiment',
  sentimentAnalysis.doc,
  z.strictObject({
    score: field(score.sentiment_score),
    confidence: field(score.confidence),
    label: field(score.label),
    model: field(score.model),
    enhanced_score: field(score.enhanced_score),
    emotion: field(score.emotion),
    fear_greed: field(score.fear_greed),
    theme: field(score.theme),
    language_model: field(score.llm_model),
  }),
);
const articleShape = named(
  'Article',
  'An article as its source published it',
  z.strictObject({
    id: field(article.article_id),
    title: field(article.title),
    summary: field(article.summary),
    url: field(article.url),
    source: field(article.source),
    author: field(article.author),
    symbols: jsonField(article.symbols, z.array(z.string())),
    categories: jsonField(article.categories, z.array(z.string())),
    published_at: field(article.published_at),
    available_at: field(article.available_at),
    data_source: field(article.data_source),
    sentiment: maybe(sentimentShape).describe('null while no model has scored the article'),
  }),
);
export const newsAnswer = named('News', 'Articles, newest publication first', z.strictObject({ market_type: z.enum(['crypto', 'stock']), data: z.array(articleShape), total: count('articles in data'), next_cursor: nextCursor }));
export type NewsView = z.infer<typeof newsAnswer>;

export interface NewsQuestion {
  market: Market;
  limit: number;
  symbol: string | undefined;
  /** Only what the farm has known since this instant, ms. */
  sinceMs: number | undefined;
  cursor?: string | undefined;
}

const sentimentView = (s: SentimentAnalysisRow): z.infer<typeof sentimentShape> => ({
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

const articleView = (a: NewsArticleRow, s: SentimentAnalysisRow | null): z.infer<typeof articleShape> => ({
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

/** Newest publication first. An empty list is an answer: nothing new. @param atMs farm time at which it was known. @throws ApiError VALIDATION_ERROR for a cursor that is not ours. */
export async function latestNews(store: Pick<Store, 'texts'>, { market, limit, symbol, sinceMs, cursor }: NewsQuestion, atMs: number): Promise<NewsView> {
  const after = cursor === undefined ? undefined : markIn(cursor);
  const found = await store.texts.latest({ market, limit: limit + 1, atMs, ...(symbol === undefined ? {} : { symbol }), ...(sinceMs === undefined ? {} : { sinceMs }), ...(after ? { after } : {}) });
  const page = found.slice(0, limit);
  const last = page.at(-1)?.article;
  const mark = found.length > limit && last ? { atMs: last.published_at.getTime(), key: last.article_id } : null;
  return { market_type: market, data: page.map(({ article, sentiment }) => articleView(article, sentiment)), total: page.length, next_cursor: cursorAfter(mark) };
}

/** An article as sockets push it: about its symbols, and for those who follow everything. */
export interface NewsUpdate {
  /** The first of its symbols: what a slow reader is owed is the newest article about it. */
  symbol: string;
  timestamp: string;
  about: readonly string[];
  data: z.infer<typeof articleShape> & { market_type: Market };
}

const MOST_ITEMS = 50;

/**
 * Articles the farm has known since an instant, or the newest about any of the symbols (of everything, where none is named);
 * oldest first, as they are told.
 */
export async function newsItems(store: Pick<Store, 'texts'>, q: { market: Market; sinceMs?: number; symbols?: readonly string[] }, nowMs: number): Promise<NewsUpdate[]> {
  const { data } = await latestNews(store, { market: q.market, limit: MOST_ITEMS, symbol: q.symbols?.length === 1 && q.symbols[0] !== EVERYTHING ? q.symbols[0] : undefined, sinceMs: q.sinceMs }, nowMs);
  const followed = new Set(q.symbols?.filter((s) => s !== EVERYTHING));
  const wanted = followed.size === 0 ? data : data.filter((a) => a.symbols.some((s) => followed.has(s)));
  return wanted.reverse().map((a) => ({ symbol: a.symbols[0] ?? 'MARKET', timestamp: a.published_at, about: [...a.symbols, EVERYTHING], data: { ...a, market_type: q.market } }));
}
const EVERYTHING = '*';
