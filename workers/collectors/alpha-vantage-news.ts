/**
 * News of Alpha Vantage as articles. Times are UTC without saying so. Its own
 * sentiment is not kept: the farm scores every text with one model. Of the
 * tickers only coins are taken, since `ONE` is a company's there and a coin's here.
 *
 *   {"items":"50","feed":[{"title":"…","url":"https://…","time_published":"20260105T143000","authors":["A. Writer"],"summary":"…",
 *    "source":"Benzinga","topics":[{"topic":"Blockchain","relevance_score":"0.9"}],
 *    "ticker_sentiment":[{"ticker":"CRYPTO:BTC","relevance_score":"0.8"},{"ticker":"COIN"}]}]}
 */
import { z } from 'zod';
import type { NewsArticleRow } from '../store/tables/news.js';
import { articleId, canonicalUrl } from '../text/address.js';
import { plainText } from '../text/markup.js';
import { sampleOf, type Call, type Parsed, type Received, type Rejected } from './collector.js';

const AHEAD_MS = 600_000;
const FIRST_MS = Date.UTC(2009, 0, 1);
const PREFIX = 'CRYPTO:';

export const feedAnswer = z.object({ feed: z.array(z.unknown()) });

const text = z.string().trim().min(1);
const item = z.object({
  title: text,
  url: text,
  time_published: z.string(),
  authors: z.array(z.string()).nullish(),
  summary: z.string().nullish(),
  source: z.string().nullish(),
  topics: z.array(z.object({ topic: z.string() })).nullish(),
  ticker_sentiment: z.array(z.object({ ticker: z.string() })).nullish(),
});

/** `20260105T143000`, UTC, as Alpha Vantage writes instants. */
export const stampOf = (ms: number): string => new Date(ms).toISOString().replace(/[-:]/g, '').slice(0, 15);

/** The instant (ms), or undefined where the text is none. */
function instantOf(stamp: string): number | undefined {
  const part = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?$/.exec(stamp);
  if (!part) return undefined;
  const [, year, month, day, hour, minute, second = '00'] = part;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isFinite(ms) ? ms : undefined;
}

/** The row, or the reason why there is none. */
function rowOf(raw: unknown, { at, dataSource }: Received): NewsArticleRow | string {
  const result = item.safeParse(raw);
  if (!result.success) return `${result.error.issues[0]?.path.join('.') ?? ''} ${result.error.issues[0]?.message ?? ''}`.trim().slice(0, 200);
  const one = result.data;
  const url = canonicalUrl(one.url);
  const published = instantOf(one.time_published);
  if (url === null || url.length > 1_000) return 'the address is no web page';
  if (published === undefined || published < FIRST_MS) return 'time_published is no instant';
  if (published > at.getTime() + AHEAD_MS) return 'published in the future';
  const coins = (one.ticker_sentiment ?? []).filter(({ ticker }) => ticker.startsWith(PREFIX)).map(({ ticker }) => ticker.slice(PREFIX.length).toUpperCase());
  return {
    article_id: articleId(url),
    market_type: 'stock',
    source: (one.source?.trim() || 'Alpha Vantage').slice(0, 60),
    title: plainText(one.title).slice(0, 500),
    url,
    author: one.authors?.join(', ').slice(0, 200) || null,
    summary: one.summary ? plainText(one.summary) : null,
    content: null,
    language: 'en',
    symbols: [...new Set(coins)],
    categories: (one.topics ?? []).map((t) => t.topic),
    published_at: new Date(published),
    available_at: at,
    ingested_at: at,
    data_source: dataSource,
  };
}

/** Articles published after the newest one known; an article of that very second comes again and is kept as it was. */
export function newsRows({ feed }: z.infer<typeof feedAnswer>, call: Call, received: Received): Parsed<NewsArticleRow> {
  const since = call.since ? Date.parse(call.since) : -Infinity;
  const rows: NewsArticleRow[] = [];
  const rejected: Rejected[] = [];
  for (const raw of feed) {
    const row = rowOf(raw, received);
    if (typeof row === 'string') rejected.push({ item: call.item, reason: row, sample: sampleOf(raw) });
    else if (row.published_at.getTime() >= since) rows.push(row);
  }
  const newest = Math.max(...rows.map((r) => r.published_at.getTime()));
  return { rows, rejected, missing: [], cursors: rows.length > 0 ? new Map([[call.item, new Date(newest).toISOString()]]) : new Map() };
}
