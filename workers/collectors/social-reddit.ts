/**
 * The newest posts of a few subreddits: the listing where an application's id and
 * secret are set, else (or when it fails) the public Atom feed, which tells no
 * scores. Newest first; pages are turned until one reaches back to the post that
 * was newest last time. A listing ends after some 1,000 posts: where it does not
 * reach back, the gap is named, since nothing can fill it.
 *
 *   {"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"4zz","name":"t3_4zz","title":"…","selftext":"","score":1,
 *     "num_comments":0,"created_utc":1467…0.0,"author":"…","permalink":"/r/…"}}],"after":"t3_…"|null}}
 */
import { z } from 'zod';
import { plainText } from '../text/markup.js';
import type { SocialPostRow } from '../store/tables/news.js';
import { collector, type Call, type CallWindow, type Parsed, type Received, type Rejected } from './collector.js';
import { feedText, type Feed } from './feed/document.js';
import type { FeedItem } from './feed/item.js';
import { instantOf } from './feed/when.js';
import { postRow } from './post.js';
import { complaints, sift } from './sift.js';

export const subreddits = ['CryptoCurrency', 'Bitcoin', 'ethereum', 'investing'] as const;
const PER_PAGE = 100;
/** 400 posts in half an hour is more than any of them has. */
const MOST_PAGES = 4;
const SITE = 'https://www.reddit.com';

const listing = z.object({ data: z.object({ children: z.array(z.unknown()), after: z.string().nullish() }) });
type Listing = z.infer<typeof listing>;

const words = z.string().nullish().transform((s) => s ?? null);
const count = z.number().nullish().transform((n) => n ?? null);
const link = z.object({
  data: z.object({ name: z.string().regex(/^t3_\w+$/), title: words, selftext: words, author: words, permalink: words, score: count, num_comments: count, created_utc: z.number() }),
});

export const socialReddit = collector<'social_posts', Listing | Feed>({
  source: 'social-reddit',
  host: 'reddit',
  others: ['reddit_www'],
  into: 'social_posts',
  response: listing,
  plan: (_assets, window) => ({ calls: subreddits.map((sub) => callFor(sub, window)), missing: [] }),
  rows: (body, call, received) => ('data' in body ? ofListing(body, call, received) : ofFeed(body, call, received)),
});

function callFor(sub: string, { cursors, canAsk }: CallWindow): Call {
  const since = cursors.get(`r/${sub}`);
  const common = { item: `r/${sub}`, assets: [], cost: 1, most: PER_PAGE, page: 1, ...(since === undefined ? {} : { since }) };
  const feed: Call = { ...common, host: 'reddit_www', kind: 'feed', path: `/r/${sub}/new/.rss`, query: { limit: PER_PAGE }, as: 'text', response: feedText };
  if (!canAsk('reddit')) return feed;
  return { ...common, host: 'reddit', kind: 'listing', path: `/r/${sub}/new`, query: { limit: PER_PAGE, raw_json: 1 }, instead: feed };
}

interface Sifted {
  rows: SocialPostRow[];
  rejected: Rejected[];
}
const identity = { key: (r: SocialPostRow) => r.post_id };

function ofListing({ data }: Listing, call: Call, received: Received): Parsed<SocialPostRow> {
  const channel = call.item.slice(2);
  const row = (item: unknown): SocialPostRow | string => {
    if ((item as { kind?: unknown } | null)?.kind !== 't3') return 'is no post';
    const parsed = link.safeParse(item);
    if (!parsed.success) return complaints(parsed.error.issues);
    const { name, title, selftext, author, permalink, score, num_comments, created_utc } = parsed.data.data;
    return postRow({ network: 'reddit', id: name, channel, author, title, body: selftext, url: `${SITE}${permalink ?? `/comments/${name.slice(3)}`}`, score, replies: num_comments, postedAt: new Date(created_utc * 1_000) }, received);
  };
  const name = (item: unknown): string | undefined => (item as { data?: { name?: string } } | null)?.data?.name?.toString();
  return joined(sift(data.children, call.item, { ...identity, row, name }), call, data.after ?? null);
}

/** A feed's text ends with who submitted it and two links. */
const BYLINE = /\s*submitted by\s+\/?u\/\S+.*$/s;
const idOf = (item: FeedItem): string | undefined => /^t3_\w+$/.exec(item.id)?.[0] ?? /\/comments\/(\w+)/.exec(item.address)?.[1]?.replace(/^/, 't3_');

function ofFeed(feed: Feed, call: Call, received: Received): Parsed<SocialPostRow> {
  const channel = call.item.slice(2);
  const row = (told: unknown): SocialPostRow | string => {
    const item = told as FeedItem;
    const id = idOf(item);
    if (id === undefined) return 'is no post';
    return postRow({ network: 'reddit', id, channel, author: item.author.replace(/^\/?u\//, ''), title: item.title, body: plainText(item.content || item.summary).replace(BYLINE, ''), url: item.address, score: null, replies: null, postedAt: instantOf(item.date) }, received);
  };
  const last = feed.items.at(-1);
  return joined(sift(feed.items, call.item, { ...identity, row, name: (item) => (item as FeedItem).id || undefined }), call, (last && idOf(last)) ?? null);
}

/** Whether this page reaches back to the last reading; if not, the next page or the gap. */
function joined({ rows, rejected }: Sifted, call: Call, after: string | null): Parsed<SocialPostRow> {
  const { item, since, page = 1, upTo } = call;
  const times = rows.map((r) => r.posted_at.getTime());
  const newest = upTo ?? (rows.length === 0 ? undefined : new Date(Math.max(...times)).toISOString());
  const known = Date.parse(since ?? '');
  const reached = !Number.isFinite(known) || times.some((t) => t <= known) || (page === 1 && rows.length === 0);
  if (!reached && after !== null && page < MOST_PAGES && newest !== undefined) {
    return { rows, rejected, missing: [], next: { ...withoutInstead(call), query: { ...call.query, after }, page: page + 1, upTo: newest } };
  }
  const missing = reached ? [] : [{ symbol: item, reason: `the listing does not reach back to ${since as string}: posts in between were not seen`, permanent: true }];
  return { rows, rejected, missing, cursors: new Map(newest === undefined ? [] : [[item, newest]]) };
}

/** The feed turns its pages differently: a page that fails is read again from the start, by the next slot. */
function withoutInstead(call: Call): Call {
  const page = { ...call };
  delete page.instead;
  return page;
}
