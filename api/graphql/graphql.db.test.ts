import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Store } from '#workers/store/index.js';
import { KEYS, testGround, type Ground, type Running } from '../testing/api.js';
import { SLOT } from '../testing/rows.js';
import { openIo, openWs } from '../testing/sockets.js';
import { sdl } from './schema.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

interface Told {
  status: number;
  data: Record<string, unknown> | null | undefined;
  codes: string[];
  messages: string[];
}
interface Asked {
  key?: string | null;
  variables?: object;
  at?: Running;
  body?: string;
  headers?: Record<string, string>;
}
async function ask(query: string, { key = KEYS.trading, variables, at = api, body, headers }: Asked = {}): Promise<Told> {
  // GraphQL's errors have its own shape: not the one that `get` holds REST's against.
  const response = await fetch(`${at.url}/graphql`, { method: 'POST', headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), 'content-type': 'application/json', ...headers }, body: body ?? JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data?: Told['data']; errors?: { message: string; extensions: { code: string } }[] };
  return { status: response.status, data, codes: (errors ?? []).map((e) => e.extensions.code), messages: (errors ?? []).map((e) => e.message) };
}
const rest = async <T>(path: string): Promise<T> => (await (await api.get(path, { key: KEYS.master })).json()) as T;

describe('a question over GraphQL', () => {
  it('gives a price by CoinGecko id', async () => {
    const { status, data, codes } = await ask('{ currentPrice(symbol: "bitcoin") { symbol price timestamp } }');
    expect({ status, codes, data }).toEqual({ status: 200, codes: [], data: { currentPrice: { symbol: 'BTC', price: 98_765.43, timestamp: new Date(SLOT - 20_000).toISOString() } } });
  });

  it('gives the values that REST gives, null where nobody knows', async () => {
    const query = '{ p: currentPrice(symbol: "TINY") { currentPrice marketCap high24h } i: indicators(symbol: "BTC") { timestamp indicators { rsi14 macdLine } } f: mlFeatures(symbol: "BTC") { timestamp featureVersion features { technical { rsi14 rsi14_1h } } } }';
    const { data, codes } = await ask(query);
    expect(codes).toEqual([]);
    const p = await rest<Record<string, unknown>>('/api/v1/prices/current/TINY');
    expect(data?.['p']).toEqual({ currentPrice: p['current_price'], marketCap: null, high24h: null });
    const i = await rest<{ timestamp: string; indicators: Record<string, number> }>('/api/v1/technical/BTC');
    expect(data?.['i']).toEqual({ timestamp: i.timestamp, indicators: { rsi14: i.indicators['rsi_14'], macdLine: i.indicators['macd_line'] } });
    const f = await rest<{ timestamp: string; feature_version: number; features: Record<string, Record<string, number>> }>('/api/v1/ml-features/BTC/current');
    expect(data?.['f']).toMatchObject({ timestamp: f.timestamp, featureVersion: f.feature_version, features: { technical: { rsi14: f.features['technical']?.['rsi_14'], rsi14_1h: f.features['technical']?.['rsi_14_1h'] } } });
  });

  it('gives the price and features that the sockets give', async () => {
    const client = openIo(api.url, KEYS.trading);
    const ws = await openWs(api.url, KEYS.trading);
    ws.say({ action: 'subscribe', symbols: ['BTC'], channels: ['price'] });
    await client.subscribe({ stream: 'prices', symbols: ['BTC'] });
    await client.subscribe({ stream: 'features', symbols: ['BTC'] });
    await vi.waitFor(() => expect([client.prices.length, client.features.length, ws.heard.filter((m) => m.data).length].every((n) => n > 0)).toBe(true), 10_000);
    client.socket.disconnect();
    ws.ws.close();
    const { data } = await ask('{ currentPrice(symbol: "BTC") { price timestamp } mlFeatures(symbol: "BTC") { features { technical { rsi14 } } } }');
    const rsi = client.features[0]?.updates[0]?.features?.['rsi_14'];
    expect(data).toEqual({ currentPrice: { price: client.prices[0]?.updates[0]?.data?.price_usd, timestamp: client.prices[0]?.updates[0]?.timestamp }, mlFeatures: { features: { technical: { rsi14: rsi } } } });
    expect(ws.heard.find((m) => m.data)).toMatchObject({ data: { price_usd: 98_765.43 } });
    expect((await rest<{ current_price: number }>('/api/v1/prices/current/BTC')).current_price).toBe(98_765.43);
  });

  it('answers each of its fields', async () => {
    const { data, codes } = await ask(`{
      symbols(first: 2) { edges { node { symbol coingeckoId } } } prices { edges { node { symbol } } }
      candles(symbol: "BTC", first: 3) { edges { node { close isFinal } } } indicatorHistory(symbol: "BTC", first: 2) { edges { node { timestamp rsi14 } } }
      news { edges { node { title } } } macro(series: ["VIX"]) { series value } collectors { dataset state } health { status healthScore components { mysql { score } } }
      patterns(symbol: "BTC") { edges { node { pattern } } } signals(symbol: "BTC") { edges { node { timestamp } } } events { edges { node { kind } } }
    }`);
    expect(codes).toEqual([]);
    expect(data).toMatchObject({ symbols: { edges: [{ node: { symbol: 'BTC', coingeckoId: 'bitcoin' } }, { node: { symbol: 'ETH' } }] }, macro: [{ series: 'VIX', value: null }], health: { components: { mysql: { score: 100 } } } });
    expect((data?.['candles'] as { edges: unknown[] }).edges).toHaveLength(3);
    expect((data?.['collectors'] as unknown[]).length).toBeGreaterThan(5);
  });

  it('goes on after any edge, also in the middle of a page', async () => {
    type Bars = { edges: { cursor: string; node: { timestamp: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const page = async (first: number, after?: string): Promise<Bars> => (await ask('query ($first: Int, $after: String) { candles(symbol: "BTC", first: $first, after: $after) { edges { cursor node { timestamp } } pageInfo { hasNextPage endCursor } } }', { variables: { first, after } })).data?.['candles'] as Bars;
    const all = await page(6);
    const times = all.edges.map((e) => e.node.timestamp);
    const [head, middle] = [await page(3), await page(2, all.edges[1]?.cursor)];
    expect(head.pageInfo.hasNextPage).toBe(true);
    expect((await page(3, head.pageInfo.endCursor)).edges.map((e) => e.node.timestamp)).toEqual(times.slice(3));
    expect(middle.edges.map((e) => e.node.timestamp)).toEqual(times.slice(2, 4));
    expect(await ask('{ candles(symbol: "BTC", after: "bm9uc2Vuc2U") { edges { cursor } } }')).toMatchObject({ codes: ['VALIDATION_ERROR'] });
  });

  it('asks the store once for fifty symbols, nested or side by side', async () => {
    const calls: string[] = [];
    const counted = (repository: string, real: object): object => new Proxy(real, { get: (target, method) => (...args: unknown[]) => (calls.push(`${repository}.${String(method)}`), (Reflect.get(target, method) as (...a: unknown[]) => unknown).apply(target, args)) });
    const store = { ...ground.store.store, prices: counted('prices', ground.store.store.prices), features: counted('features', ground.store.store.features), indicators: counted('indicators', ground.store.store.indicators) } as Store;
    const at = await ground.start({}, { store });
    const aliases = Array.from({ length: 50 }, (_, i) => `a${i}: currentPrice(symbol: "${['BTC', 'ETH', 'TINY'][i % 3]}") { price }`).join(' ');
    const sideBySide = await ask(`{ ${aliases} }`, { at });
    expect(sideBySide).toMatchObject({ status: 200, codes: [], data: { a0: { price: 98_765.43 }, a49: { price: 3_456.78 } } });
    expect(calls).toEqual(['prices.latest']);
    calls.length = 0;
    const nested = await ask('{ symbols(first: 50) { edges { node { symbol price { price } mlFeatures { timestamp } indicators { timestamp } } } } }', { at });
    expect(nested.codes).toEqual([]);
    expect(calls.sort()).toEqual(['features.latest', 'indicators.asOf', 'prices.latest']);
  });
});

describe('a GraphQL question is refused', () => {
  it.each([
    ['without a key', '{ health { status } }', { key: null }, 401, 'INVALID_API_KEY'],
    ['with a wrong key', '{ health { status } }', { key: 'nonsense' }, 401, 'INVALID_API_KEY'],
    ['for a field beyond the key', '{ mlFeatures(symbol: "BTC") { timestamp } }', { key: KEYS.readonly }, 200, 'FORBIDDEN_SCOPE'],
    ['for a nested field beyond the key', '{ symbols(first: 1) { edges { node { mlFeatures { timestamp } } } } }', { key: KEYS.readonly }, 200, 'FORBIDDEN_SCOPE'],
    ['for an unknown symbol', '{ currentPrice(symbol: "NOPE") { price } }', {}, 200, 'INVALID_SYMBOL'],
    ['for a timeframe that is none', '{ indicators(symbol: "BTC", timeframe: "7m") { timestamp } }', {}, 200, 'INVALID_TIMEFRAME'],
    ['for what was never stored', '{ regime(symbol: "BTC") { regime } }', {}, 200, 'DATA_NOT_AVAILABLE'],
    ['for a page too long', '{ candles(symbol: "BTC", first: 1001) { pageInfo { endCursor } } }', {}, 200, 'VALIDATION_ERROR'],
    ['when it does not parse', '{ currentPrice(', {}, 400, 'VALIDATION_ERROR'],
    ['for a field nobody declared', '{ password }', {}, 400, 'VALIDATION_ERROR'],
    ['when it is not an object', '', { body: '"text"' }, 400, 'VALIDATION_ERROR'],
    ['when it is a batch', '', { body: '[{"query":"{ health { status } }"},{"query":"{ health { status } }"}]' }, 400, 'VALIDATION_ERROR'],
    ['when it is not JSON', '', { body: '{' }, 400, 'VALIDATION_ERROR'],
    ['when a form could have sent it', '', { body: '{"query":"{ health { status } }"}', headers: { 'content-type': 'text/plain' } }, 415, 'VALIDATION_ERROR'],
    ['when it is larger than the limit', '', { body: JSON.stringify({ query: `{ health { status } } #${'x'.repeat(120_000)}` }) }, 413, 'VALIDATION_ERROR'],
  ] as const)('%s', async (...[, query, options, status, code]) => {
    const told = await ask(query, options);
    expect({ status: told.status, codes: told.codes }).toEqual({ status, codes: [code] });
    expect(told.messages.join()).not.toMatch(/SELECT|at .*\.ts|node_modules/);
  });

  it.each([
    ['with many aliases', `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: health { status }`).join(' ')} }`, /aliases 101, at most 100/],
    ['with many tokens', `{ ${'health { status } '.repeat(600)} }`, /token/i],
    ['costly', '{ symbols(first: 500) { edges { node { mlFeatures { timestamp availableAt dataSource lineage } price { symbol name price currentPrice marketCap volume24h high24h low24h open24h timestamp availableAt dataSource quality } indicators { symbol timeframe timestamp availableAt dataSource indicators { rsi14 macdLine macdSignal bbUpper bbLower atr14 adx14 cci20 mfi14 williamsR sma20 ema26 } } } } } }', /cost \d+, at most 20000/],
    ['costly by a variable', 'query ($n: Int = 1000) { a: candles(symbol: "BTC", first: $n) { edges { node { open high low close volume isFinal timestamp } } } b: candles(symbol: "BTC", first: $n) { edges { node { open high low close volume isFinal timestamp } } } c: candles(symbol: "BTC", first: $n) { edges { node { open high low close volume isFinal timestamp } } } }', /cost/],
  ])('when it is %s', async (_what, query, message) => {
    const told = await ask(query);
    expect(told.codes).toEqual(['VALIDATION_ERROR']);
    expect(told.messages[0]).toMatch(message);
  });

  it('by GET, with what is allowed instead', async () => {
    const response = await fetch(`${api.url}/graphql?query={health{status}}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('about its own schema in production only', async () => {
    const query = '{ __schema { queryType { name } } }';
    expect((await ask(query)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    const strong = (c: string): string => `${c}9f2Lq7Xw4Rt8Zp3Kd6Vb1Nm5Ga0Hs`;
    const at = await ground.start({ NODE_ENV: 'production', API_KEY_MASTER: strong('m'), API_KEY_TRADING: strong('t'), API_KEY_READONLY: strong('r'), JWT_SECRET_KEY: strong('j') });
    expect(await ask(query, { at, key: strong('t') })).toMatchObject({ status: 400, codes: ['VALIDATION_ERROR'] });
    expect((await ask('{ currentPrice(symbol: "BTC") { price } }', { at, key: strong('t') })).codes).toEqual([]);
  });
});

describe('the short way', () => {
  const query = '{ currentPrice(symbol: "ETH") { symbol price quality } }';

  it('answers the same bytes, counts the request, and asks for the scope again', async () => {
    const bodies = [];
    for (let i = 0; i < 3; i += 1) bodies.push(await ask(query));
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    const features = '{ mlFeatures(symbol: "ETH") { timestamp } }';
    for (let i = 0; i < 3; i += 1) expect((await ask(features)).codes).toEqual([]);
    expect((await ask(features, { key: KEYS.readonly })).codes).toEqual(['FORBIDDEN_SCOPE']);
    const metrics = await (await api.get('/metrics')).text();
    expect(metrics).toMatch(/api_gateway_requests_total\{endpoint="\/graphql",method="POST",status="200"\} [1-9]/);
  });

  it('leaves with the same head as the long one, and is not taken by another origin', async () => {
    const send = (headers: Record<string, string> = {}) => fetch(`${api.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${KEYS.trading}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query: '{ currentPrice(symbol: "ETH") { symbol timestamp } }' }) });
    for (let i = 0; i < 3; i += 1) await (await send()).text();
    const [short, long] = [await send(), await send({ origin: 'https://desk.example.com' })];
    expect([long.headers.get('access-control-allow-origin'), await short.text()]).toEqual(['https://desk.example.com', await long.text()]);
    for (const name of ['content-type', 'content-length', 'cache-control', 'x-content-type-options', 'content-security-policy', 'strict-transport-security', 'x-ratelimit-limit']) expect([name, short.headers.get(name)]).toEqual([name, long.headers.get(name)]);
    expect(short.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
    expect(short.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is closed to a key without requests left, and to a key that is none', async () => {
    const at = await ground.start({ RATE_LIMIT_REQUESTS: '4' });
    const told = [];
    for (let i = 0; i < 6; i += 1) told.push((await ask(query, { at })).status);
    expect(told).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await ask(query, { at, key: 'nonsense' })).codes).toEqual(['INVALID_API_KEY']);
  });

  it('ends when a slot lands', async () => {
    let reads = 0;
    const prices = { ...ground.store.store.prices, latest: (symbols: readonly string[]) => ((reads += 1), ground.store.store.prices.latest(symbols)) };
    const at = await ground.start({}, { store: { ...ground.store.store, prices } as Store });
    // A question of its own: replicas share what they keep.
    const own = '{ currentPrice(symbol: "ETH") { symbol price quality dataSource } }';
    for (let i = 0; i < 4; i += 1) await ask(own, { at });
    expect(reads).toBe(2);
    at.api.ctx.answers.supersede('crypto_prices', '9999999999999-0');
    await ask(own, { at });
    expect(reads).toBe(3);
  });

  it('keeps no answer that has an error in it', async () => {
    const wrong = 'query ($s: String!) { currentPrice(symbol: $s) { price } }';
    await ask(wrong, { variables: { s: 'BTC' } });
    await ask(wrong, { variables: { s: 'BTC' } });
    for (let i = 0; i < 2; i += 1) expect((await ask(wrong, { variables: { s: 'NOPE' } })).codes).toEqual(['INVALID_SYMBOL']);
  });
});

it('the committed schema is the one that is served', () => {
  expect(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')).toBe(sdl());
});
