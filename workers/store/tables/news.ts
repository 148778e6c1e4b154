/** What was read about markets: articles, their sentiment, events, narratives, posts. */
import { double, instant, integer, json, longText, maybe, table, text, type Row } from '../table.js';
import { YEAR_AND_MORE } from '../retention/days.js';
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
    llm_model: maybe(text(80, 'language model that read it, as provider/model; NULL while none has')),
    enhanced_at: maybe(instant('when the language model had read it: its columns were not known before')),
    enhanced_score: maybe(double('sentiment_score fused with recommendation_strength, -1 to 1; NULL where the language model was not sure enough')),
    enhanced_confidence: maybe(double('confidence of enhanced_score, 0 to 1; less where the two disagree')),
    llm_confidence: maybe(double("the language model's own confidence, 0 to 1")),
    psychology: maybe(text(300, 'crowd psychology the text shows, in the words of the language model')),
    fear_greed: maybe(double('0 extreme fear to 100 extreme greed, as the language model reads the text')),
    recommendation_strength: maybe(double('-1 strong sell to 1 strong buy, as the language model reads the text')),
    theme: maybe(text(40, 'narrative theme, one of those of news_narratives')),
    narrative_summary: maybe(text(600, 'the story in a sentence or two, by the language model')),
    pattern_context: maybe(text(300, 'price pattern or level the text speaks of, by the language model; NULL where it speaks of none')),
    llm_problem: maybe(text(300, 'why the columns of the language model are NULL although it was asked')),
    ...provenance,
  },
  key: ['article_id', 'model'],
  indexes: { by_time: ['market_type', 'analyzed_at'] },
  // The first score stands; the columns of the language model are filled later, once, by repositories/enrichment.ts.
  onRepeat: 'keep',
});
export type SentimentAnalysisRow = Row<typeof sentimentAnalysis>;

/** The columns of the language model while none has read the text. */
export const notEnhanced = {
  emotion: null,
  reasoning: null,
  llm_model: null,
  enhanced_at: null,
  enhanced_score: null,
  enhanced_confidence: null,
  llm_confidence: null,
  psychology: null,
  fear_greed: null,
  recommendation_strength: null,
  theme: null,
  narrative_summary: null,
  pattern_context: null,
  llm_problem: null,
} as const satisfies Partial<SentimentAnalysisRow>;

export const llmCache = table({
  database: 'stock',
  name: 'llm_cache',
  doc: 'What a language model answered about a text, so that the same text is never paid for twice',
  columns: {
    content_hash: text(64, 'SHA-256 of the version of the question and the text, hex'),
    model: text(80, 'language model, as provider/model'),
    answer: maybe(json<Record<string, unknown>>('the answer that passed the schema; NULL where none did')),
    problem: maybe(text(300, 'why there is no answer, where the model was asked and failed the schema')),
    calls: integer('calls it cost'),
    ...provenance,
  },
  key: ['content_hash', 'model'],
  indexes: { by_time: ['ingested_at'] },
  keep: { by: 'ingested_at', days: YEAR_AND_MORE },
  onRepeat: 'keep',
});
export type LlmCacheRow = Row<typeof llmCache>;

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

/** An earlier narrative: its window's end (ISO 8601), its theme, and how alike it is, 0 to 1. */
export interface SimilarPast {
  window_end: string;
  theme: string;
  score: number;
}

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
    symbols: json<string[]>('tickers the articles are about, the most named first'),
    affected: maybe(json<Record<string, number>>('articles that name each of those tickers')),
    article_ids: json<string[]>('articles, newest first, at most 50'),
    terms: maybe(json<string[]>('its telling words, the most telling first')),
    similar_past: maybe(json<SimilarPast[]>('earlier narratives told in like words, the most alike first')),
    summary: maybe(longText('a summary, where a language model was asked')),
    ...provenance,
  },
  key: ['window_end', 'window_hours', 'theme'],
  indexes: { by_theme: ['theme', 'window_end'] },
  onRepeat: 'keep',
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
