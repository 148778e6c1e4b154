/**
 * Posts about crypto from X's search of the last seven days: what is newer than
 * the newest id that is stored, newest first, a few pages at most. It is a sample:
 * where more was posted than those pages hold, the outcome says so. Ids are 64-bit
 * and stay text; they carry the instant, which stands in for an absent `created_at`.
 *
 *   {"data":[{"id":"1578522194770296832","text":"…","author_id":"…","created_at":"…","public_metrics":{"like_count":3,"reply_count":0}}],
 *    "includes":{"users":[{"id":"…","username":"…"}]},"meta":{"newest_id":"…","result_count":10,"next_token":"…"}}
 *   nothing found: {"meta":{"result_count":0}}
 */
import { z } from 'zod';
import type { Missing } from '#queues/outcome.js';
import type { SocialPostRow } from '../store/tables/news.js';
import { collector, type Call, type CallWindow, type Parsed, type Received } from './collector.js';
import { instantOf } from './feed/when.js';
import { postRow } from './post.js';
import { complaints, sift } from './sift.js';

const ITEM = 'search';
const WORDS = '(bitcoin OR ethereum OR crypto OR altcoin OR defi) -is:retweet -is:reply lang:en';
const PER_PAGE = 100;
const MOST_PAGES = 3;
/** The search reaches back seven days, and refuses an id older than that. */
const REACH_MS = 6.9 * 86_400_000;
/** Milliseconds of the first id that carries its instant (X's snowflake). */
const SNOWFLAKE_EPOCH_MS = 1_288_834_974_657;

const count = z.number().nullish().transform((n) => n ?? null);
const user = z.object({ id: z.string(), username: z.string() });
const answer = z
  .object({
    data: z.array(z.unknown()).optional(),
    includes: z.object({ users: z.array(z.unknown()).optional() }).optional(),
    meta: z.object({ newest_id: z.string().optional(), next_token: z.string().optional() }).optional(),
  })
  .refine((a) => a.data !== undefined || a.meta !== undefined, 'neither data nor meta');
type Body = z.infer<typeof answer>;

const post = z.object({
  id: z.string().regex(/^\d{1,19}$/),
  text: z.string(),
  author_id: z.string().optional(),
  created_at: z.string().optional(),
  public_metrics: z.object({ like_count: count, reply_count: count }).optional(),
});

/** When an id was given out. */
export const instantOfId = (id: string): Date => new Date(Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH_MS);
const newer = (a: string, b: string): string => (BigInt(a) > BigInt(b) ? a : b);

export const socialTwitter = collector({
  source: 'social-twitter',
  host: 'twitter',
  into: 'social_posts',
  response: answer,
  plan: (_assets, window) => ({ calls: [callFor(window)], missing: [] }),
  rows: (body, call, received) => {
    const authors = authorsOf(body);
    const row = (item: unknown) => rowOf(item, authors, received);
    const name = (item: unknown): string | undefined => (item as { id?: string } | null)?.id?.toString();
    const sifted = sift(body.data ?? [], ITEM, { row, name, key: (r) => r.post_id });
    return paged(sifted, body, { call, received });
  },
});

function callFor({ cursors, now }: CallWindow): Call {
  const since = cursors.get(ITEM);
  const fresh = since !== undefined && /^\d{1,19}$/.test(since) && now - instantOfId(since).getTime() < REACH_MS;
  return {
    item: ITEM, assets: [], path: '/2/tweets/search/recent', cost: 1, most: PER_PAGE, page: 1,
    query: { query: WORDS, max_results: PER_PAGE, 'tweet.fields': 'created_at,public_metrics,lang,author_id', expansions: 'author_id', 'user.fields': 'username', ...(fresh ? { since_id: since } : {}) },
    ...(fresh ? { since } : {}),
  };
}

function authorsOf(body: Body): Map<string, string> {
  const users = (body.includes?.users ?? []).flatMap((u) => user.safeParse(u).data ?? []);
  return new Map(users.map((u) => [u.id, u.username]));
}

function rowOf(item: unknown, authors: ReadonlyMap<string, string>, received: Received): SocialPostRow | string {
  const parsed = post.safeParse(item);
  if (!parsed.success) return complaints(parsed.error.issues);
  const { id, text, author_id, created_at, public_metrics } = parsed.data;
  if (/^RT @\w+:/.test(text)) return "a repost: somebody else's words, cut";
  const author = author_id === undefined ? null : (authors.get(author_id) ?? author_id);
  return postRow({ network: 'twitter', id, channel: ITEM, author, title: null, body: text, url: `https://x.com/i/web/status/${id}`, score: public_metrics?.like_count ?? null, replies: public_metrics?.reply_count ?? null, postedAt: instantOf(created_at ?? '') ?? instantOfId(id) }, received);
}

/** The cursor moves with the last page only: a page that fails in between is read again. */
function paged({ rows, rejected }: Pick<Parsed<SocialPostRow>, 'rows' | 'rejected'>, { meta }: Body, { call, received }: { call: Call; received: Received }): Parsed<SocialPostRow> {
  const { page = 1, upTo } = call;
  const told = meta?.newest_id ?? '';
  const believed = /^\d{1,19}$/.test(told) && instantOfId(told) <= received.at;
  const ids = [...rows.map((r) => r.post_id), ...(believed ? [told] : [])];
  const newest = upTo ?? (ids.length === 0 ? undefined : ids.reduce(newer));
  // At first sight one page is enough: the days before are not this farm's.
  const wanted = meta?.next_token !== undefined && call.since !== undefined;
  if (wanted && page < MOST_PAGES && newest !== undefined) {
    return { rows, rejected, missing: [], next: { ...call, query: { ...call.query, next_token: meta.next_token }, page: page + 1, upTo: newest } };
  }
  const missing: Missing[] = wanted ? [{ symbol: ITEM, reason: `more was posted than ${page} pages hold: the older posts were not read`, permanent: true }] : [];
  return { rows, rejected, missing, cursors: new Map(newest === undefined ? [] : [[ITEM, newest]]) };
}
