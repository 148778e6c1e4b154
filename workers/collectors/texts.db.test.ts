/** News and posts from the simulated press into the store, over HTTP. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import type { FaultKind, SimulatedHost } from '#scripts/simulator/faults.js';
import { UpstreamError } from '#queues/errors.js';
import { publishLanded } from '#queues/landed.js';
import type { Done, Outcome } from '#queues/outcome.js';
import { createProducer } from '#queues/producer.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { SourceName } from '#queues/sources.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import type { Context } from '../context.js';
import { testStore, type TestStore } from '../store/testing.js';
import { createUpstream } from '../upstream/client.js';
import { readUpstreamConfig } from '../upstream/config.js';
import { feeds } from './feed/feeds.js';
import { collectWith } from './run.js';
import { asset } from './testing/fixture.js';

type Text = 'crypto-news' | 'stock-news' | 'social-reddit' | 'social-twitter';
const texts: readonly Text[] = ['crypto-news', 'stock-news', 'social-reddit', 'social-twitter'];
/** Everything a source reads from. */
const hostsOf: Record<Text, SimulatedHost[]> = { 'crypto-news': [...feeds.map((f) => f.host), 'cryptopanic'], 'stock-news': ['guardian', 'newsapi'], 'social-reddit': ['reddit', 'reddit_www'], 'social-twitter': ['twitter'] };
const KEYS = { GUARDIAN_API_KEY: 'simulated-guardian', NEWS_API_KEY: 'simulated-newsapi', CRYPTOPANIC_API_KEY: 'simulated-panic', REDDIT_CLIENT_ID: 'simulated-id', REDDIT_CLIENT_SECRET: 'simulated-secret', TWITTER_BEARER_TOKEN: 'simulated-token' };
/** These tests are about answers, not about how often they are asked for. */
const BUDGETS = { GUARDIAN_BUDGET: 'minute:1000', REDDIT_BUDGET: 'minute:1000', REDDIT_WWW_BUDGET: 'minute:1000' };

const HOUR = 3_600_000;
let slot = Date.UTC(2026, 0, 5, 12);
const clock = manualClock(slot);
let redis: TestRedis;
let sim: Simulator;
let t: TestStore;
const cleanups: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  [redis, t, sim] = await Promise.all([testRedis(), testStore(), startSimulator({ clock, symbols: 20 })]);
  await t.store.assets.upsert(sim.source.assets.map((a) => asset({ symbol: a.symbol, coingecko_id: a.id, name: a.name })));
});
afterEach(async () => {
  sim.faults.clear();
  for (const clean of cleanups.splice(0)) await clean();
});
afterAll(async () => {
  await Promise.all([sim.stop(), t.cleanup()]);
  await redis.cleanup();
});

const FILLED = { stock: ['news_articles'], prices: ['social_posts', 'quarantine', 'source_cursors'] } as const;
async function emptied(): Promise<void> {
  for (const database of ['stock', 'prices'] as const) for (const table of FILLED[database]) await t.mysql.run({ table, sql: `DELETE FROM ${t.databases[database]}.${table}` });
}

/** A worker with an empty store, five farm hours after the last one; `another` sees the same store, with fresh circuits. */
async function setup(env: Record<string, string> = KEYS) {
  slot += 5 * HOUR;
  await emptied();
  return { ...workerOf(env), another: () => workerOf(env) };
}

function workerOf(env: Record<string, string>) {
  const prefix = `${redis.prefix}:${slot}:${cleanups.length}`;
  const [log, metrics] = [silentLog(), createMetrics(false)];
  const config = readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: sim.url, UPSTREAM_TIMEOUT_MS: '10000', UPSTREAM_BUDGET_MS: '50', ...BUDGETS, ...env });
  const upstream = createUpstream({ config, redis: redis.redis, prefix, clock, log, metrics });
  const producer = createProducer({ redis: redis.settings, prefix, clock, log });
  cleanups.push(() => upstream.close(), () => producer.close());
  const job = { id: 'test', queueKey: '', attempt: 1, failedChildren: async () => ({}), childrenDone: false };
  const ctx: Context = { clock, metrics, store: t.store, upstream, producer, log, sourcePrefix: 'sim:', signal: new AbortController().signal, job, landed: (event) => publishLanded(redis.redis, prefix, event) };
  /** Collects at `afterMs` behind the slot. */
  const run = (source: SourceName, afterMs = 0): Promise<Outcome> => {
    clock.set(slot + afterMs + 3_000);
    return collectWith({ SOURCES: 'all', HISTORY_BARS: 1 })({ v: 1, source, slot: slot + afterMs, chunk: 0, symbols: [], round: 0 }, ctx);
  };
  return { run, ctx };
}

const places = { 'crypto-news': ['stock', 'news_articles', 'article_id'], 'stock-news': ['stock', 'news_articles', 'article_id'], 'social-reddit': ['prices', 'social_posts', 'post_id'], 'social-twitter': ['prices', 'social_posts', 'post_id'] } as const;
type Row = Record<string, unknown> & { available_at: Date; symbols: string; data_source: string };
const rowsOf = (source: Text): Promise<Row[]> => {
  const [database, table, key] = places[source];
  return t.mysql.rows<Row>({ table, sql: `SELECT * FROM ${t.databases[database]}.${table} ORDER BY ${key}` });
};
const quarantined = () => t.mysql.rows<{ item: string; reason: string }>({ table: 'quarantine', sql: `SELECT item, reason FROM ${t.databases.prices}.quarantine ORDER BY item` });
const spoil = (source: Text, kind: FaultKind): void => sim.faults.set(hostsOf[source].map((host) => ({ host, kind, ratio: 1 })));
const statuses = (host: string): Record<string, number> => ({ ...Object.values(sim.stats()[host] ?? {})[0] });

describe.each(texts)('collecting %s', (source) => {
  it('stores what there is, known from first sight, with the coins it names', async () => {
    const { run } = await setup();
    const outcome = await run(source);
    const rows = await rowsOf(source);
    expect(outcome).toMatchObject({ kind: 'done' });
    expect((outcome as Done).missing.filter((m) => !m.permanent)).toEqual([]);
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map((r) => r.available_at.getTime()))).toEqual(new Set([slot + 3_000]));
    expect(rows.every((r) => r.data_source.startsWith('sim:'))).toBe(true);
    const named = new Set(rows.flatMap((r) => JSON.parse(r.symbols) as string[]));
    expect(named.has('BTC')).toBe(true);
    expect([...named].every((s) => sim.source.assets.some((a) => a.symbol === s))).toBe(true);
  });

  it('adds only what is new when it runs again, and changes nothing that is there', async () => {
    const { run } = await setup();
    await run(source);
    const first = await rowsOf(source);
    await run(source);
    expect(await rowsOf(source)).toEqual(first);
    await run(source, 2 * HOUR);
    const later = await rowsOf(source);
    expect(later.length).toBeGreaterThan(first.length);
    const known = new Map(later.map((r) => [JSON.stringify([r.article_id, r.post_id]), r]));
    for (const row of first) expect(known.get(JSON.stringify([row.article_id, row.post_id]))).toEqual(row);
  });

  it.each<[FaultKind, string]>([
    ['rate-limit', 'throttled'],
    ['server-error', 'unavailable'],
    ['truncated', 'unavailable'],
    ['reset', 'unavailable'],
    ['html', 'unavailable'],
    ['garbage', 'malformed'],
    ['error-in-200', 'throttled'],
  ])('when every answer is %s stores no row and moves no cursor, and recovers', async (kind, fault) => {
    const { run, ctx, another } = await setup();
    spoil(source, kind);
    const outcome = await run(source).catch((e: UpstreamError) => e);
    // A wait that is too long for the slot is no failure: the next slot reads what this one could not.
    if (fault === 'throttled' && !(outcome instanceof UpstreamError)) expect(outcome).toMatchObject({ kind: 'skip', why: expect.stringContaining('throttled') as string });
    else expect(outcome).toMatchObject({ fault });
    expect(await rowsOf(source)).toEqual([]);
    expect(await ctx.store.cursors.of(source)).toEqual(new Map());
    sim.faults.clear();
    expect(await another().run(source, 2 * HOUR)).toMatchObject({ kind: 'done' });
    expect((await rowsOf(source)).length).toBeGreaterThan(50);
  });
});

describe('feeds', () => {
  it('that have not changed are answered 304, and cost no row', async () => {
    const { run } = await setup();
    await run('crypto-news');
    const before = statuses('coindesk');
    await run('crypto-news');
    expect(statuses('coindesk')).toEqual({ ...before, 304: (before[304] ?? 0) + 1 });
  });

  it('are asked for in full again when their rows could not be stored', async () => {
    const { run, ctx } = await setup({});
    const refusing = { ...ctx.store, add: () => Promise.reject(new Error('the disk is full')) };
    clock.set(slot + 3_000);
    await expect(collectWith({ SOURCES: 'all', HISTORY_BARS: 1 })({ v: 1, source: 'crypto-news', slot, chunk: 0, symbols: [], round: 0 }, { ...ctx, store: refusing })).rejects.toThrow('the disk is full');
    const before = statuses('coindesk');
    await run('crypto-news');
    expect(statuses('coindesk')).toEqual({ ...before, 200: (before[200] ?? 0) + 1 });
  });

  it('of which one refuses robots leave the others as they are, and name it', async () => {
    const { run } = await setup({});
    sim.faults.set([{ host: 'decrypt', kind: 'garbage', ratio: 1 }]);
    const outcome = (await run('crypto-news')) as Done;
    expect(outcome.missing).toMatchObject([{ symbol: 'Decrypt', reason: expect.stringContaining('neither a feed nor any other XML') as string }]);
    const sources = new Set((await rowsOf('crypto-news')).map((r) => r.source));
    expect(sources).toEqual(new Set(feeds.map((f) => f.name).filter((n) => n !== 'Decrypt')));
    expect(await quarantined()).toMatchObject([{ item: '* Decrypt' }]);
  });

  it('read letters of other charsets, and articles without a date as published when seen', async () => {
    const { run } = await setup({});
    await run('crypto-news');
    const rows = await rowsOf('crypto-news');
    expect(rows.filter((r) => r.source === 'Bitcoinist').map((r) => r.author)).toContain('José Pérez');
    expect(rows.filter((r) => r.source === 'Decrypt' && (r.published_at as Date).getTime() === r.available_at.getTime()).length).toBeGreaterThan(0);
    expect(rows.some((r) => /&(?:amp|lt|quot);|<\w/.test(`${String(r.title)} ${String(r.summary)} ${String(r.content)}`))).toBe(false);
  });
});

describe('stock news', () => {
  it('asks NewsAPI once an hour, the Guardian each time, and puts tombstones aside', async () => {
    const { run } = await setup();
    const asked = (host: string) => Object.values(sim.stats()[host] ?? {}).flatMap((s) => Object.values(s)).reduce((a, b) => a + b, 0);
    const [guardian, newsapi] = [asked('guardian'), asked('newsapi')];
    for (const minutes of [0, 15, 30, 45, 60]) await run('stock-news', minutes * 60_000);
    expect(asked('newsapi') - newsapi).toBe(2);
    expect(asked('guardian') - guardian).toBeGreaterThanOrEqual(5);
    expect((await quarantined()).map((q) => q.reason)).toContain('taken back by its publisher');
  });

  it('reads every page of the Guardian that a long gap needs', async () => {
    const { run } = await setup({ GUARDIAN_API_KEY: KEYS.GUARDIAN_API_KEY });
    await run('stock-news');
    await run('stock-news', 48 * HOUR);
    const times = (await rowsOf('stock-news')).map((r) => (r.published_at as Date).getTime()).sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(200);
    expect(Math.max(...times.slice(1).map((x, i) => x - (times[i] as number)))).toBeLessThan(HOUR);
  });
});

describe('Reddit', () => {
  const networks = async () => new Set((await rowsOf('social-reddit')).map((r) => r.data_source));

  it('is read from its public feed without an application, and where the listing fails', async () => {
    const { run } = await setup({});
    await run('social-reddit');
    expect(await networks()).toEqual(new Set(['sim:reddit_www']));
    expect((await rowsOf('social-reddit')).every((r) => r.score === null)).toBe(true);
    const keyed = await setup();
    sim.faults.set([{ host: 'reddit', kind: 'server-error', ratio: 1 }]);
    expect(await keyed.run('social-reddit')).toMatchObject({ kind: 'done', missing: [] });
    expect(await networks()).toEqual(new Set(['sim:reddit_www']));
  });

  it('turns pages back to the last reading, keeps the score of first sight, and names a gap it cannot close', async () => {
    const { run, ctx } = await setup();
    await run('social-reddit');
    expect((await rowsOf('social-reddit')).every((r) => typeof r.score === 'number')).toBe(true);
    expect(await run('social-reddit', 12 * HOUR)).toMatchObject({ kind: 'done', missing: [] });
    const times = (await rowsOf('social-reddit')).filter((r) => r.channel === 'CryptoCurrency').map((r) => (r.posted_at as Date).getTime()).sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(250);
    expect(Math.max(...times.slice(1).map((x, i) => x - (times[i] as number)))).toBeLessThan(15 * 60_000);
    const outcome = (await run('social-reddit', 7 * 24 * HOUR)) as Done;
    expect(outcome.missing.map((m) => m.symbol)).toEqual(['r/CryptoCurrency', 'r/Bitcoin', 'r/ethereum', 'r/investing']);
    expect(outcome.missing.every((m) => m.permanent && m.reason.includes('does not reach back'))).toBe(true);
    expect((await ctx.store.cursors.of('social-reddit')).get('r/Bitcoin')).toMatch(/^2026-01-/);
  });
});

describe('X', () => {
  it('is read on from the newest id that is stored, across pages', async () => {
    const { run, ctx } = await setup();
    await run('social-twitter');
    expect(await run('social-twitter', 4 * HOUR)).toMatchObject({ kind: 'done', missing: [] });
    const times = (await rowsOf('social-twitter')).map((r) => (r.posted_at as Date).getTime()).sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(250);
    expect(Math.max(...times.slice(1).map((x, i) => x - (times[i] as number)))).toBeLessThan(5 * 60_000);
    const newest = (await rowsOf('social-twitter')).map((r) => BigInt(r.post_id as string)).reduce((a, b) => (a > b ? a : b));
    expect((await ctx.store.cursors.of('social-twitter')).get('search')).toBe(String(newest));
  });

  it('keeps its cursor when a later page fails, so that nothing behind it is lost', async () => {
    const { run, ctx } = await setup();
    await run('social-twitter');
    const before = await ctx.store.cursors.of('social-twitter');
    const upstream = ctx.upstream;
    let calls = 0;
    const failing = { ...upstream, get: ((request) => (++calls === 2 ? Promise.reject(new UpstreamError('unavailable', 'no', { host: 'twitter' })) : upstream.get(request))) as typeof upstream.get };
    clock.set(slot + 4 * HOUR + 3_000);
    const outcome = await collectWith({ SOURCES: 'all', HISTORY_BARS: 1 })({ v: 1, source: 'social-twitter', slot: slot + 4 * HOUR, chunk: 0, symbols: [], round: 0 }, { ...ctx, upstream: failing });
    expect(outcome).toMatchObject({ kind: 'done', missing: [{ symbol: 'search', reason: 'twitter: no' }] });
    expect(await ctx.store.cursors.of('social-twitter')).toEqual(before);
    await run('social-twitter', 4 * HOUR);
    const times = (await rowsOf('social-twitter')).map((r) => (r.posted_at as Date).getTime()).sort((a, b) => a - b);
    expect(Math.max(...times.slice(1).map((x, i) => x - (times[i] as number)))).toBeLessThan(5 * 60_000);
  });

  it('says so when more was posted than its pages hold', async () => {
    const { run } = await setup();
    await run('social-twitter');
    expect((await run('social-twitter', 24 * HOUR) as Done).missing).toEqual([{ symbol: 'search', reason: 'more was posted than 3 pages hold: the older posts were not read', permanent: true }]);
  });
});

it('no source is off without keys but those that have nothing else to ask', async () => {
  const { ctx } = await setup({});
  expect(texts.map((s) => hostsOf[s].every((h) => h !== 'ollama' && ctx.upstream.missingKey(h) !== undefined))).toEqual([false, true, false, true]);
});
