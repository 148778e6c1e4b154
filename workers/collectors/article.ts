/**
 * An article as its source tells it, and the row it becomes. Known to the world,
 * as far as this farm can prove, from the moment it was first seen: `available_at`
 * is the instant of receipt, whatever the article says of itself.
 *
 * `published_at` is what the source says; without a readable date the instant of
 * receipt, which is at most too late. An instant a little ahead of ours is another
 * clock, and counts as now; one further ahead is not believed.
 * Refuses articles without a headline or a web address, and those taken back.
 * Names of assets are looked for in headline and summary (or the beginning of the
 * body): further down, articles name coins in passing.
 */
import { articleId, canonicalUrl } from '../text/address.js';
import { plainText } from '../text/markup.js';
import type { NewsArticleRow } from '../store/tables/news.js';
import type { Received } from './collector.js';

/** Clocks may differ by this much. */
export const AHEAD_MS = 600_000;
const FIRST_MS = Date.UTC(1995, 0, 1);
const MOST = { title: 500, url: 1_000, author: 200, summary: 5_000, content: 50_000, category: 100, source: 60 } as const;
const MOST_CATEGORIES = 20;
/** Characters of a body read for names of assets where there is no summary. */
const MOST_LEAD = 500;
const TAKEN_BACK = /^\[?(?:removed|deleted)(?: by user)?\]?$/i;

/** Texts may hold markup. */
export interface Told {
  source: string;
  address: string;
  title: string;
  publishedAt: Date | null;
  author?: string | null;
  summary?: string | null;
  content?: string | null;
  language?: string | null;
  categories?: readonly string[];
  /** More text that names assets. */
  tickers?: string;
}

/** At most so many characters, never half of one. */
export const cut = (text: string, most: number): string => (text.length > most ? text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '') : text);
/** Plain text, or null for none. */
export const textOr = (markup: string | null | undefined, most: number): string | null => cut(plainText(markup ?? ''), most) || null;

/** When it was written, as far as can be believed; or why not. */
export function instantSeen(told: Date | null, { at }: Pick<Received, 'at'>): Date | string {
  if (told === null) return at;
  const aheadMs = told.getTime() - at.getTime();
  if (aheadMs > AHEAD_MS) return `published in the future: ${Math.round(aheadMs / 60_000)} minutes ahead of our clock`;
  if (told.getTime() < FIRST_MS) return 'published before there was a web';
  return aheadMs > 0 ? at : told;
}

/** The row, or the reason why there is none. */
export function articleRow(told: Told, market: 'crypto' | 'stock', received: Received): NewsArticleRow | string {
  const title = textOr(told.title, MOST.title);
  if (title === null) return 'it has no headline';
  if (TAKEN_BACK.test(title)) return 'taken back by its publisher';
  const url = canonicalUrl(told.address);
  if (url === null) return 'it has no web address';
  if (url.length > MOST.url) return `its address is longer than ${MOST.url} characters`;
  const publishedAt = instantSeen(told.publishedAt, received);
  if (typeof publishedAt === 'string') return publishedAt;
  const summary = textOr(told.summary, MOST.summary);
  const content = textOr(told.content, MOST.content);
  return {
    article_id: articleId(url),
    market_type: market,
    source: cut(told.source, MOST.source),
    title,
    url,
    author: textOr(told.author, MOST.author),
    summary,
    content,
    language: languageOf(told.language),
    symbols: received.symbolsIn?.([title, summary ?? content?.slice(0, MOST_LEAD), told.tickers].filter(Boolean).join('. '), publishedAt) ?? [],
    categories: categoriesOf(told.categories ?? []),
    published_at: publishedAt,
    available_at: received.at,
    ingested_at: received.at,
    data_source: received.dataSource,
  };
}

const languageOf = (tag: string | null | undefined): string | null => (tag && /^[a-z]{2,3}(?:-[a-z0-9]{2,6})?$/i.test(tag) ? tag : null);

function categoriesOf(told: readonly string[]): string[] {
  const plain = told.map((c) => cut(plainText(c), MOST.category)).filter((c) => c !== '');
  return [...new Set(plain)].slice(0, MOST_CATEGORIES);
}
