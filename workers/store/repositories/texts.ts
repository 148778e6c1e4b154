/**
 * Texts: articles and posts. Which of them a model has not scored is asked by an
 * anti-join on the keys of the scores, so that no mark can be lost or set too
 * early: the score is the mark. Refuses to hold more than `limit` in memory.
 */
import type { Database } from '../database.js';
import type { Market, TextsRepository, UnscoredText } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import { newsArticles, notEnhanced, sentimentAnalysis, socialPosts, type NewsArticleRow, type SentimentAnalysisRow, type SocialPostRow } from '../tables/news.js';
import { sentimentData } from '../tables/signals.js';

type Wanted = Parameters<TextsRepository['unscored']>[0];

/** Width of `sentiment_data.source`. */
const SOURCE_WIDTH = 40;
/** Forums about shares; all others are read as crypto. */
const STOCK_CHANNELS = ['investing', 'stocks', 'stockmarket', 'wallstreetbets', 'economy', 'finance'];
const STOCK_LIST = STOCK_CHANNELS.map((c) => `'${c}'`).join(', ');
const ofMarket = (market: Market): string => `COALESCE(LOWER(p.channel), '') ${market === 'stock' ? '' : 'NOT '}IN (${STOCK_LIST})`;
/** As SQL and below as JavaScript: the same name, or a post would be scored for ever. */
const POST_SOURCE = `CASE WHEN p.network = 'reddit' AND p.channel IS NOT NULL THEN LEFT(p.channel, ${SOURCE_WIDTH}) ELSE p.network END`;
const postSource = (p: Pick<SocialPostRow, 'network' | 'channel'>): string => (p.network === 'reddit' && p.channel !== null ? [...p.channel].slice(0, SOURCE_WIDTH).join('') : p.network);

/** Characters of a summary or body that are read: more than any model looks at. */
const MOST_READ = 4_000;

const joined = (...parts: (string | null)[]): string => parts.filter(Boolean).join('. ');

type Article = Pick<NewsArticleRow, 'article_id' | 'source' | 'title' | 'summary' | 'symbols' | 'available_at'>;
const articleText = (a: Article): UnscoredText => ({ kind: 'article', source: a.source.slice(0, SOURCE_WIDTH), itemId: a.article_id, text: joined(a.title, a.summary), symbols: a.symbols, knownAt: a.available_at });

type Post = Pick<SocialPostRow, 'network' | 'post_id' | 'channel' | 'title' | 'body' | 'symbols' | 'available_at'>;
const postText = (p: Post): UnscoredText => ({ kind: 'post', source: postSource(p), itemId: `${p.network}:${p.post_id}`, text: joined(p.title, p.body), symbols: p.symbols, knownAt: p.available_at });

/** The statement behind `unscored` for articles, in an order that leaves nothing open: whatever is read together is scored at one instant. Exported for the test that looks at its plan. */
export function unscoredArticles(db: Database, { market, model, fromMs, toMs, limit }: Wanted): { sql: string; values: SqlValue[] } {
  const unscored = `LEFT JOIN ${db.name(sentimentAnalysis)} s ON s.article_id = a.article_id AND s.model = ?`;
  const sql = `SELECT a.article_id, a.source, a.title, LEFT(a.summary, ${MOST_READ}) AS summary, a.symbols, a.available_at FROM ${db.name(newsArticles)} a ${unscored} WHERE a.market_type = ? AND a.available_at > ? AND a.available_at <= ? AND s.article_id IS NULL ORDER BY a.available_at DESC, a.article_id DESC LIMIT ${Math.trunc(limit)}`;
  return { sql, values: [model, market, new Date(fromMs), new Date(toMs)] };
}

/** As `unscoredArticles`, for posts: the row about MARKET stands for all rows of a text, which are written together. */
export function unscoredPosts(db: Database, { market, model, fromMs, toMs, limit }: Wanted): { sql: string; values: SqlValue[] } {
  const unscored = `LEFT JOIN ${db.name(sentimentData)} s ON s.symbol = 'MARKET' AND s.source = ${POST_SOURCE} AND s.item_id = CONCAT(p.network, ':', p.post_id) AND s.model = ?`;
  const sql = `SELECT p.network, p.post_id, p.channel, p.title, LEFT(p.body, ${MOST_READ}) AS body, p.symbols, p.available_at FROM ${db.name(socialPosts)} p ${unscored} WHERE p.network IN ('reddit', 'twitter') AND p.available_at > ? AND p.available_at <= ? AND ${ofMarket(market)} AND s.symbol IS NULL ORDER BY p.available_at DESC, p.network DESC, p.post_id DESC LIMIT ${Math.trunc(limit)}`;
  return { sql, values: [model, new Date(fromMs), new Date(toMs)] };
}

/** An article first seen this long after it was published is not news any more. */
const LATE_MS = 7 * 86_400_000;

async function latestArticles(db: Database, { market, atMs, limit, symbol, sinceMs, after }: Parameters<TextsRepository['latest']>[0]): Promise<NewsArticleRow[]> {
  const conditions = ['market_type = ?', 'available_at <= ?'];
  const values: SqlValue[] = [market, new Date(atMs)];
  if (sinceMs !== undefined) {
    conditions.push('published_at > ?', 'available_at > ?');
    values.push(new Date(Math.max(Date.UTC(2009, 0, 3), sinceMs - LATE_MS)), new Date(sinceMs));
  }
  if (symbol !== undefined) {
    // Tickers are letters and digits: quoted, they occur in the JSON text as items only.
    conditions.push('symbols LIKE ?');
    values.push(`%"${symbol}"%`);
  }
  if (after) {
    const mark = new Date(after.atMs);
    conditions.push('published_at <= ?', '(published_at < ? OR article_id < ?)');
    values.push(mark, mark, after.key);
  }
  return db.select<NewsArticleRow>(newsArticles, { sql: `SELECT * FROM ${db.name(newsArticles)} WHERE ${conditions.join(' AND ')} ORDER BY published_at DESC, article_id DESC LIMIT ${Math.trunc(limit)}`, values });
}

/** What a language model made of an article later than that was not known then. */
const knownBy = (score: SentimentAnalysisRow, atMs: number): SentimentAnalysisRow => (score.enhanced_at !== null && score.enhanced_at.getTime() > atMs ? { ...score, ...notEnhanced } : score);

/** By article, of several models' scores the newest known. */
async function scoresOf(db: Database, articles: readonly NewsArticleRow[], atMs: number): Promise<Map<string, SentimentAnalysisRow>> {
  if (articles.length === 0) return new Map();
  const list = inList(articles.map((a) => a.article_id));
  const rows = await db.select<SentimentAnalysisRow>(sentimentAnalysis, {
    sql: `SELECT * FROM ${db.name(sentimentAnalysis)} WHERE article_id IN ${list.sql} AND available_at <= ? ORDER BY available_at, model`,
    values: [...list.values, new Date(atMs)],
  });
  return new Map(rows.map((r) => [r.article_id, knownBy(r, atMs)]));
}

export function textsRepository(db: Database): TextsRepository {
  return {
    async unscored(wanted) {
      const articles = await db.select<Article>(newsArticles, unscoredArticles(db, wanted));
      const room = wanted.limit - articles.length;
      const posts = room > 0 ? await db.select<Post>(socialPosts, unscoredPosts(db, { ...wanted, limit: room })) : [];
      return [...articles.map(articleText), ...posts.map(postText)];
    },
    async latest(wanted) {
      const articles = await latestArticles(db, wanted);
      const scores = await scoresOf(db, articles, wanted.atMs);
      return articles.map((article) => ({ article, sentiment: scores.get(article.article_id) ?? null }));
    },
  };
}
