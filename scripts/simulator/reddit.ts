/**
 * Reddit, as its API and as its public site: listings newest first behind a bearer
 * token, the token for an application's id and secret, and the Atom feed. Posts of
 * a subreddit appear every few minutes; their scores grow with age, some of their
 * authors delete them, and the listing ends after a few hundred.
 */
import { escapeXml, redditEntry } from './reddit-shapes.js';
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { streamKey, uniform } from './hash.js';
import { HOUR, MINUTE } from './intervals.js';
import type { Newsroom } from './stories.js';
import { Stream, type Event } from './stream.js';

export const REDDIT_TOO_MANY = { message: 'Too Many Requests', error: 429 };
const LISTED = 400;
const TOKEN_SECONDS = 86_400;
const BEARER = /^Bearer simulated-token-/;
/** Minutes between posts, and the share that is about coins. */
const SUBS: Readonly<Record<string, { everyMinutes: number; coins: number }>> = {
  CryptoCurrency: { everyMinutes: 4, coins: 0.9 },
  Bitcoin: { everyMinutes: 6, coins: 0.8 },
  ethereum: { everyMinutes: 12, coins: 0.8 },
  investing: { everyMinutes: 15, coins: 0.15 },
};

export interface RedditPost {
  name: string;
  title: string;
  text: string;
  author: string;
  score: number;
  replies: number;
  atMs: number;
  sub: string;
}

export class Reddit {
  private readonly streams: ReadonlyMap<string, Stream>;
  constructor(
    private readonly newsroom: Newsroom,
    private readonly seed: number,
  ) {
    this.streams = new Map(Object.entries(SUBS).map(([sub, { everyMinutes }]) => [sub, new Stream(seed, `reddit:${sub}`, everyMinutes * MINUTE)]));
  }

  /** oauth.reddit.com */
  api(call: Call): Answer | null {
    const sub = /^\/r\/(\w+)\/new\/?$/.exec(call.path)?.[1];
    if (call.method !== 'GET' || sub === undefined) return null;
    if (!BEARER.test(String(call.headers['authorization'] ?? ''))) return json(401, { message: 'Unauthorized', error: 401 });
    const stream = this.streams.get(sub);
    if (!stream) return json(404, { message: 'Not Found', error: 404 });
    const { posts, after } = this.page(sub, stream, call);
    const children = posts.map((p) => ({ kind: 't3', data: listed(p) }));
    const toGo = 600 - (Math.floor(call.nowMs / 1_000) % 600);
    return json(200, { kind: 'Listing', data: { after, dist: children.length, modhash: '', geo_filter: '', children, before: null } }, { 'x-ratelimit-used': '1', 'x-ratelimit-remaining': '995.0', 'x-ratelimit-reset': String(toGo) });
  }

  /** www.reddit.com */
  site(call: Call): Answer | null {
    if (call.method === 'POST') return call.path === '/api/v1/access_token' ? this.token(call) : null;
    const sub = /^\/r\/(\w+)\/new\/\.rss$/.exec(call.path)?.[1];
    if (sub === undefined) return null;
    const stream = this.streams.get(sub);
    if (!stream) return json(404, { message: 'Not Found', error: 404 });
    const { posts } = this.page(sub, stream, call);
    const head = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><category term="${sub}" label="r/${sub}"/><updated>${new Date(call.nowMs).toISOString()}</updated><id>/r/${sub}/new/.rss</id><link rel="self" href="https://www.reddit.com/r/${sub}/new/.rss" type="application/atom+xml" /><title>newest submissions : ${escapeXml(sub)}</title>`;
    return { status: 200, headers: { 'content-type': 'application/atom+xml; charset=UTF-8' }, body: `${head}${posts.map(redditEntry).join('')}</feed>` };
  }

  private token({ headers, posted, nowMs }: Call): Answer {
    const basic = /^Basic (\S+)$/.exec(String(headers['authorization'] ?? ''))?.[1] ?? '';
    if (!/^.{8,}:.{8,}$/.test(Buffer.from(basic, 'base64').toString())) return json(401, { message: 'Unauthorized', error: 401 });
    if (new URLSearchParams(posted).get('grant_type') !== 'client_credentials') return json(200, { error: 'unsupported_grant_type' });
    return json(200, { access_token: `simulated-token-${Math.floor(nowMs / HOUR)}`, token_type: 'bearer', expires_in: TOKEN_SECONDS, scope: '*' });
  }

  private page(sub: string, stream: Stream, { query, nowMs }: Call): { posts: RedditPost[]; after: string | null } {
    const limit = Math.min(100, Math.max(1, Number(query.get('limit') ?? 25) || 25));
    const all = stream.newest(nowMs, LISTED);
    const before = query.get('after');
    const from = before ? all.findIndex((e) => nameOf(e) === before) + 1 : 0;
    const events = before && from === 0 ? [] : all.slice(from, from + limit);
    const last = events.at(-1);
    return { posts: events.map((e) => this.post(sub, e, nowMs)), after: last && from + limit < LISTED ? nameOf(last) : null };
  }

  private post(sub: string, event: Event, nowMs: number): RedditPost {
    const key = streamKey(this.seed, `reddit-post:${sub}`);
    const written = this.newsroom.post({ name: `r/${sub}`, coins: SUBS[sub]?.coins ?? 0 }, event);
    const hours = (nowMs - event.atMs) / HOUR;
    const isGone = uniform(key, event.index) < 0.03 && hours > 1;
    const fame = 200 * uniform(key + 1, event.index) ** 4;
    return {
      name: nameOf(event), sub, atMs: event.atMs, title: written.title,
      text: isGone ? '[removed]' : written.text, author: isGone ? '[deleted]' : written.author,
      score: 1 + Math.floor(fame * (1 - Math.exp(-hours / 3))), replies: Math.floor((fame / 3) * (1 - Math.exp(-hours / 2))),
    };
  }
}

/** Base 36 and growing, as the real ones. */
const nameOf = ({ index, atMs }: Event): string => `t3_${(Math.floor(atMs / 1_000) * 8 + (index % 8)).toString(36)}`;

const listed = (p: RedditPost): object => ({
  subreddit: p.sub, subreddit_name_prefixed: `r/${p.sub}`, id: p.name.slice(3), name: p.name, title: p.title, selftext: p.text, author: p.author,
  score: p.score, ups: p.score, downs: 0, upvote_ratio: 0.87, num_comments: p.replies, created_utc: Math.floor(p.atMs / 1_000), over_18: false, stickied: false, is_self: true, locked: false,
  permalink: `/r/${p.sub}/comments/${p.name.slice(3)}/post/`, url: `https://www.reddit.com/r/${p.sub}/comments/${p.name.slice(3)}/post/`, link_flair_text: null,
});
