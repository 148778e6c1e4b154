/** What was read about markets: articles, their sentiment, events, narratives, posts. */
import { double, instant, integer, json, longText, maybe, table, text, type Row } from '../table.js';
import { provenance } from './provenance.js';

export const newsArticles = table({
  database: 'stock',
  name: 'news_articles',
  doc: 'Articles, one row per canonical address',
  columns: {
    article_id: text(64, 'SHA-256 of the canonical address, hex'),
    market_type: text(10, 'crypto or stock'),
    source: text(60, 'site or service the article came from'),
    title: text(500, 'headline'),
    url: text(1000, 'address, without tracking parameters'),
    author: maybe(text(200, 'author')),
    summary: maybe(longText('summary or first paragraph, as text')),
    content: maybe(longText('body, as text, where the source gives it')),
    language: maybe(text(10, 'BCP 47 tag')),
    symbols: json<string[]>('tickers the text is about'),
    categories: json<string[]>("the source's own categories"),
    published_at: instant('when the source says it was published'),
    ...provenance,
  },
  key: ['article_id'],
  indexes: { by_time: ['market_type', 'published_at'], by_known: ['market_type', 'available_at'], by_source: ['source', 'published_at'] },
  onRepeat: 'keep',
});
export type NewsArticleRow = Row<typeof newsArticles>;

export const sentimentAnalysis = table({
  database: 'stock',
  name: 'sentiment_analysis',
  doc: 'What one model said about one article',
  columns: {
    article_id: text(64, 'article'),
    model: text(80, 'model and version'),
    market_type: text(10, 'crypto or stock'),
    sentiment_score: maybe(double('P(positive) − P(negative), -1 to 1; NULL where the model failed')),
    confidence: maybe(double('probability of the likeliest label, 0 to 1')),
    label: maybe(text(20, "the likeliest label, by the model's own id2label")),
    emotion: maybe(text(20, 'fear, greed, euphoria, panic, uncertainty or confidence, where a language model was asked')),
    reasoning: maybe(longText('what the language model gave as its reason')),
    analyzed_at: instant('when it was scored'),
    ...provenance,
  },
  key: ['article_id', 'model'],
  indexes: { by_time: ['market_type', 'analyzed_at'] },
});
export type SentimentAnalysisRow = Row<typeof sentimentAnalysis>;

export const marketEvents = table({
  database: 'stock',
  name: 'market_events',
  doc: 'Dated events that move markets, and anomalies found in stored rows',
  columns: {
    event_id: text(64, 'hash of kind, subject and instant'),
    kind: text(40, 'such as listing, hack, fork, halving, release, anomaly'),
    subject: text(40, 'ticker or series it is about, or MARKET'),
    occurred_at: instant('when it happened'),
    title: text(300, 'what happened, in a line'),
    severity: maybe(double('0 to 1')),
    details: json<Record<string, unknown>>('what else is known'),
    ...provenance,
  },
  key: ['event_id'],
  indexes: { by_time: ['occurred_at'], by_subject: ['subject', 'occurred_at'] },
  onRepeat: 'keep',
});
export type MarketEventRow = Row<typeof marketEvents>;

export const newsNarratives = table({
  database: 'stock',
  name: 'news_narratives',
  doc: 'Themes the news tell in a window of time',
  columns: {
    window_end: instant('end of the window'),
    window_hours: integer('length of the window'),
    theme: text(40, 'regulation, adoption, technology, macro_economic, institutional, defi, security, market_structure, geopolitical or other'),
    coherence: maybe(text(20, 'strong, moderate, weak or conflicting')),
    articles: integer('articles behind it'),
    share: maybe(double('share of the articles of the window, 0 to 1')),
    sentiment_score: maybe(double('mean score of those articles, -1 to 1; NULL while none is scored')),
    symbols: json<string[]>('tickers the articles are about'),
    article_ids: json<string[]>('articles, newest first, at most 50'),
    summary: maybe(longText('a summary, where a language model was asked')),
    ...provenance,
  },
  key: ['window_end', 'window_hours', 'theme'],
  indexes: { by_theme: ['theme', 'window_end'] },
});
export type NewsNarrativeRow = Row<typeof newsNarratives>;

export const socialPosts = table({
  database: 'prices',
  name: 'social_posts',
  doc: 'Posts of forums and short-message services',
  columns: {
    network: text(20, 'reddit or twitter'),
    post_id: text(64, 'id in the network'),
    channel: maybe(text(80, 'subreddit or list')),
    author: maybe(text(100, 'author name, as shown')),
    title: maybe(text(500, 'title, where there is one')),
    body: maybe(longText('text')),
    url: maybe(text(1000, 'address')),
    score: maybe(integer('votes or likes when it was read')),
    replies: maybe(integer('replies when it was read')),
    symbols: json<string[]>('tickers the text is about'),
    posted_at: instant('when it was posted'),
    ...provenance,
  },
  key: ['network', 'post_id'],
  indexes: { by_time: ['network', 'posted_at'], by_known: ['network', 'available_at'] },
  onRepeat: 'keep',
});
export type SocialPostRow = Row<typeof socialPosts>;
