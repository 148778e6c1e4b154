/**
 * News of markets and the economy: the Guardian's search every slot, oldest first
 * from where the last reading ended, and NewsAPI once an hour: its developers'
 * plan has 100 calls a day and tells of articles a day late, so both kinds of
 * article count as known from first sight. The last hours are read again each
 * time: articles turn up late, under the instant they were written for.
 *
 *   {"response":{"status":"ok","currentPage":1,"pages":2,"results":[{"id":"business/…","webPublicationDate":"2020-01-06T18:39:25Z",
 *     "webTitle":"…","webUrl":"https://…","sectionName":"Media","fields":{"trailText":"…<b>…"}}]}}
 *   {"status":"ok","totalResults":7724,"articles":[{"source":{"id":null,"name":"Cdr.cz"},"author":null,"title":"…","description":null,
 *     "url":"https://…","publishedAt":"2020-08-09T07:00:00Z","content":"… [+1234 chars]"}]}
 */
import { z } from 'zod';
import type { NewsArticleRow } from '../store/tables/news.js';
import { articleRow } from './article.js';
import { collector, type Call, type CallWindow, type Parsed, type Received } from './collector.js';
import { instantOf } from './feed/when.js';
import { complaints, sift } from './sift.js';

const HOUR = 3_600_000;
const AGAIN_MS = { guardian: HOUR, newsapi: 6 * HOUR } as const;
const FIRST_REACH_MS = { guardian: 48 * HOUR, newsapi: 72 * HOUR } as const;
/** Pages of the Guardian's search read in one slot. */
const MOST_PAGES = 5;
const GUARDIAN_WORDS = 'markets OR economy OR shares OR inflation OR "interest rates" OR earnings OR banking';
const NEWSAPI_WORDS = '"stock market" OR stocks OR "Wall Street" OR "Federal Reserve" OR inflation OR earnings';

const guardianBody = z.object({ response: z.object({ currentPage: z.number().default(1), pages: z.number().default(1), results: z.array(z.unknown()) }) });
const newsapiBody = z.object({ totalResults: z.number().default(0), articles: z.array(z.unknown()) });
type Body = z.infer<typeof guardianBody> | z.infer<typeof newsapiBody>;

const words = z.string().nullish().transform((s) => s ?? '');
const found = z.object({
  webTitle: z.string(),
  webUrl: z.string(),
  webPublicationDate: z.string(),
  sectionName: words,
  pillarName: words,
  fields: z.object({ headline: words, trailText: words, byline: words }).nullish(),
});
const told = z.object({
  source: z.object({ name: words }).nullish(),
  author: words,
  title: z.string('it has no headline'),
  description: words,
  url: z.string(),
  publishedAt: z.string(),
  content: words,
});

export const stockNews = collector<'news_articles', Body>({
  source: 'stock-news',
  host: 'guardian',
  others: ['newsapi'],
  into: 'news_articles',
  response: guardianBody,
  plan: (_assets, window) => ({ calls: [...guardian(window), ...newsapi(window)], missing: [] }),
  rows: (body, call, received) => ('articles' in body ? ofNewsapi(body, call, received) : ofGuardian(body, call, received)),
});

/** ISO 8601 to the second, from a little before the last reading ended. */
function fromOf({ cursors, now }: CallWindow, host: keyof typeof AGAIN_MS): string {
  const known = Date.parse(cursors.get(host) ?? '');
  const from = Number.isFinite(known) ? known - AGAIN_MS[host] : now - FIRST_REACH_MS[host];
  return `${new Date(from).toISOString().slice(0, 19)}Z`;
}

const guardian = (window: CallWindow): Call[] =>
  window.canAsk('guardian') ? [guardianPage({ q: GUARDIAN_WORDS, section: 'business|money', 'from-date': fromOf(window, 'guardian') }, 1)] : [];

const guardianPage = (query: Call['query'], page: number): Call => ({
  item: 'guardian', assets: [], host: 'guardian', kind: 'search', path: '/search', cost: 1, most: 50, page,
  query: { ...query, 'order-by': 'oldest', 'page-size': 50, page, 'show-fields': 'headline,trailText,byline' },
});

/** One call an hour, in whichever slot of it comes first: a slot may be skipped. */
function newsapi(window: CallWindow): Call[] {
  const hour = String(Math.floor(window.slot / HOUR));
  if (!window.canAsk('newsapi') || window.cursors.get('newsapi hour') === hour) return [];
  const query = { q: NEWSAPI_WORDS, searchIn: 'title', from: fromOf(window, 'newsapi'), language: 'en', sortBy: 'publishedAt', pageSize: 100 };
  return [{ item: 'newsapi', assets: [], host: 'newsapi', kind: 'everything', path: '/v2/everything', query, cost: 1, most: 100, response: newsapiBody }];
}

/** The newest instant that was published, for the cursor. */
const newest = (host: string, rows: readonly NewsArticleRow[]): [string, string][] =>
  rows.length === 0 ? [] : [[host, new Date(Math.max(...rows.map((r) => r.published_at.getTime()))).toISOString()]];

const addressIn = (key: string) => (item: unknown): string | undefined => (item as Record<string, string | undefined> | null)?.[key]?.toString();
const identity = { key: (r: NewsArticleRow) => r.article_id };

function ofGuardian({ response }: z.infer<typeof guardianBody>, call: Call, received: Received): Parsed<NewsArticleRow> {
  const sifted = sift(response.results, 'guardian', { ...identity, row: (item) => guardianRow(item, received), name: addressIn('webUrl') });
  const page = response.currentPage;
  // Oldest first: what lies behind the last page read is where the next slot goes on.
  const next = page < response.pages && page < MOST_PAGES ? { next: guardianPage(call.query, page + 1) } : {};
  return { ...sifted, missing: [], cursors: new Map(newest('guardian', sifted.rows)), ...next };
}

function guardianRow(item: unknown, received: Received): NewsArticleRow | string {
  const parsed = found.safeParse(item);
  if (!parsed.success) return complaints(parsed.error.issues);
  const { webTitle, webUrl, webPublicationDate, sectionName, pillarName, fields } = parsed.data;
  return articleRow({ source: 'The Guardian', address: webUrl, title: fields?.headline || webTitle, publishedAt: instantOf(webPublicationDate), author: fields?.byline, summary: fields?.trailText, language: 'en', categories: [sectionName, pillarName] }, 'stock', received);
}

function ofNewsapi({ articles, totalResults }: z.infer<typeof newsapiBody>, { query }: Call, received: Received): Parsed<NewsArticleRow> {
  const sifted = sift(articles, 'newsapi', { ...identity, row: (item) => newsapiRow(item, query['language'], received), name: addressIn('url') });
  const cursors = new Map([...newest('newsapi', sifted.rows), ['newsapi hour', String(Math.floor(received.slot / HOUR))]] as [string, string][]);
  const unread = totalResults - articles.length;
  const missing = unread > 0 ? [{ symbol: 'newsapi', reason: `${unread} older articles are more than one page holds`, permanent: true }] : [];
  return { ...sifted, missing, cursors };
}

function newsapiRow(item: unknown, language: unknown, received: Received): NewsArticleRow | string {
  const parsed = told.safeParse(item);
  if (!parsed.success) return complaints(parsed.error.issues);
  const { source, author, title, description, url, publishedAt, content } = parsed.data;
  const body = content.replace(/\s*\[\+\d+ chars\]\s*$/, '');
  return articleRow({ source: source?.name || 'NewsAPI', address: url, title, publishedAt: instantOf(publishedAt), author, summary: description, content: body, language: typeof language === 'string' ? language : null }, 'stock', received);
}
