/**
 * Values that were final and came again as other ones, from the upstream through
 * the collector and the store to whoever asks: the figure FRED published twice, as
 * it was recorded, and a bar of one venue that another venue's took the place of.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import { createProducer } from '#queues/producer.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { SourceName } from '#queues/sources.js';
import { collectWith } from '#workers/collectors/run.js';
import { asset } from '#workers/collectors/testing/fixture.js';
import { REAL, recordedText } from '#workers/collectors/testing/recorded.js';
import type { Context } from '#workers/context.js';
import { venuesOf } from '#workers/store/seeds/venues.js';
import { createUpstream } from '#workers/upstream/client.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { answer } from './client/farm.js';
import { errorOf, testGround, type Ground, type Running } from './testing/api.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();
const have = existsSync(REAL);
if (!have) console.warn('skipped: recorded answers of ../shared/real-data are absent');

let ground: Ground;
let api: Running;
let workers = 0;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground?.cleanup());

/** Collects a source for the slot of an instant, as a worker of its own does. @returns the outcome's kind */
async function collect(source: SourceName, atMs: number, { env, symbols = [], prefix = '' }: { env: Record<string, string>; symbols?: string[]; prefix?: string }): Promise<string> {
  const { clock, redis, store } = ground;
  clock.set(atMs);
  const metrics = createMetrics(false);
  const own = `${redis.prefix}:w${(workers += 1)}`;
  const upstream = createUpstream({ config: readUpstreamConfig({ UPSTREAM_BUDGET_MS: '50', ...env }), redis: redis.redis, prefix: own, clock, log: silentLog(), metrics });
  const producer = createProducer({ redis: redis.settings, prefix: own, clock, log: silentLog() });
  const job = { id: `${source}.test`, queueKey: '', attempt: 1, failedChildren: async () => ({}), childrenDone: false };
  const ctx: Context = { clock, metrics, store: store.store, upstream, producer, log: silentLog(), sourcePrefix: prefix, signal: new AbortController().signal, job, landed: async () => undefined };
  const { kind } = await collectWith({ SOURCES: 'all', HISTORY_BARS: 30 })({ v: 1, source, slot: Math.floor(atMs / (5 * MINUTE)) * 5 * MINUTE, chunk: 1, symbols, round: 0 }, ctx);
  upstream.close();
  await producer.close();
  return kind;
}
const restatements = (query: object) => answer(api.farm().GET('/api/v1/stats/restatements', { params: { query } }));

describe.skipIf(!have)('the gross domestic product of a quarter, as FRED told it on two days', () => {
  const Q3 = Date.UTC(2024, 6, 1);
  const NOTHING = JSON.stringify({ observations: [] });
  let server: Server;
  let told = NOTHING;
  beforeAll(async () => {
    server = createServer((req, res) => res.setHeader('content-type', 'application/json').end(req.url?.includes('series_id=GDPC1') ? told : NOTHING));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    for (const file of ['get_series.0.json', 'get_series.1.json']) {
      const { response } = JSON.parse(recordedText(`fred/recorded/${file}`)) as { response: { bodyText: string; headers: { date: string } } };
      told = response.bodyText;
      const env = { FRED_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, FRED_API_KEY: 'test-fred' };
      expect(await collect('macro-fred', Date.parse(response.headers.date), { env })).toBe('done');
    }
    ground.clock.set(Date.UTC(2026, 0, 3));
  });
  afterAll(() => void server?.close());

  const known = async (day?: string) => {
    const { data } = await answer(api.farm().GET('/api/v1/macro', { params: { query: { series: ['GDPC1'], start: iso(Q3), end: iso(Q3 + 1), ...(day ? { as_of: day } : {}) } } }));
    return (data[0] as { points: { value: number }[] }).points.map((p) => p.value);
  };

  it('is unknown before its release, then as first released, then as revised', async () => {
    expect([await known('2024-10-01'), await known('2024-11-03'), await known('2024-12-18'), await known('2025-01-20'), await known()]).toEqual([[], [29_349.924], [29_349.924], [29_374.914], [29_374.914]]);
  });

  it('is the same over GraphQL', async () => {
    const query = (at: string) => `{ macro(series: ["GDPC1"], asOf: "${at}") { value period } }`;
    const ask = async (at: string): Promise<unknown> => (await (await api.get('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: query(at) }) })).json()) as unknown;
    expect(await ask('2024-10-01')).toEqual({ data: { macro: [{ value: null, period: null }] } });
    expect(await ask('2024-11-03')).toEqual({ data: { macro: [{ value: 29_349.924, period: iso(Q3) }] } });
    expect(await ask('2025-01-20')).toEqual({ data: { macro: [{ value: 29_374.914, period: iso(Q3) }] } });
  });

  it('stands in the log: what it was, since when, what it became', async () => {
    const asked = { dataset: 'macro', symbol: 'gdpc1', from: '2024-01-01', to: '2025-06-01' } as const;
    const { data } = await restatements(asked);
    expect(data.filter((r) => r.timestamp === iso(Q3))).toEqual([
      { dataset: 'macro', symbol: 'GDPC1', timeframe: null, timestamp: iso(Q3), column: 'value', old_value: 29_349.924, new_value: 29_374.914, relative_change: (29_374.914 - 29_349.924) / 29_349.924, known_at: '2024-10-31T06:00:00.000Z', restated_at: '2024-12-20T06:00:00.000Z', data_source: 'fred', job_id: 'macro-fred.test' },
    ]);
    expect((await restatements({ ...asked, to: '2024-12-01' })).data).toEqual([]);
  });
});

describe("a bar of one venue, in whose place the first venue's came", () => {
  const SLOT = Date.UTC(2026, 0, 2, 13);
  const symbol = 'SOL';
  let sim: Simulator;
  const bars = async (query: object): Promise<[string, number, number][]> => {
    const { data } = await answer(api.farm().GET('/api/v1/prices/historical/{symbol}', { params: { path: { symbol }, query: { interval: '5m', start: iso(SLOT - 5 * MINUTE), end: iso(SLOT), ...query } } }));
    return data.map((b) => [b.timestamp, b.close, b.volume]);
  };
  let first: Awaited<ReturnType<typeof bars>>;
  beforeAll(async () => {
    sim = await startSimulator({ clock: ground.clock, symbols: 24 });
    const of = sim.source.assets.find((a) => a.symbol === symbol);
    await ground.store.store.assets.upsert([asset({ symbol, coingecko_id: of?.id as string, name: 'Solana', venues: venuesOf(symbol, of?.market ?? null) })]);
    const env = { FARM_MODE: 'sim', SIMULATOR_URL: sim.url };
    sim.faults.set([{ host: 'binance', kind: 'server-error', ratio: 1 }]);
    await collect('ohlc', SLOT + 3_000, { env, symbols: [symbol], prefix: 'sim:' });
    first = await bars({});
    sim.faults.clear();
    await collect('ohlc', SLOT + 5 * MINUTE + 3_000, { env, symbols: [symbol], prefix: 'sim:' });
    ground.clock.set(SLOT + HOUR);
  });
  afterAll(() => sim?.stop());

  it('is the first one as of then, and the other one as of now', async () => {
    const [[, close, volume] = []] = first;
    const [now] = await bars({});
    expect(now?.[2]).not.toBe(volume);
    expect(await bars({ as_of: iso(SLOT + 4_000) })).toEqual([[iso(SLOT - 5 * MINUTE), close, volume]]);
    expect(await bars({ as_of: iso(SLOT + 10 * MINUTE) })).toEqual([now]);
    expect(await bars({ as_of: iso(SLOT - 1) })).toEqual([]);
  });

  it('stands in the log over REST and GraphQL, a page at a time', async () => {
    const asked = { dataset: 'ohlc', symbol: 'solana', limit: 1 } as const;
    const lines: string[] = [];
    for (let cursor: string | null | undefined = undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof restatements>> = await restatements({ ...asked, ...(cursor ? { cursor } : {}) });
      lines.push(...page.data.map((r) => `${r.timeframe} ${r.timestamp} ${r.column} ${r.data_source} ${r.job_id}`));
      cursor = page.next_cursor;
    }
    expect(lines).toContain(`5m ${iso(SLOT - 5 * MINUTE)} volume sim:binance ohlc.test`);
    expect(new Set(lines).size).toBe(lines.length);
    const query = '{ restatements(dataset: "ohlc", symbol: "SOL", first: 500) { edges { node { timeframe timestamp column dataSource jobId } } } }';
    const body = (await (await api.get('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })).json()) as { data: { restatements: { edges: { node: Record<string, string> }[] } } };
    expect(body.data.restatements.edges.map(({ node }) => `${node['timeframe']} ${node['timestamp']} ${node['column']} ${node['dataSource']} ${node['jobId']}`)).toEqual(lines);
  });
});

describe('a question that makes no sense', () => {
  it.each([
    ['/api/v1/stats/restatements?dataset=weather', 400, 'VALIDATION_ERROR', 'dataset'],
    ['/api/v1/stats/restatements?from=2026-01-02&to=2026-01-01', 400, 'VALIDATION_ERROR', 'from must be before to'],
    ['/api/v1/stats/restatements?cursor=zzz', 400, 'VALIDATION_ERROR', 'cursor'],
    ['/api/v1/stats/restatements?symbol=NOBODY', 404, 'INVALID_SYMBOL', 'NOBODY'],
    ['/api/v1/macro?as_of=2031-01-01', 400, 'VALIDATION_ERROR', 'as_of lies in the future'],
    ['/api/v1/regime?as_of=NaN', 400, 'VALIDATION_ERROR', 'as_of'],
    ['/api/v1/prices/historical/BTC?start=2026-01-02&as_of=2026-01-01', 400, 'VALIDATION_ERROR', 'as_of must not lie before start'],
    ['/api/v1/macro?series=DGS10&start=2026-01-02&end=2026-01-03&as_of=2026-01-01', 400, 'VALIDATION_ERROR', 'as_of must not lie before start'],
  ])('is told so: %s', async (path, status, code, message) => {
    expect(await errorOf(await api.get(path))).toMatchObject({ status, code, message: expect.stringContaining(message) as string });
  });
});
