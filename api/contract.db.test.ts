/**
 * The outside contract, row by row: every route, field and message that users,
 * the trading engine and Kubernetes were promised, asked over real HTTP and real
 * sockets against rows in a real database.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { article } from '#workers/processors/sentiment/testing.js';
import { publishLanded } from '#queues/landed.js';
import { fillFindings } from './testing/findings.js';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { MISSING_HOUR, priceRow, SLOT } from './testing/rows.js';
import { openEvents } from './testing/events.js';
import { PROMISED } from './testing/promised.js';
import { openIo, openWs, type IoClient } from './testing/sockets.js';
import { scored } from './testing/texts.js';

const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  const { store } = ground.store;
  await fillFindings(store);
  await store.add('news_articles', [article('c', SLOT, { title: 'Of a coin', symbols: ['BTC'] }), article('s', SLOT, { title: 'Of a share', market_type: 'stock' })]);
  await store.add('sentiment_data', [scored('BTC', 'c', HOUR / 2), scored('BTC', 's', HOUR / 2, { market_type: 'stock', source: 'guardian' })]);
  await store.ledger.open([{ dataset: 'fear_greed', slot: new Date(SLOT), chunk: 1, symbols: [], opened_at: new Date(SLOT) }]);
  api = await ground.start();
});
afterAll(() => ground.cleanup());

type Row = [path: string, key: keyof typeof KEYS | null, holds: object];
const price = { symbol: 'BTC', name: 'The BTC', current_price: 98_765.43, price_change_24h: expect.any(Number), price_change_percentage_24h: 2.5, market_cap: expect.any(Number), volume_24h: expect.any(Number), high_24h: expect.any(Number), low_24h: expect.any(Number), open_24h: expect.any(Number), timestamp: iso(SLOT - 20_000), available_at: iso(SLOT - 20_000), data_source: 'sim:test', quality: 'ok' };
const features = { symbol: 'BTC', timestamp: iso(SLOT), feature_version: 7, features: expect.any(Object), feature_count: expect.any(Number), data_quality_score: 0.8, lineage: { price: iso(SLOT) } };
const listed = { data: expect.arrayContaining([expect.any(Object)]) };
const sentiment = (market: string) => ({ symbol: 'BTC', market_type: market, timeframe: '24h', sentiment_score: 0.5, breakdown: [expect.objectContaining({ texts: 1 })] });

/** GET routes, with the least key that may ask. */
const READS: Row[] = [
  ['/health', null, { status: 'degraded', timestamp: expect.any(String), version: expect.any(String), uptime_seconds: expect.any(Number), health_score: expect.any(Number), components: { mysql: {}, redis: {}, queues: {}, datasets: {} }, datasets: { ml_features: { age_seconds: 120, target_seconds: 600, state: 'fresh' } } }],
  ['/ready', null, { status: 'ready' }],
  ['/openapi.json', null, { openapi: '3.1.0' }],
  ['/api/v1/symbols', 'readonly', { data: expect.arrayContaining([{ symbol: 'BTC', coingecko_id: 'bitcoin', name: 'The BTC', rank: 1, quote_currency: 'usd', active: true, venues: { binance: 'BTCUSDT' } }]) }],
  ['/api/v1/prices/current/BTC', 'readonly', price],
  ['/api/v1/prices/current/bitcoin', 'readonly', price],
  [`/api/v1/prices/historical/btc?start=${iso(SLOT - 6 * HOUR)}&end=${iso(SLOT)}&interval=1h`, 'readonly', { symbol: 'BTC', interval: '1h', data: expect.arrayContaining([{ timestamp: iso(SLOT - HOUR), open: 100, high: 110, low: 90, close: 105, volume: 12.5, is_final: true }]), total_points: 5, gaps: [{ from: iso(MISSING_HOUR), to: iso(MISSING_HOUR + HOUR) }], next_cursor: null }],
  ['/api/v1/prices/historical/bitcoin?days=1&interval=1h&limit=2', 'readonly', { total_points: 2, next_cursor: expect.any(String) }],
  ['/api/v1/sentiment/crypto/bitcoin?timeframe=24h&sources=coindesk&include_breakdown=true', 'readonly', sentiment('crypto')],
  ['/api/v1/sentiment/stock/BTC?timeframe=24h&include_breakdown=true', 'readonly', sentiment('stock')],
  [`/api/v1/news/crypto/latest?limit=5&symbol=btc&since=${iso(SLOT - HOUR)}`, 'readonly', { market_type: 'crypto', data: [{ title: 'Of a coin' }] }],
  ['/api/v1/news/stock/latest', 'readonly', { market_type: 'stock', data: [{ title: 'Of a share' }] }],
  ['/api/v1/technical/BTC?timeframe=1h&indicators=rsi_14,macd', 'readonly', { symbol: 'BTC', timeframe: '1h', timestamp: iso(SLOT), indicators: { rsi_14: expect.any(Number) } }],
  ['/api/v1/technical/bitcoin/indicators?timeframe=1h&limit=2', 'readonly', { history: [{ timestamp: iso(SLOT) }, { timestamp: iso(SLOT - HOUR) }] }],
  ['/api/v1/ml-features/BTC', 'trading', features],
  ['/api/v1/ml-features/bitcoin/current', 'trading', features],
  [`/api/v1/ml-features/BTC?at=${iso(SLOT - 300_000)}&as_of=${iso(SLOT)}&feature_groups=price&format=flat`, 'trading', { timestamp: iso(SLOT - 300_000), features: { price: expect.any(Number) } }],
  ['/api/v1/ml-features/BTC?format=array&feature_groups=price', 'trading', { features: expect.any(Array), feature_names: expect.arrayContaining(['price']) }],
  ['/api/v1/ml-features/bulk?symbols=BTC,ethereum', 'trading', { data: [features, { symbol: 'ETH' }], total: 2 }],
  ['/api/v1/stats/collectors', 'readonly', { data: expect.arrayContaining([expect.objectContaining({ dataset: 'ml_features', rows: expect.any(Number), newest: iso(SLOT) })]) }],
  ['/api/v1/stats/coverage', 'readonly', { data: [{ columns: expect.arrayContaining([expect.objectContaining({ fill_ratio: expect.any(Number) })]) }, {}] }],
  ['/api/v1/stats/gaps?timeframe=1h&hours=12', 'readonly', { data: { dataset: 'ohlc', timeframe: '1h', expected: expect.any(Number), symbols: expect.arrayContaining([expect.objectContaining({ symbol: 'BTC', gaps: expect.arrayContaining([expect.objectContaining({ from: iso(MISSING_HOUR), to: iso(MISSING_HOUR + HOUR) })]) })]) } }],
  ['/api/v1/stats/gaps?dataset=ml_features', 'readonly', { data: { dataset: 'ml_features', timeframe: '5m', missing: 0 } }],
  ['/api/v1/stats/restatements?dataset=ohlc&symbol=btc', 'readonly', { data: [], total: 0, next_cursor: null }],
  ['/api/v1/macro?series=DGS10', 'readonly', { data: [{ series: 'DGS10', value: 4.1 }] }],
  ['/api/v1/onchain/bitcoin', 'readonly', { symbol: 'BTC', data: expect.arrayContaining([expect.objectContaining({ metric: 'hash_rate', value: 8e20 })]) }],
  ['/api/v1/derivatives/BTC', 'trading', { symbol: 'BTC', data: expect.arrayContaining([expect.objectContaining({ venue: 'binance_futures', mark_price: 100 })]) }],
  ['/api/v1/narratives/latest', 'readonly', { data: [{ theme: 'defi' }] }],
  ['/api/v1/regime', 'readonly', { symbol: 'MARKET', regime: 'bull' }],
  ['/api/v1/patterns/btc', 'readonly', listed],
  ['/api/v1/events', 'readonly', listed],
];

describe('a read', () => {
  it.each(READS)('%s with the key %s', async (path, key, holds) => {
    const answer = await api.get(path, { key: key && KEYS[key] });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    expect(JSON.parse(text)).toMatchObject(holds);
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
    expect(answer.headers.get('cache-control')).toMatch(/no-cache|no-store/);
    if (key === null) return;
    for (const name of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']) expect([name, answer.headers.get(name)]).toEqual([name, expect.stringMatching(/^\d+$/)]);
    const again = await api.get(path, { key: KEYS[key], headers: { 'if-none-match': answer.headers.get('etag') as string } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(await errorOf(await api.get(path, { key: null }))).toMatchObject({ status: 401, code: 'INVALID_API_KEY' });
    if (key === 'trading') expect(await errorOf(await api.get(path, { key: KEYS.readonly }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
  });

  it.each(READS.map(([path]) => [path.split('?')[0] as string]))('%s answers GET and HEAD, and names them to whoever asks otherwise', async (path) => {
    const head = await api.get(path, { method: 'HEAD' });
    expect([await head.text(), [200, 400].includes(head.status)]).toEqual(['', true]);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await api.get(path, { method });
      expect([answer.headers.get('allow'), await errorOf(answer)]).toMatchObject(['GET, HEAD', { status: 405, code: 'VALIDATION_ERROR' }]);
    }
  });

  it('of metrics is Prometheus text, and the document has a page', async () => {
    const metrics = await api.get('/metrics', { key: null });
    expect([metrics.status, metrics.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain;.* version=0\.0\.4/)]);
    expect((await (await api.get('/docs', { key: null })).text())).toContain('<html');
  });

  it('of a range of features is rows of JSON', async () => {
    const answer = await api.get(`/api/v1/ml-features/bulk?symbols=BTC&start=${iso(SLOT)}&end=${iso(SLOT + 1)}`, { key: KEYS.trading });
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect((await answer.text()).split('\n').filter(Boolean).map((line) => JSON.parse(line) as object)).toMatchObject([features]);
  });
});

describe('work', () => {
  it('on the past is taken on alike', async () => {
    const ask = (key: string) => api.get('/api/v1/backfill', { method: 'POST', key, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ dataset: 'ml_features', from: iso(SLOT - 2 * HOUR), to: iso(SLOT - HOUR), symbols: ['bitcoin', 'eth'] }) });
    const answer = await ask(KEYS.master);
    const { job_id, status_url } = (await answer.json()) as { job_id: string; status_url: string };
    expect([answer.status, answer.headers.get('location'), job_id]).toEqual([202, status_url, expect.stringMatching(/^[a-z0-9-]{6,40}$/)]);
    expect(await (await api.get(status_url)).json()).toMatchObject({ backfill_id: job_id, dataset: 'ml_features', symbols: 2, state: 'open', progress: 0, stages: [{ stage: 'candles' }, { stage: 'indicators' }, { stage: 'features', rows_expected: 24 }] });
    for (const key of [KEYS.readonly, KEYS.trading]) expect(await errorOf(await ask(key))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
  });

  it('is taken on for the master key alone, with a job id and a status URL', async () => {
    const answer = await api.get('/api/v1/collect/fear-greed', { method: 'POST' });
    const { job_id, status_url } = (await answer.json()) as { job_id: string; status_url: string };
    expect([answer.status, job_id]).toEqual([202, expect.stringMatching(/^fear-greed\./)]);
    expect(await (await api.get(status_url)).json()).toMatchObject({ job_id });
    for (const key of [KEYS.readonly, KEYS.trading]) expect(await errorOf(await api.get('/api/v1/collect/fear-greed', { method: 'POST', key }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
  });
});

/** Fields of Query, each with something it must hold. */
const FIELDS: [query: string, holds: object][] = [
  ['currentPrice(symbol: "bitcoin") { symbol price timestamp }', { symbol: 'BTC', price: 98_765.43, timestamp: iso(SLOT - 20_000) }],
  ['prices(symbols: ["BTC", "eth"]) { edges { cursor node { symbol currentPrice } } pageInfo { hasNextPage endCursor } }', { edges: [{ node: { symbol: 'BTC' } }, { node: { symbol: 'ETH' } }], pageInfo: { hasNextPage: false } }],
  ['candles(symbol: "BTC", interval: "1h", first: 1) { edges { node { timestamp open high low close volume isFinal } } pageInfo { hasNextPage } }', { edges: [{ node: { close: 105 } }], pageInfo: { hasNextPage: true } }],
  ['indicators(symbol: "BTC", timeframe: "1h") { timestamp indicators { rsi14 macdLine } }', { timestamp: iso(SLOT) }],
  ['mlFeatures(symbol: "BTC") { timestamp featureVersion features { price { price } } }', { timestamp: iso(SLOT), featureVersion: 7 }],
  ['sentiment(symbol: "BTC") { sentimentScore texts }', { sentimentScore: 0.5, texts: 1 }],
  ['news { edges { node { title } } }', { edges: [{ node: { title: 'Of a coin' } }] }],
  ['macro(series: ["DGS10"]) { series value }', [{ series: 'DGS10', value: 4.1 }]],
  ['regime { symbol regime }', { symbol: 'MARKET', regime: 'bull' }],
  ['collectors { dataset rows state }', expect.arrayContaining([expect.objectContaining({ dataset: 'ml_features', state: 'fresh' })])],
  ['health { status healthScore }', { status: 'degraded' }],
];

describe('GraphQL', () => {
  it.each(FIELDS)('{ %s }', async (query, holds) => {
    const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${KEYS.trading}`, 'content-type': 'application/json' }, body: JSON.stringify({ query: `{ ${query} }` }) });
    const { data, errors } = (await answer.json()) as { data: Record<string, unknown>; errors?: unknown };
    expect([answer.status, errors]).toEqual([200, undefined]);
    expect(Object.values(data)[0]).toMatchObject(holds);
  });
});

describe('the sockets', () => {
  const land = async (value: number, slot = SLOT + 300_000): Promise<void> => {
    await ground.store.store.prices.insert([priceRow('BTC', slot, value)]);
    const event = { slot, chunk: 1, rows: 1, symbols: ['BTC'] };
    await publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', ...event });
    await publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'slot_complete', dataset: 'ml_features', ...event });
  };
  const connected = ({ socket }: IoClient): Promise<void> => new Promise((resolve) => socket.once('connect', () => resolve()));

  it('say a snapshot first, then updates, the same to both, and the same as REST afterwards', async () => {
    const [ws, keyed] = [await openWs(api.url, KEYS.readonly), await openWs(api.url)];
    ws.say({ action: 'subscribe', symbols: ['BTC'], channels: ['price'] });
    keyed.say({ action: 'subscribe', symbols: ['bitcoin'], channels: ['price'], api_key: KEYS.readonly });
    keyed.say({ action: 'ping' });
    const io = openIo(api.url, KEYS.readonly);
    await connected(io);
    expect(await io.subscribe({ stream: 'prices', symbols: ['BTC'] })).toMatchObject({ ok: true, symbols: ['BTC'] });
    const updates = (heard: typeof ws.heard) => heard.filter((m) => m.type === 'price_update');
    for (const { heard } of [ws, keyed]) await expect.poll(() => updates(heard)).toMatchObject([{ symbol: 'BTC', data: { price_usd: 98_765.43, volume_24h: expect.any(Number), market_cap: expect.any(Number), change_24h: 2.5 }, timestamp: iso(SLOT - 20_000), seq: expect.any(Number) }]);
    await expect.poll(() => keyed.heard.some((m) => m.type === 'pong')).toBe(true);
    await expect.poll(() => io.prices.flatMap((p) => p.updates)).toMatchObject([{ symbol: 'BTC', data: { price_usd: 98_765.43 } }]);

    await land(99_001.5);
    for (const { heard } of [ws, keyed]) await expect.poll(() => updates(heard).at(-1), { timeout: 10_000 }).toMatchObject({ data: { price_usd: 99_001.5 } });
    await expect.poll(() => io.prices.at(-1)?.updates, { timeout: 10_000 }).toMatchObject([{ symbol: 'BTC', data: { price_usd: 99_001.5 } }]);
    await expect.poll(() => io.slots.at(-1), { timeout: 10_000 }).toMatchObject({ slot: iso(SLOT + 300_000) });
    const [rest, graphql] = await Promise.all([
      api.get('/api/v1/prices/current/BTC').then(async (r) => (await r.json()) as Record<string, unknown>),
      fetch(`${api.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${KEYS.readonly}`, 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ currentPrice(symbol: "BTC") { currentPrice volume24h marketCap priceChangePercentage24h timestamp } }' }) }).then(async (r) => ((await r.json()) as { data: { currentPrice: Record<string, unknown> } }).data.currentPrice),
    ]);
    const told = updates(ws.heard).at(-1);
    const asTold = [told?.data?.price_usd, told?.data?.volume_24h, told?.data?.market_cap, told?.data?.change_24h, told?.timestamp];
    expect([rest['current_price'], rest['volume_24h'], rest['market_cap'], rest['price_change_percentage_24h'], rest['timestamp']]).toEqual(asTold);
    expect([graphql['currentPrice'], graphql['volume24h'], graphql['marketCap'], graphql['priceChangePercentage24h'], graphql['timestamp']]).toEqual(asTold);
    expect(io.prices.at(-1)?.seq).toBe(told?.seq);

    ws.say({ action: 'unsubscribe', symbols: ['BTC'] });
    await expect.poll(() => ws.heard.at(-1)?.type).toBe('unsubscribed');
    for (const socket of [ws.ws, keyed.ws]) socket.close();
    io.socket.close();
  });

  it('tell of every stream: sentiment and news over WebSocket, and all of them over Socket.IO, each with its newest first', async () => {
    const [moods, news] = [await openWs(api.url, KEYS.readonly, '/ws/sentiment'), await openWs(api.url, KEYS.readonly, '/ws/news')];
    for (const { say } of [moods, news]) say({ action: 'subscribe', symbols: ['BTC'] });
    await expect.poll(() => moods.heard).toContainEqual(expect.objectContaining({ type: 'sentiment_update', symbol: 'BTC', snapshot: true }));
    await expect.poll(() => news.heard).toContainEqual(expect.objectContaining({ type: 'news_item', data: expect.objectContaining({ title: 'Of a coin' }) }));
    for (const { ws } of [moods, news]) ws.close();
    const io = openIo(api.url, KEYS.trading);
    await connected(io);
    for (const stream of ['prices', 'features', 'sentiment', 'news', 'jobs']) expect([stream, await io.subscribe({ stream, symbols: ['BTC'] })]).toEqual([stream, expect.objectContaining({ ok: true })]);
    for (const packets of [io.prices, io.features, io.sentiment, io.news]) await expect.poll(() => packets[0]?.snapshot).toBe(true);
    expect(io.features[0]?.updates[0]).toMatchObject({ symbol: 'BTC', timestamp: iso(SLOT), features: expect.any(Object) });
    await expect.poll(() => io.depths.at(-1), { timeout: 15_000 }).toMatchObject({ queues: { collect: { ready: expect.any(Number) } }, pools: { process: expect.any(Number) } });
    io.socket.close();
  });

  it('have a twin over plain HTTP, whose readers come back where they left', async () => {
    const read = (headers: Record<string, string> = {}) => openEvents(`${api.url}/api/v1/stream/prices?symbols=BTC`, { authorization: `Bearer ${KEYS.readonly}`, ...headers });
    const first = await read();
    expect([first.response.status, first.response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await expect.poll(() => first.heard[0]).toMatchObject({ event: 'price_update', data: { symbol: 'BTC', snapshot: true, seq: expect.any(Number) } });
    first.leave();
    await land(99_002.5, SLOT + 600_000);
    const second = await read({ 'last-event-id': first.heard.at(-1)?.id as string });
    await expect.poll(() => second.heard.map((e) => e.data.data.price_usd), { timeout: 10_000 }).toEqual([99_002.5]);
    second.leave();
  });

  it('refuse in the words of REST', async () => {
    const { ws, heard, say } = await openWs(api.url, KEYS.readonly);
    say({ action: 'subscribe', symbols: ['NOPE'] });
    say({ action: 'dance' });
    await expect.poll(() => heard.map((m) => [m.type, m.error?.code])).toEqual(expect.arrayContaining([['error', 'INVALID_SYMBOL'], ['error', 'VALIDATION_ERROR']]));
    ws.close();
    const io = openIo(api.url, KEYS.readonly);
    await connected(io);
    expect(await io.subscribe({ stream: 'features', symbols: ['BTC'] })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN_SCOPE' } });
    io.socket.close();
  });
});

describe('Bull Board and the page', () => {
  it('are where they were said to be', async () => {
    expect((await api.get('/admin/queues')).status).toBe(200);
    expect((await api.get('/login', { key: null })).status).toBe(200);
    const page = await api.get('/', { key: null });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('the contract', () => {
  it('has no row that was not asked above and answered well', async () => {
    const counted = (await api.api.ctx.metrics.apiRequests.get()).values.filter(({ labels }) => /^(2|303)/.test(String(labels['status'])));
    const answered = new Set(counted.map(({ labels }) => `${labels['method']} ${labels['endpoint']}`));
    expect(PROMISED.filter((row) => !answered.has(row))).toEqual([]);
  });
});
