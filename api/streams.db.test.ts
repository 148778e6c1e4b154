/** The streams beside prices and features, and clients that come back, over real sockets on two replicas. */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { publishLanded, type LandedEvent } from '#queues/landed.js';
import { article } from '#workers/processors/sentiment/testing.js';
import type { SentimentRow } from '#workers/store/tables/signals.js';
import { MOST_CONNECTIONS } from './live/admission.js';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { NOW, priceRow, SLOT } from './testing/rows.js';
import { openIo, openWs, type IoClient } from './testing/sockets.js';

let ground: Ground;
let api: Running;
let twin: Running;
const open: (() => void)[] = [];
beforeAll(async () => {
  ground = await testGround();
  [api, twin] = await Promise.all([ground.start(), ground.start()]);
});
afterEach(() => open.splice(0).forEach((close) => close()));
afterAll(() => ground.cleanup());

const io = (url: string, token: string | undefined): IoClient => {
  const client = openIo(url, token);
  open.push(() => client.socket.close());
  return client;
};
const ws = async (url: string, path: string, key?: string) => {
  const client = await openWs(url, key, path);
  open.push(() => client.ws.terminate());
  return client;
};
let slot = SLOT;
const tell = (event: Partial<LandedEvent>) => publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: 1, symbols: [], ...event });
async function landPrices(prices: Record<string, number>): Promise<void> {
  slot += 300_000;
  await ground.store.store.prices.insert(Object.entries(prices).map(([symbol, price]) => priceRow(symbol, slot, price)));
  await tell({ symbols: Object.keys(prices) });
}
const MINUTE = 60_000;
let articles = 0;
async function landNews(symbols: string[]): Promise<string> {
  const title = `Story ${++articles}`;
  await ground.store.store.add('news_articles', [article(`story-${articles}`, NOW - MINUTE, { title, symbols, published_at: new Date(NOW - 2 * MINUTE) })]);
  await tell({ dataset: 'crypto_news', slot: SLOT, symbols });
  return title;
}
let scores = 0;
async function landSentiment(symbol: string, score: number): Promise<void> {
  const at = new Date(NOW - MINUTE);
  const row: SentimentRow = { symbol, source: 'coindesk', item_id: `text-${++scores}`, analyzed_at: at, model: 'lexicon-crypto@1', sentiment_score: score, confidence: 0.8, label: 'positive', market_type: 'crypto', available_at: at, ingested_at: at, data_source: 'sim:sentiment' };
  await ground.store.store.add('sentiment_data', [row]);
  await tell({ dataset: 'sentiment_analysis', symbols: [symbol] });
}
const titles = (packets: IoClient['news']): (string | undefined)[] => packets.flatMap((p) => p.updates.map((u) => u.data?.title));

describe('Socket.IO', () => {
  it('tells sentiment by symbol: the windows that end now', async () => {
    const client = io(api.url, KEYS.readonly);
    expect(await client.subscribe({ stream: 'sentiment', symbols: ['ETH'] })).toMatchObject({ ok: true, symbols: ['ETH'] });
    await landSentiment('BTC', 0.9);
    await landSentiment('ETH', 0.7);
    await expect.poll(() => client.sentiment.at(-1)?.updates).toMatchObject([{ symbol: 'ETH', data: { '1h': { texts: 1 } } }]);
    expect(client.sentiment.flatMap((p) => p.updates.map((u) => u.symbol))).not.toContain('BTC');
  });

  it('tells news to those who follow its symbols, and all of it to those who named none', async () => {
    const [some, everything] = [io(api.url, KEYS.readonly), io(twin.url, KEYS.readonly)];
    expect(await some.subscribe({ stream: 'news', symbols: ['tiny-coin'] })).toMatchObject({ ok: true });
    expect(await everything.subscribe({ stream: 'news' })).toMatchObject({ ok: true });
    const [about, other] = [await landNews(['BTC', 'TINY']), await landNews([])];
    await expect.poll(() => titles(everything.news)).toEqual(expect.arrayContaining([about, other]));
    await expect.poll(() => titles(some.news)).toContain(about);
    expect(titles(some.news)).not.toContain(other);
  });

  it('tells of work: every slot that is complete, and how much waits', async () => {
    const client = io(api.url, KEYS.readonly);
    expect(await client.subscribe({ stream: 'jobs' })).toEqual({ ok: true, stream: 'jobs' });
    await expect.poll(() => client.depths.length).toBeGreaterThan(0);
    expect(client.depths[0]).toMatchObject({ queues: { collect: { ready: 0, active: 0 } }, pools: { collect: 0, process: 0, backfill: 0 } });
    await tell({ kind: 'slot_complete', dataset: 'ml_features', chunk: 0, rows: 3 });
    await expect.poll(() => client.slots).toMatchObject([{ rows: 3 }]);
    await expect.poll(() => client.depths.length, { timeout: 15_000 }).toBeGreaterThan(1);
  }, 20_000);

  it.each([
    ['a stream that is none', { stream: 'gossip', symbols: ['BTC'] }, 'VALIDATION_ERROR'],
    ['no symbols where they are needed', { stream: 'prices' }, 'VALIDATION_ERROR'],
    ['ten thousand symbols', { stream: 'prices', symbols: Array.from({ length: 10_000 }, (_, i) => `S${i}`) }, 'VALIDATION_ERROR'],
    ['symbols of the wrong type', { stream: 'prices', symbols: { __proto__: null, length: 1 } }, 'VALIDATION_ERROR'],
    ['a position that is none', { stream: 'prices', symbols: ['BTC'], since: 'yesterday' }, 'VALIDATION_ERROR'],
    ['what is no object', null, 'VALIDATION_ERROR'],
    ['an unknown symbol', { stream: 'news', symbols: ["'; DROP TABLE price_data_real; --"] }, 'INVALID_SYMBOL'],
    ['features for a key without their scope', { stream: 'features', symbols: ['BTC'] }, 'FORBIDDEN_SCOPE'],
  ])('refuses %s with its code, and stays', async (_what, message, code) => {
    const client = io(api.url, KEYS.readonly);
    expect(await client.subscribe(message)).toMatchObject({ ok: false, error: { code } });
    expect(client.socket.connected).toBe(true);
  });

  it('gives a client that comes back, to the other replica, all it missed, in order and once', async () => {
    const first = io(api.url, KEYS.trading);
    await first.subscribe({ stream: 'prices', symbols: ['BTC', 'ETH'] });
    await landPrices({ BTC: 1_001 });
    await expect.poll(() => first.prices.at(-1)?.updates[0]?.data?.price_usd).toBe(1_001);
    const since = first.prices.at(-1)!.seq;
    first.socket.io.engine.close();
    for (const price of [1_002, 1_003]) await landPrices({ BTC: price, ETH: price + 1_000, TINY: 5 });
    const second = io(twin.url, KEYS.trading);
    const [ack] = await Promise.all([second.subscribe({ stream: 'prices', symbols: ['BTC', 'ETH'], since }), landPrices({ BTC: 1_004 })]);
    expect(ack).toMatchObject({ ok: true });
    const btc = () => second.prices.flatMap((p) => p.updates.filter((u) => u.symbol === 'BTC').map((u) => u.data?.price_usd));
    await expect.poll(btc).toEqual([1_002, 1_003, 1_004]);
    expect(second.prices.filter((p) => p.snapshot)).toEqual([]);
    const seqs = second.prices.map((p) => p.seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  it('gives a client whose position is forgotten the newest values instead', async () => {
    const client = io(api.url, KEYS.trading);
    await client.subscribe({ stream: 'prices', symbols: ['BTC'], since: 1 });
    await expect.poll(() => client.prices.map((p) => p.snapshot)).toEqual([true]);
  });
});

describe('plain WebSockets', () => {
  it('/ws/sentiment and /ws/news tell theirs', async () => {
    const [feelings, news] = [await ws(api.url, '/ws/sentiment', KEYS.readonly), await ws(api.url, '/ws/news', KEYS.readonly)];
    feelings.say({ action: 'subscribe', symbols: ['TINY'], channels: ['sentiment'] });
    news.say({ action: 'subscribe' });
    await expect.poll(() => [feelings.heard[0]?.type, news.heard[0]?.type]).toEqual(['subscribed', 'subscribed']);
    await landSentiment('TINY', 0.4);
    const title = await landNews(['ETH']);
    await expect.poll(() => feelings.heard.at(-1)).toMatchObject({ type: 'sentiment_update', symbol: 'TINY', data: { '1h': { texts: 1 } } });
    await expect.poll(() => news.heard.map((m) => [m.type, m.data?.title])).toContainEqual(['news_item', title]);
  });

  it.each([
    ['another path\'s channel', '/ws/news', { action: 'subscribe', channels: ['price'] }],
    ['no symbols where they are needed', '/ws/sentiment', { action: 'subscribe' }],
  ])('answer %s with an error and stay open', async (_what, path, message) => {
    const { ws: socket, heard, say } = await ws(api.url, path, KEYS.readonly);
    say(message);
    await expect.poll(() => heard[0]).toMatchObject({ type: 'error', error: { code: 'VALIDATION_ERROR' } });
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('answer a binary frame with an error, a message before the key with a goodbye, and close on a frame of a megabyte', async () => {
    const binary = await ws(api.url, '/ws/prices', KEYS.readonly);
    binary.ws.send(Buffer.from([1, 2, 3]));
    await expect.poll(() => binary.heard[0]).toMatchObject({ type: 'error', error: { code: 'VALIDATION_ERROR' } });
    const keyless = await ws(api.url, '/ws/prices');
    keyless.say({ action: 'ping' });
    expect((await once(keyless.ws, 'close') as [number])[0]).toBe(1008);
    const large = await ws(api.url, '/ws/prices', KEYS.readonly);
    large.ws.send('x'.repeat(1_048_576));
    expect((await once(large.ws, 'close') as [number])[0]).toBe(1009);
    expect((await api.get('/ready', { key: null })).status).toBe(200);
  });
});

describe('connections of one key', () => {
  it('are counted together over the transports of a replica, and given back', async () => {
    const third = await ground.start();
    const owner = third.api.ctx.keys.identify(KEYS.trading)!;
    const held = Array.from({ length: MOST_CONNECTIONS - 1 }, () => third.api.connections.take(third.api.ctx, owner, 'test'));
    const client = io(third.url, KEYS.trading);
    expect(await client.subscribe({ stream: 'prices', symbols: ['BTC'] })).toMatchObject({ ok: true });
    const refused = await openWs(third.url, KEYS.trading);
    expect((await once(refused.ws, 'close') as [number])[0]).toBe(1008);
    expect(refused.heard).toMatchObject([{ type: 'error', error: { code: 'RATE_LIMIT_EXCEEDED' } }]);
    held[0]?.();
    const welcome = await openWs(third.url, KEYS.trading);
    welcome.say({ action: 'ping' });
    await expect.poll(() => welcome.heard[0]?.type).toBe('pong');
    welcome.ws.terminate();
    await third.close();
  });
});
