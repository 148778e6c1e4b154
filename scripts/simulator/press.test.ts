import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { feedText, type Feed } from '#workers/collectors/feed/document.js';
import { feeds } from '#workers/collectors/feed/feeds.js';
import { startSimulator, type Simulator } from './server.js';
import { sites } from './feeds.js';

const NOW = Date.UTC(2026, 0, 5, 12, 0, 10);
const HOUR = 3_600_000;
const clock = manualClock(NOW);
let sim: Simulator;
beforeAll(async () => void (sim = await startSimulator({ clock, symbols: 30 })));
afterAll(() => sim.stop());

const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> => fetch(`${sim.url}${path}`, { headers, redirect: 'manual', ...init });
const json = async <T>(path: string, headers: Record<string, string> = {}): Promise<T> => (await (await ask(path, headers)).json()) as T;

describe.each(feeds)('the feed of $name', ({ host, path }) => {
  const { habits } = sites[host] as (typeof sites)['bitcoinist'];
  const read = async (): Promise<Feed> => {
    const bytes = Buffer.from(await (await ask(`/${host}${path}`)).arrayBuffer());
    return feedText.parse(new TextDecoder(habits.charset ?? 'utf-8').decode(bytes));
  };

  it('is a feed of 25 articles, the same for whoever asks, none of them from the future', async () => {
    const { items } = await read();
    expect(items).toHaveLength(25);
    expect(items.every((i) => i.title !== '' && i.address.startsWith('http') && !(Date.parse(i.date) > clock.nowMs()))).toBe(true);
    expect(await read()).toEqual({ items, beyond: 0, language: expect.any(String) as string });
  });

  it('grows with time, and says 304 as long as it does not', async () => {
    const first = await ask(`/${host}${path}`);
    const etag = first.headers.get('etag') as string;
    const modified = first.headers.get('last-modified') as string;
    expect((await ask(`/${host}${path}`, { 'if-none-match': etag })).status).toBe(304);
    expect((await ask(`/${host}${path}`, { 'if-modified-since': modified })).status).toBe(304);
    clock.advance(2 * HOUR);
    expect((await ask(`/${host}${path}`, { 'if-none-match': etag })).status).toBe(200);
    expect((await ask(`/${host}${path}`, { 'if-modified-since': modified })).status).toBe(200);
  });
});

it('the feeds speak RSS, Atom and RDF, one of them in ISO-8859-1, and move with a slash at the end', async () => {
  const body = async (host: keyof typeof sites) => Buffer.from(await (await ask(`/${host}${sites[host].path}`)).arrayBuffer());
  expect((await body('beincrypto')).toString()).toContain('<feed xmlns="http://www.w3.org/2005/Atom"');
  expect((await body('newsbtc')).toString()).toContain('<rdf:RDF');
  const latin = (await body('bitcoinist')).toString('latin1');
  expect(latin).toContain('encoding="ISO-8859-1"');
  expect(latin).toMatch(/José|Amélie/);
  expect((await ask('/coindesk/arc/outboundfeeds/rss/')).status).toBe(308);
});

it('stories name coins of the market, by name or ticker', async () => {
  const { results } = await json<{ results: { title: string; currencies?: { code: string }[] }[] }>('/cryptopanic/api/v1/posts/?auth_token=12345678');
  const tagged = results.filter((r) => r.currencies);
  expect(tagged.length).toBeGreaterThan(10);
  for (const { title, currencies } of tagged) {
    const asset = sim.source.assets.find((a) => a.symbol === currencies?.[0]?.code);
    expect(title.includes(asset?.name ?? '-') || title.includes(asset?.symbol ?? '-'), title).toBe(true);
  }
});

describe('keys', () => {
  it.each([
    ['/guardian/search', 401],
    ['/newsapi/v2/everything?q=x', 401],
    ['/cryptopanic/api/v1/posts/', 403],
    ['/reddit/r/Bitcoin/new', 401],
    ['/twitter/2/tweets/search/recent?query=x', 401],
  ])('%s is %i without one', async (path, status) => {
    expect((await ask(path)).status).toBe(status);
  });
});

describe('the Guardian', () => {
  it('pages oldest first without overlap, and gives fields only when asked', async () => {
    interface Body { response: { pages: number; results: { id: string; webPublicationDate: string; fields?: object }[] } }
    const page = (n: number, more = '') => json<Body>(`/guardian/search?api-key=12345678&order-by=oldest&page-size=20&page=${n}&from-date=${new Date(clock.nowMs() - 24 * HOUR).toISOString()}${more}`);
    const [one, two] = [await page(1), await page(2, '&show-fields=trailText')];
    const dates = [...one.response.results, ...two.response.results].map((r) => r.webPublicationDate);
    expect(one.response.pages).toBeGreaterThan(1);
    expect([...dates].sort()).toEqual(dates);
    expect(new Set([...one.response.results, ...two.response.results].map((r) => r.id)).size).toBe(dates.length);
    expect(one.response.results[0]).not.toHaveProperty('fields');
    expect(two.response.results[0]).toHaveProperty('fields.trailText');
  });
});

describe('Reddit', () => {
  const basic = `Basic ${Buffer.from('client-id-1:client-secret-1').toString('base64')}`;
  const token = async () => ((await (await ask('/reddit_www/api/v1/access_token', { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' }, { method: 'POST', body: 'grant_type=client_credentials' })).json()) as { access_token: string }).access_token;
  interface Body { data: { after: string | null; children: { data: { name: string; score: number; created_utc: number } }[] } }

  it('hands a token to who says his secret, and to nobody else', async () => {
    expect(await token()).toMatch(/^simulated-token-/);
    expect((await ask('/reddit_www/api/v1/access_token', {}, { method: 'POST', body: 'grant_type=client_credentials' })).status).toBe(401);
  });

  it('turns pages until its listing ends, and scores grow with age', async () => {
    const authorization = `Bearer ${await token()}`;
    const names: string[] = [];
    let after: string | null = '';
    do {
      const { data }: Body = await json<Body>(`/reddit/r/Bitcoin/new?limit=100${after ? `&after=${after}` : ''}`, { authorization });
      names.push(...data.children.map((c) => c.data.name));
      after = data.after;
    } while (after);
    expect({ all: names.length, different: new Set(names).size }).toEqual({ all: 400, different: 400 });
    const scores = async () => new Map((await json<Body>('/reddit/r/Bitcoin/new?limit=100', { authorization })).data.children.map((c) => [c.data.name, c.data.score]));
    const before = await scores();
    clock.advance(2 * HOUR);
    const later = [...(await scores())].filter(([name]) => before.has(name));
    expect(later.some(([name, score]) => score > (before.get(name) as number))).toBe(true);
    expect(later.every(([name, score]) => score >= (before.get(name) as number))).toBe(true);
  });
});

describe('X', () => {
  const authorization = 'Bearer 12345678';
  interface Body { data?: { id: string }[]; meta: { newest_id?: string; next_token?: string; result_count: number } }
  const search = (more: string) => json<Body>(`/twitter/2/tweets/search/recent?query=x&max_results=10${more}`, { authorization });

  it('pages by token, newest first, and has no data where nothing is found', async () => {
    const one = await search('');
    const two = await search(`&next_token=${one.meta.next_token as string}`);
    const ids = [...(one.data ?? []), ...(two.data ?? [])].map((t) => BigInt(t.id));
    expect(ids).toHaveLength(20);
    expect(ids.every((id, i) => i === 0 || id < (ids[i - 1] as bigint))).toBe(true);
    expect(await search(`&since_id=${one.meta.newest_id as string}`)).toEqual({ meta: { result_count: 0 } });
  });

  it('gives what is newer than an id, all of it and nothing else', async () => {
    const { meta } = await search('');
    clock.advance(HOUR / 4);
    const since = (await search(`&since_id=${meta.newest_id as string}`)).data ?? [];
    expect(since.length).toBeGreaterThan(5);
    expect(since.every((t) => BigInt(t.id) > BigInt(meta.newest_id as string))).toBe(true);
  });
});
