/**
 * X's search of the last seven days: newest first, 64-bit ids as text, no `data`
 * when nothing is found, pages by token, and a limit that is told by the second of
 * the epoch at which it ends.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { streamKey, uniform } from './hash.js';
import { DAY, MINUTE, floorTo } from './intervals.js';
import type { Newsroom } from './stories.js';
import { Stream, type Event } from './stream.js';

export const TWITTER_TOO_MANY = { errors: [{ code: 88, message: 'Rate limit exceeded' }] };
const REACH_MS = 7 * DAY;
const SNOWFLAKE_EPOCH_MS = 1_288_834_974_657n;
const WINDOW_MS = 15 * MINUTE;
const BEAT = { name: 'twitter', coins: 0.9 };

const idOf = ({ atMs, index }: Event): bigint => ((BigInt(atMs) - SNOWFLAKE_EPOCH_MS) << 22n) | BigInt(index % 4_096);
const instantOf = (id: bigint): number => Number((id >> 22n) + SNOWFLAKE_EPOCH_MS);
const problem = (status: number, title: string, detail: string): Answer => json(status, { title, detail, type: 'about:blank', status });
const wrong = (message: string): Answer => json(400, { errors: [{ parameters: {}, message }], title: 'Invalid Request', detail: 'One or more parameters to your request was invalid.', type: 'https://api.twitter.com/2/problems/invalid-request' });

export class Twitter {
  private readonly stream: Stream;
  constructor(
    private readonly newsroom: Newsroom,
    private readonly seed: number,
  ) {
    this.stream = new Stream(seed, 'twitter', 90_000);
  }

  answer({ path, query, headers, nowMs, method }: Call): Answer | null {
    if (method !== 'GET' || path !== '/2/tweets/search/recent') return null;
    if (!/^Bearer \S{8,}/.test(String(headers['authorization'] ?? ''))) return problem(401, 'Unauthorized', 'Unauthorized');
    const size = Number(query.get('max_results') ?? 10);
    if (!query.get('query') || !(size >= 10 && size <= 100)) return wrong('The `max_results` query parameter value is not between 10 and 100, or there is no `query`');
    const since = query.get('since_id');
    if (since && instantOf(BigInt(since)) < nowMs - REACH_MS) return wrong("'since_id' must be a tweet id created after a week ago");
    const until = query.get('next_token') ? Number.parseInt(query.get('next_token') ?? '', 36) : nowMs;
    const from = since ? instantOf(BigInt(since)) : nowMs - REACH_MS;
    const found = this.stream.between(from, until, size + 3).filter((e) => (!since || idOf(e) > BigInt(since)) && (until === nowMs || e.atMs < until));
    return json(200, this.body(found, size, query), { 'x-rate-limit-limit': '450', 'x-rate-limit-remaining': '449', 'x-rate-limit-reset': String((floorTo(nowMs, WINDOW_MS) + WINDOW_MS) / 1_000) });
  }

  private body(found: readonly Event[], size: number, query: Call['query']): object {
    const page = found.slice(0, size);
    const [first, last] = [page[0], page.at(-1)];
    if (!first || !last) return { meta: { result_count: 0 } };
    const users = page.map((e) => ({ id: String(9_000_000 + (e.index % 500)), name: `Trader ${e.index % 500}`, username: `trader_${e.index % 500}` }));
    const asked = (query.get('tweet.fields') ?? '').split(',');
    return {
      data: page.map((e, i) => this.tweet(e, asked, users[i]?.id ?? '')),
      ...(query.get('expansions') === 'author_id' ? { includes: { users: [...new Map(users.map((u) => [u.id, u])).values()] } } : {}),
      meta: { newest_id: String(idOf(first)), oldest_id: String(idOf(last)), result_count: page.length, ...(found.length > size ? { next_token: last.atMs.toString(36) } : {}) },
    };
  }

  private tweet(event: Event, asked: readonly string[], author: string): object {
    const post = this.newsroom.post(BEAT, event);
    const id = String(idOf(event));
    const likes = Math.floor(400 * uniform(streamKey(this.seed, 'likes'), event.index) ** 5);
    return {
      id, text: `${post.title} #crypto https://t.co/${id.slice(-8)}`, edit_history_tweet_ids: [id],
      ...(asked.includes('created_at') ? { created_at: new Date(event.atMs).toISOString() } : {}),
      ...(asked.includes('author_id') ? { author_id: author } : {}),
      ...(asked.includes('lang') ? { lang: 'en' } : {}),
      ...(asked.includes('public_metrics') ? { public_metrics: { retweet_count: likes >> 3, reply_count: likes >> 4, like_count: likes, quote_count: 0, bookmark_count: 0, impression_count: likes * 40 } } : {}),
    };
  }
}
