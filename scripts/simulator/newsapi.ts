/**
 * NewsAPI's `/v2/everything` as its developers' plan has it: articles a day late,
 * one page of 100, tombstones, sources without ids, bodies cut after 200 characters.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { DAY, MINUTE } from './intervals.js';
import type { Newsroom } from './stories.js';
import { Stream, type Event } from './stream.js';

const failure = (status: number, code: string, message: string): Answer => json(status, { status: 'error', code, message });
const WORDS = 'You have made too many requests recently. Developer accounts are limited to 100 requests over a 24 hour period (50 requests available every 12 hours).';
export const newsapiTooMany = (status: number): Answer => failure(status, 'rateLimited', WORDS);
const BEAT = { name: 'newsapi', coins: 0.12 };
const PAPERS = ['Reuters', 'CNBC', 'MarketWatch', 'Business Insider', 'Fortune', 'Biztoc.com'];
const MONTH_MS = 30 * DAY;

export class NewsApi {
  private readonly stream: Stream;
  constructor(
    private readonly newsroom: Newsroom,
    seed: number,
  ) {
    this.stream = new Stream(seed, 'newsapi', 20 * MINUTE);
  }

  answer({ path, query, headers, nowMs, method }: Call): Answer | null {
    if (method !== 'GET' || path !== '/v2/everything') return null;
    if (!headers['x-api-key'] && !query.get('apiKey')) return failure(401, 'apiKeyMissing', 'Your API key is missing. Append this to the URL with the apiKey param, or use the x-api-key HTTP header.');
    if (!query.get('q') && !query.get('domains')) return failure(400, 'parametersMissing', 'Required parameters are missing, the scope of your search is too broad.');
    const size = Number(query.get('pageSize') ?? 100);
    if (!(size >= 1 && size <= 100)) return failure(400, 'parameterInvalid', 'The pageSize parameter must be between 1 and 100.');
    if (Number(query.get('page') ?? 1) * size > 100) return failure(426, 'maximumResultsReached', 'You have requested too many results. Developer accounts are limited to a max of 100 results.');
    const from = Date.parse(query.get('from') ?? '');
    if (Number.isFinite(from) && from < nowMs - MONTH_MS - DAY) return failure(426, 'parameterInvalid', 'You are trying to request results too far in the past.');
    const found = this.stream.between(Number.isFinite(from) ? from : nowMs - MONTH_MS, nowMs - DAY, 2_000);
    return json(200, { status: 'ok', totalResults: found.length, articles: found.slice(0, size).map((e) => this.article(e)) });
  }

  private article(event: Event): object {
    const publishedAt = `${new Date(event.atMs).toISOString().slice(0, 19)}Z`;
    if (event.index % 25 === 0) return { source: { id: null, name: '[Removed]' }, author: null, title: '[Removed]', description: '[Removed]', url: 'https://removed.com', urlToImage: null, publishedAt, content: '[Removed]' };
    const story = this.newsroom.story(BEAT, event);
    const name = PAPERS[event.index % PAPERS.length] as string;
    const body = `${story.body} ${story.body}`;
    return {
      source: { id: name === 'Reuters' ? 'reuters' : null, name }, author: event.index % 4 === 0 ? null : story.author, title: story.title, description: event.index % 7 === 0 ? null : story.lead,
      url: `https://www.${name.toLowerCase().replace(/[^a-z]/g, '')}.example/${story.slug}`, urlToImage: null, publishedAt, content: `${body.slice(0, 200)}… [+${body.length - 200} chars]`,
    };
  }
}
