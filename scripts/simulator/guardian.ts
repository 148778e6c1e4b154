/** The Guardian's search: pages of results in either order, `fields` only when asked for, and two voices for errors. */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { DAY, MINUTE } from './intervals.js';
import type { Newsroom } from './stories.js';
import { Stream, type Event } from './stream.js';

export const GUARDIAN_TOO_MANY = { message: 'API rate limit exceeded' };
const SITE = 'https://www.theguardian.com';
/** Nothing the farm asks for is older. */
const REACH_MS = 7 * DAY;
const MOST = 600;
const BEAT = { name: 'guardian', coins: 0.08 };

const wrong = (message: string): Answer => json(400, { response: { status: 'error', message } });
const dayPath = (ms: number): string => new Date(ms).toUTCString().slice(5, 16).split(' ').reverse().join('/').toLowerCase();

export class Guardian {
  private readonly stream: Stream;
  constructor(
    private readonly newsroom: Newsroom,
    seed: number,
  ) {
    this.stream = new Stream(seed, 'guardian', 25 * MINUTE);
  }

  answer({ path, query, nowMs, method }: Call): Answer | null {
    if (method !== 'GET' || path !== '/search') return null;
    if (!query.get('api-key')) return json(401, { message: 'Unauthorized' });
    const size = Number(query.get('page-size') ?? 10);
    const page = Number(query.get('page') ?? 1);
    if (!(size >= 1 && size <= 200)) return wrong('page-size must be an integer between 0 and 200');
    const from = query.get('from-date') ? Date.parse(query.get('from-date') ?? '') : nowMs - REACH_MS;
    if (!Number.isFinite(from)) return wrong('from-date must be a date');
    const found = this.stream.between(Math.max(from, nowMs - REACH_MS), nowMs, MOST);
    if (query.get('order-by') === 'oldest') found.reverse();
    const pages = Math.max(1, Math.ceil(found.length / size));
    if (page > pages) return wrong(`requested page is beyond the number of available pages (${pages})`);
    const fields = (query.get('show-fields') ?? '').split(',').filter(Boolean);
    const results = found.slice((page - 1) * size, page * size).map((e) => this.result(e, fields));
    return json(200, { response: { status: 'ok', userTier: 'developer', total: found.length, startIndex: (page - 1) * size + 1, pageSize: size, currentPage: page, pages, orderBy: query.get('order-by') ?? 'relevance', results } });
  }

  private result(event: Event, asked: readonly string[]): object {
    const story = this.newsroom.story(BEAT, event);
    const section = story.category === 'Money' ? ['money', 'Money'] : ['business', 'Business'];
    const id = `${section[0] as string}/${dayPath(event.atMs)}/${story.slug}`;
    const all: Record<string, string> = { headline: story.title, trailText: `${story.lead.replace(/&/g, '&amp;')} <strong>Follow live</strong>`, byline: story.author };
    const fields = Object.fromEntries(asked.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
    return {
      id, type: event.index % 9 === 0 ? 'liveblog' : 'article', sectionId: section[0], sectionName: section[1],
      webPublicationDate: `${new Date(event.atMs).toISOString().slice(0, 19)}Z`, webTitle: story.title, webUrl: `${SITE}/${id}`, apiUrl: `https://content.guardianapis.com/${id}`,
      ...(asked.length > 0 ? { fields } : {}), isHosted: false, ...(event.index % 5 === 0 ? {} : { pillarId: 'pillar/news', pillarName: 'News' }),
    };
  }
}
