/**
 * Recorded feeds, news and posts through our parsers: every item becomes a row or
 * a rejection with a reason, every bad body a typed error, and nothing throws.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SourceName } from '#queues/sources.js';
import type { NewsArticleRow, SocialPostRow } from '../store/tables/news.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { hostsOf, type HostName } from '../upstream/hosts.js';
import type { Call, Parsed, Received } from './collector.js';
import { articlesOf } from './crypto-news.js';
import { feedText } from './feed/document.js';
import { collectors } from './index.js';

const REAL = new URL('../../../shared/real-data/', import.meta.url);
const have = existsSync(REAL);
if (!have) console.warn('skipped: recorded answers of ../shared/real-data are absent');

function bytes(path: string): Buffer {
  const raw = readFileSync(new URL(path, REAL));
  return path.endsWith('.gz') ? gunzipSync(raw) : raw;
}
const json = <T>(path: string): T => JSON.parse(bytes(path).toString()) as T;
const received = (at: string): Received => ({ at: new Date(at), slot: 0, dataSource: 'test', symbolsIn: () => [] });
const counted = ({ rows, rejected }: Parsed<unknown>) => ({ rows: rows.length, rejected: rejected.length });

/** The text as the transport decodes it: by the charset of the XML declaration. */
function textOf(path: string): string {
  const raw = bytes(path);
  return new TextDecoder(/encoding=["']([\w-]+)/.exec(raw.subarray(0, 200).toString('latin1'))?.[1] ?? 'utf-8').decode(raw);
}

/** What the collector makes of a body; a string where it takes no such answer. */
function through<R>(source: SourceName, body: unknown, call: Partial<Call> & Pick<Call, 'item'>): Parsed<R> | string {
  const c = collectors[source];
  const full: Call = { assets: [], path: '/', query: {}, cost: 1, most: 100, ...call };
  const result = (full.response ?? c.response).safeParse(body);
  return result.success ? (c.rows(result.data, full, received('2026-11-01T00:00:00Z')) as unknown as Parsed<R>) : (result.error.issues[0]?.message ?? 'no reason');
}

describe.skipIf(!have)('recorded feeds', () => {
  const expected: Record<string, { rows: number; rejected: number }> = {
    'crypto/coindesk_2026-09-25.xml': { rows: 3, rejected: 0 },
    'crypto/cointelegraph_2026-09-30.first4.xml': { rows: 4, rejected: 0 },
    'rss-parser/content-encoded.rss': { rows: 7, rejected: 0 },
    'rss-parser/craigslist.rss': { rows: 25, rejected: 0 },
    'rss-parser/encoding.rss': { rows: 40, rejected: 0 },
    'rss-parser/feedburner.atom': { rows: 25, rejected: 0 },
    'rss-parser/guardian.rss.gz': { rows: 55, rejected: 0 },
    'rss-parser/gulp-atom.atom': { rows: 10, rejected: 0 },
    'rss-parser/heise.atom': { rows: 15, rejected: 0 },
    'rss-parser/heraldsun.rss': { rows: 2, rejected: 0 },
    'rss-parser/incomplete-fields.atom': { rows: 0, rejected: 1 },
    'rss-parser/instant-article.rss': { rows: 1, rejected: 0 },
    'rss-parser/missing-fields.atom': { rows: 0, rejected: 1 },
    'rss-parser/pagination-links.rss': { rows: 1, rejected: 0 },
    'rss-parser/reddit-atom.rss': { rows: 24, rejected: 0 },
    'rss-parser/reddit-home.rss': { rows: 24, rejected: 0 },
    'rss-parser/reddit.rss': { rows: 24, rejected: 0 },
    'rss-parser/rss-1.rss': { rows: 69, rejected: 0 },
    'rss-parser/uolNoticias.rss': { rows: 15, rejected: 0 },
  };
  const read = (file: string) => articlesOf(feedText.parse(textOf(`rss/${file}`)), 'feed', received('2026-11-01T00:00:00Z'));

  it('are all looked at', () => {
    const there = ['crypto/', 'rss-parser/'].flatMap((folder) => readdirSync(new URL(`rss/${folder}`, REAL)).map((f) => folder + f));
    expect(there.filter((f) => !(f in expected))).toEqual(['rss-parser/unrecognized.rss']);
  });

  it.each(Object.entries(expected))('%s: every item is accounted for', (file, counts) => {
    const items = textOf(`rss/${file}`).match(/<(?:item|entry)[\s>]/g)?.length;
    expect(items).toBe(counts.rows + counts.rejected);
    expect(counted(read(file))).toEqual(counts);
  });

  it('a page that says the document has moved is no feed', () => {
    expect(feedText.safeParse(textOf('rss/rss-parser/unrecognized.rss')).error?.issues[0]?.message).toBe('an HTML page instead of a feed');
  });

  it('an article is known by its guid where the link is decorated, and says nothing of its markup', () => {
    const [first] = read('crypto/cointelegraph_2026-09-30.first4.xml').rows;
    expect(first).toMatchObject({
      url: 'https://cointelegraph.com/news/brazils-petrobras-uses-cardano-to-track-sustainable-aviation-fuel-renewable-diesel',
      title: 'Brazil’s Petrobras uses Cardano to track sustainable aviation fuel, renewable diesel',
      summary: 'Petrobras developed two Cardano-based applications to track sustainability claims tied to aviation fuel and renewable diesel as part of an ongoing research collaboration.',
      author: 'Cointelegraph by Nate Kostar',
      categories: ['Latest News'],
      published_at: new Date('2026-09-30T17:17:54Z'),
      available_at: new Date('2026-11-01T00:00:00Z'),
    });
  });

  it('an article has all its categories, and no body where the feed leaves it empty', () => {
    const [first] = read('crypto/coindesk_2026-09-25.xml').rows;
    expect(first).toMatchObject({ categories: ['Markets', 'Circle', 'Tether', 'News'], content: null, language: 'en-US', published_at: new Date('2026-09-25T14:41:53Z') });
  });

  it('relative links, other charsets, zones and RDF are understood', () => {
    expect(read('rss-parser/gulp-atom.atom').rows[0]?.url).toBe('https://github.com/gulpjs/gulp/releases/tag/v3.9.0');
    expect(read('rss-parser/encoding.rss').rows[0]?.title).toBe('Mãe de utente é a nova presidente da Raríssimas');
    expect(read('rss-parser/craigslist.rss').rows[0]?.published_at).toEqual(new Date('2017-06-21T17:33:10Z'));
    expect(read('rss-parser/rss-1.rss').rows[0]).toMatchObject({ title: 'Food for fungi', author: 'Hines, P. J.', published_at: new Date('2017-06-15T17:29:47Z') });
  });

  it('posts of Reddit in a feed are posts', () => {
    const parsed = through<SocialPostRow>('social-reddit', feedText.parse(textOf('rss/rss-parser/reddit-home.rss')), { item: 'r/all', response: feedOf() });
    expect(parsed).toMatchObject({ rejected: [], missing: [] });
    expect((parsed as Parsed<SocialPostRow>).rows).toHaveLength(24);
    expect((parsed as Parsed<SocialPostRow>).rows[0]).toMatchObject({ post_id: 't3_42tizy', author: 'AngryRedditorsBelow', title: 'How the British as seen by Americans and Europeans', body: null, score: null });
  });
});

/** For a body that has been read already. */
const feedOf = (): NonNullable<Call['response']> => ({ safeParse: (data: unknown) => ({ success: true, data }) }) as unknown as NonNullable<Call['response']>;

describe.skipIf(!have)('recorded answers of the Guardian', () => {
  it.each([['guardian/search_uk-news_2020-01.json', 10], ['guardian/testFramework_objectLoader.json', 10]])('%s: every result is an article', (file, results) => {
    const parsed = through<NewsArticleRow>('stock-news', json(file), { item: 'guardian' }) as Parsed<NewsArticleRow>;
    expect(counted(parsed)).toEqual({ rows: results, rejected: 0 });
    expect(parsed.next?.query).toMatchObject({ page: 2 });
    expect(parsed.rows.every((r) => r.market_type === 'stock' && r.source === 'The Guardian')).toBe(true);
  });

  it('a bare list of results is no answer', () => {
    expect(through('stock-news', json('guardian/spec_seed_data.json'), { item: 'guardian' })).toMatch(/expected object/);
  });
});

/** Rows of a CSV file (RFC 4180) as objects; an empty field is null, as in the answers it was made of. */
function csv(text: string): Record<string, string | null>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== ',') rows.push([]);
  }
  const [names, ...records] = rows.filter((r) => r.length > 1);
  return records.map((r) => Object.fromEntries((names ?? []).map((name, i) => [name, r[i] || null])));
}

describe.skipIf(!have)('the recorded answer of NewsAPI', () => {
  it('of 2022, kept as a table: every article is accounted for', () => {
    const articles = csv(bytes('newsapi/everything_crypto_2022-12-23.csv.gz').toString()).map((a) => ({ ...a, source: { id: null, name: /'name': '([^']*)'/.exec(a['source'] ?? '')?.[1] ?? null } }));
    const window = { slot: 0, now: 0, newest: new Map(), cursors: new Map<string, string>(), canAsk: () => true, historyBars: 1 };
    const call = collectors['stock-news'].plan([], window).calls.find((c) => c.host === 'newsapi') as Call;
    const parsed = through<NewsArticleRow>('stock-news', { status: 'ok', totalResults: articles.length, articles }, call) as Parsed<NewsArticleRow>;
    expect(articles).toHaveLength(100);
    expect(counted(parsed)).toEqual({ rows: 99, rejected: 1 });
    expect(parsed.rejected).toMatchObject([{ item: 'newsapi https://biztoc.com/x/3ab3349d2d053296', reason: 'repeats an item above it' }]);
    expect(parsed.rows[0]).toMatchObject({ source: 'Bitcoin Magazine', author: 'Namcios', published_at: new Date('2022-12-23T13:26:36Z') });
  });

  it('becomes articles without its cut-off mark, and says how many it left out', () => {
    const window = { slot: 0, now: 0, newest: new Map(), cursors: new Map<string, string>(), canAsk: () => true, historyBars: 1 };
    const call = collectors['stock-news'].plan([], window).calls.find((c) => c.host === 'newsapi') as Call;
    const parsed = through<NewsArticleRow>('stock-news', json('newsapi/everything_bitcoin_2020-08-09.json'), call) as Parsed<NewsArticleRow>;
    expect(counted(parsed)).toEqual({ rows: 20, rejected: 0 });
    expect(parsed.missing).toEqual([{ symbol: 'newsapi', reason: '7704 older articles are more than one page holds', permanent: true }]);
    expect(parsed.rows.some((r) => r.content?.includes('chars]'))).toBe(false);
    expect(parsed.cursors?.get('newsapi')).toBe('2020-08-09T07:00:00.000Z');
  });
});

interface Recorded { response: { status: number; headers: Record<string, string>; bodyText: string } }
const hosts = hostsOf(readUpstreamConfig({}));
function judged(host: HostName, { status, headers = {}, bodyText }: { status: number; headers?: Record<string, string>; bodyText: string }, nowMs: number) {
  return hosts[host].judge({ status, body: JSON.parse(bodyText) as unknown, header: (name) => headers[name] }, nowMs);
}

describe.skipIf(!have)('recorded answers of Reddit', () => {
  const expected: Record<string, { rows: number; rejected: number } | 'refused'> = {
    'TestDomainListing.test_rising.1.json': { rows: 0, rejected: 0 },
    'TestFront.test_new.1.json.gz': { rows: 100, rejected: 0 },
    'TestListingGenerator.test_exhaust_items.1.json.gz': { rows: 7, rejected: 93 },
    'TestListingGenerator.test_exhaust_items.2.json.gz': { rows: 0, rejected: 100 },
    'TestListingGenerator.test_exhaust_items.3.json.gz': { rows: 3, rejected: 97 },
    'TestListingGenerator.test_no_items.1.json': { rows: 0, rejected: 0 },
    'TestSubreddit.test_search.1.json': { rows: 6, rejected: 0 },
    'TestSubreddit.test_sticky__not_set.1.json': 'refused',
    'TestSubreddit.test_traffic__not_public.1.json': 'refused',
    'TestSubredditListings.test_comments.1.json': { rows: 0, rejected: 100 },
    'TestSubredditListings.test_hot.1.json.gz': { rows: 102, rejected: 0 },
    'TestSubredditListings.test_new.1.json': { rows: 100, rejected: 0 },
    'TestSubredditListings.test_top.1.json.gz': { rows: 100, rejected: 0 },
  };
  it('are all looked at', () => expect(readdirSync(new URL('reddit/recorded/', REAL)).sort()).toEqual(Object.keys(expected).sort()));

  it.each(Object.entries(expected))('%s', (file, outcome) => {
    const { response } = json<Recorded>(`reddit/recorded/${file}`);
    if (outcome === 'refused') return expect(judged('reddit', response, 0)).toMatchObject({ fault: 'refused', message: 'HTTP 404: Not Found' });
    expect(judged('reddit', response, 0)).toBeNull();
    const parsed = through('social-reddit', JSON.parse(response.bodyText), { item: 'r/askreddit' }) as Parsed<SocialPostRow>;
    expect(counted(parsed)).toEqual(outcome);
    expect(new Set(parsed.rejected.map((r) => r.reason))).toEqual(new Set(outcome.rejected > 0 ? ['is no post'] : []));
  });
});

describe.skipIf(!have)('recorded answers of X', () => {
  const expected: Record<string, { rows: number; rejected: number }> = {
    'test_asyncclient_search_all_tweets.0.json': { rows: 7, rejected: 3 },
    'test_asyncclient_search_recent_tweets.0.json': { rows: 7, rejected: 3 },
    'test_client_get_recent_tweets_count.0.json': { rows: 0, rejected: 169 },
    'test_client_get_tweets.0.json': { rows: 2, rejected: 0 },
    'test_client_search_all_tweets.0.json': { rows: 9, rejected: 1 },
    'test_client_search_recent_tweets.0.json': { rows: 10, rejected: 0 },
  };
  it('are all looked at', () => expect(readdirSync(new URL('twitter/recorded/', REAL)).sort()).toEqual(Object.keys(expected).sort()));

  it.each(Object.entries(expected))('%s: every post is accounted for', (file, outcome) => {
    const { response } = json<Recorded>(`twitter/recorded/${file}`);
    expect(judged('twitter', response, 0)).toBeNull();
    expect(counted(through('social-twitter', JSON.parse(response.bodyText), { item: 'search' }) as Parsed<SocialPostRow>)).toEqual(outcome);
  });

  it('a bare id tells when the post was made: to the second that its own text names', () => {
    const { response } = json<Recorded>('twitter/recorded/test_client_search_recent_tweets.0.json');
    const { rows } = through('social-twitter', JSON.parse(response.bodyText), { item: 'search' }) as Parsed<SocialPostRow>;
    expect(rows[0]).toMatchObject({ post_id: '1578516068309794817', body: '2022-10-07 22:42:12.637103 tweepy', posted_at: new Date('2022-10-07T22:42:12.752Z') });
  });

  it('too many requests are a wait until the second it names', () => {
    const recorded = json<{ status: number; headers: Record<string, string>; bodyText: string }>('errors/x_429.json');
    expect(judged('twitter', recorded, 1_705_420_800_000 - 90_000)).toEqual({ fault: 'throttled', message: 'HTTP 429 Rate limit exceeded', waitMs: 90_000 });
  });
});
