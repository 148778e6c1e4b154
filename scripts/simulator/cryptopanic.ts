/** CryptoPanic's newest posts: titles of other sites' articles under addresses of its own, with readers' tickers. */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { MINUTE } from './intervals.js';
import type { Newsroom } from './stories.js';
import { Stream } from './stream.js';

const ITEMS = 20;
const BEAT = { name: 'cryptopanic', coins: 0.95 };
const failure = (status: number, info: string): Answer => json(status, { status: 'api_error', info });
export const cryptopanicTooMany = (status: number): Answer => failure(status, 'Rate limit exceeded. Please slow down.');

export class CryptoPanic {
  private readonly stream: Stream;
  constructor(
    private readonly newsroom: Newsroom,
    seed: number,
  ) {
    this.stream = new Stream(seed, 'cryptopanic', 18 * MINUTE);
  }

  answer({ path, query, nowMs, method }: Call): Answer | null {
    if (method !== 'GET' || path !== '/api/v1/posts/') return null;
    if (!query.get('auth_token')) return failure(403, 'Token not found');
    const results = this.stream.newest(nowMs, ITEMS).map((e) => {
      const story = this.newsroom.story(BEAT, e);
      const at = `${new Date(e.atMs).toISOString().slice(0, 19)}Z`;
      const currencies = story.tickers.map((code) => ({ code, title: code, slug: code.toLowerCase(), url: `https://cryptopanic.com/news/${code.toLowerCase()}/` }));
      return {
        kind: 'news', domain: 'u.today', vote_count: e.index % 30, source: { title: 'U.Today', region: 'en', domain: 'u.today', path: null }, title: story.title, published_at: at, slug: story.slug, id: e.index,
        url: `https://cryptopanic.com/news/${e.index}/${story.slug}`, created_at: at, votes: { negative: 0, positive: e.index % 5, important: 0, liked: 0, disliked: 0, lol: 0, toxic: 0, saved: 0, comments: 0 }, ...(currencies.length > 0 ? { currencies } : {}),
      };
    });
    return json(200, { count: 200, next: null, previous: null, results });
  }
}
