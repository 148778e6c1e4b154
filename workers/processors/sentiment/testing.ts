/** Articles and posts for the tests of what reads texts. */
import type { NewsArticleRow, SocialPostRow } from '../../store/tables/news.js';

export const article = (id: string, knownMs: number, more: Partial<NewsArticleRow> = {}): NewsArticleRow => ({
  article_id: id,
  market_type: 'crypto',
  source: 'coindesk',
  title: 'A title',
  url: `https://news.example/${id}`,
  author: null,
  summary: null,
  content: null,
  language: 'en',
  symbols: [],
  categories: [],
  published_at: new Date(knownMs - 60_000),
  available_at: new Date(knownMs),
  ingested_at: new Date(knownMs),
  data_source: 'sim:coindesk',
  ...more,
});

export const post = (id: string, knownMs: number, more: Partial<SocialPostRow> = {}): SocialPostRow => ({
  network: 'reddit',
  post_id: id,
  channel: 'CryptoCurrency',
  author: 'someone',
  title: 'A title',
  body: null,
  url: null,
  score: null,
  replies: null,
  symbols: [],
  posted_at: new Date(knownMs - 60_000),
  available_at: new Date(knownMs),
  ingested_at: new Date(knownMs),
  data_source: 'sim:reddit',
  ...more,
});
