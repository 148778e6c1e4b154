import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { publishLanded, type LandedEvent } from '#queues/landed.js';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { featuresRow, priceRow, SLOT } from './testing/rows.js';
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

const ws = async (url: string, key?: string) => {
  const client = await openWs(url, key);
  open.push(() => client.ws.terminate());
  return client;
};
const io = (url: string, token: string | undefined): IoClient => {
  const client = openIo(url, token);
  open.push(() => client.socket.close());
  return client;
};

let slot = SLOT;
const tell = (event: Partial<LandedEvent>) => publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: 1, symbols: [], ...event });
/** Stores a new slot's snapshots and says so, as a worker would. */
async function landPrices(prices: Record<string, number>): Promise<void> {
  slot += 300_000;
  await ground.store.store.prices.insert(Object.entries(prices).map(([symbol, price]) => priceRow(symbol, slot, price)));
  await tell({ symbols: Object.keys(prices), rows: Object.keys(prices).length });
}
async function landFeatures(symbols: string[]): Promise<void> {
  await ground.store.store.features.upsert(symbols.map((s) => featuresRow(s, slot)));
  await tell({ dataset: 'ml_features', symbols, rows: symbols.length });
}

describe('/ws/prices', () => {
  it('takes the key in the first message, sends a snapshot, then every update, numbered upwards', async () => {
    const { heard, say } = await ws(api.url);
    say({ action: 'subscribe', symbols: ['btc', 'tiny-coin'], channels: ['price'], api_key: KEYS.readonly });
    await expect.poll(() => heard.length).toBe(3);
    expect(heard[0]).toMatchObject({ type: 'subscribed', symbols: ['BTC', 'TINY'] });
    expect(heard.slice(1).map((m) => [m.type, m.symbol, m.snapshot]).sort()).toEqual([['price_update', 'BTC', true], ['price_update', 'TINY', true]]);
    await landPrices({ BTC: 101, ETH: 7 });
    await landPrices({ BTC: 102, TINY: 3e-9 });
    await expect.poll(() => heard.length).toBe(6);
    expect(heard.slice(3).map((m) => [m.symbol, m.data?.price_usd])).toEqual(expect.arrayContaining([['BTC', 101], ['BTC', 102], ['TINY', 3e-9]]));
    const btc = heard.filter((m) => m.symbol === 'BTC');
    expect(btc.at(-1)).toMatchObject({ type: 'price_update', data: { price_usd: 102, volume_24h: 102e4, market_cap: 102e6, change_24h: 2.5 }, timestamp: new Date(slot - 20_000).toISOString() });
    const seqs = btc.map((m) => m.seq as number);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(heard.find((m) => m.symbol === 'TINY' && !m.snapshot)?.data?.market_cap).toBeNull();
  });

  it('takes the key as a header, answers pings and stops on unsubscribe', async () => {
    const { heard, say } = await ws(api.url, KEYS.readonly);
    say({ action: 'ping' });
    say({ action: 'subscribe', symbols: ['BTC', 'ETH'] });
    await expect.poll(() => heard.map((m) => m.type)).toEqual(['pong', 'subscribed', 'price_update', 'price_update']);
    say({ action: 'unsubscribe', symbols: ['BTC'] });
    await expect.poll(() => heard.at(-1)).toMatchObject({ type: 'unsubscribed', symbols: ['BTC'] });
    await landPrices({ BTC: 1, ETH: 2 });
    await expect.poll(() => heard.at(-1)?.data?.price_usd).toBe(2);
    expect(heard.filter((m) => m.symbol === 'BTC' && !m.snapshot)).toEqual([]);
  });

  it.each([
    ['a message that is no JSON', '{', 'VALIDATION_ERROR'],
    ['an unknown action', { action: 'dance' }, 'VALIDATION_ERROR'],
    ['an unknown channel', { action: 'subscribe', symbols: ['BTC'], channels: ['gossip'] }, 'VALIDATION_ERROR'],
    ['an unknown symbol', { action: 'subscribe', symbols: ['BTC', 'NOPE'] }, 'INVALID_SYMBOL'],
    ['too many symbols', { action: 'subscribe', symbols: Array.from({ length: 501 }, (_, i) => `S${i}`) }, 'VALIDATION_ERROR'],
  ])('answers %s with an error and stays open', async (_name, message, code) => {
    const { ws: socket, heard, say } = await ws(api.url, KEYS.readonly);
    say(message);
    await expect.poll(() => heard[0]).toMatchObject({ type: 'error', error: { code } });
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('refuses a wrong key: at the door as HTTP, inside with an error and a goodbye', async () => {
    const { heard, say, ws: socket } = await ws(api.url);
    say({ action: 'subscribe', symbols: ['BTC'], api_key: 'nonsense' });
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1008);
    expect(heard).toMatchObject([{ type: 'error', error: { code: 'INVALID_API_KEY' } }]);
    await expect(openWs(api.url, 'nonsense')).rejects.toThrow('401');
  });

  it('serves no other path', async () => {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/ws/gossip`);
    await expect(once(socket, 'open')).rejects.toThrow('404');
  });

  it('owes a slow reader the newest value per symbol and no more', async () => {
    const { ws: socket, heard, say } = await ws(api.url, KEYS.readonly);
    say({ action: 'subscribe', symbols: ['BTC', 'ETH', 'TINY'] });
    await expect.poll(() => heard.length).toBe(4);
    socket.pause();
    const padding = 'x'.repeat(60_000);
    const rounds = 400;
    for (let i = 1; i <= rounds; i += 1) {
      const updates = ['BTC', 'ETH'].map((symbol) => ({ symbol, timestamp: new Date(slot + i).toISOString(), data: { price_usd: i }, padding }));
      api.api.hub.broadcast({ stream: 'prices', seq: 4e15 + i, updates });
    }
    await landPrices({ BTC: 5_001, ETH: 5_002, TINY: 5_003 });
    await expect.poll(() => api.api.hub.newest('prices', 'TINY')?.update).toMatchObject({ data: { price_usd: 5_003 } });
    socket.resume();
    await expect.poll(() => ['BTC', 'ETH', 'TINY'].map((s) => heard.filter((m) => m.symbol === s).at(-1)?.data?.price_usd), { timeout: 15_000 }).toEqual([5_001, 5_002, 5_003]);
    expect(heard.length).toBeLessThan(2 * rounds);
  });
});

describe('Socket.IO', () => {
  it('acknowledges, sends a snapshot, then one packet per landed event', async () => {
    const client = io(api.url, KEYS.trading);
    expect(await client.subscribe({ stream: 'prices', symbols: ['BTC', 'ethereum'] })).toMatchObject({ ok: true, symbols: ['BTC', 'ETH'] });
    await expect.poll(() => client.prices.length).toBe(1);
    expect(client.prices[0]).toMatchObject({ snapshot: true, updates: [{ symbol: 'BTC' }, { symbol: 'ETH' }] });
    await landPrices({ BTC: 201, ETH: 202, TINY: 203 });
    await expect.poll(() => client.prices.length).toBe(2);
    expect(client.prices[1]?.updates.map((u) => [u.symbol, u.data?.price_usd])).toEqual([['BTC', 201], ['ETH', 202]]);
  });

  it('pushes features and the end of a slot', async () => {
    const client = io(api.url, KEYS.trading);
    expect(await client.subscribe({ stream: 'features', symbols: ['BTC'] })).toMatchObject({ ok: true });
    await landPrices({ BTC: 1 });
    await landFeatures(['BTC', 'ETH']);
    await tell({ kind: 'slot_complete', dataset: 'ml_features', chunk: 0, rows: 2, symbols: ['BTC', 'ETH'] });
    await expect.poll(() => client.slots).toMatchObject([{ slot: new Date(slot).toISOString(), rows: 2 }]);
    const pushed = client.features.filter((p) => !p.snapshot);
    expect(pushed).toHaveLength(1);
    expect(pushed[0]?.updates).toMatchObject([{ symbol: 'BTC', timestamp: new Date(slot).toISOString() }]);
    expect(pushed[0]?.updates[0]?.features?.['price']).toBeTypeOf('number');
  });

  it('does not tell of a repaired slot as if it were new', async () => {
    const client = io(api.url, KEYS.trading);
    await client.subscribe({ stream: 'features', symbols: ['ETH'] });
    await landFeatures(['ETH']);
    await expect.poll(() => client.features.filter((p) => !p.snapshot)).toHaveLength(1);
    await tell({ dataset: 'ml_features', slot: slot - 600_000, symbols: ['ETH'] });
    await landPrices({ ETH: 9 });
    await landFeatures(['ETH']);
    await expect.poll(() => client.features.at(-1)?.updates[0]?.timestamp).toBe(new Date(slot).toISOString());
    expect(client.features.filter((p) => !p.snapshot)).toHaveLength(2);
  });

  it.each([
    ['a scope the key lacks', KEYS.readonly, { stream: 'features', symbols: ['BTC'] }, 'FORBIDDEN_SCOPE'],
    ['an unknown stream', KEYS.master, { stream: 'gossip', symbols: ['BTC'] }, 'VALIDATION_ERROR'],
    ['an unknown symbol', KEYS.master, { stream: 'prices', symbols: ['NOPE'] }, 'INVALID_SYMBOL'],
    ['nothing', KEYS.master, undefined, 'VALIDATION_ERROR'],
  ])('refuses %s in the acknowledgement', async (_name, key, message, code) => {
    expect(await io(api.url, key).subscribe(message)).toMatchObject({ ok: false, error: { code } });
  });

  it.each(['nonsense', undefined])('does not connect with the token %s', async (token) => {
    const { socket } = io(api.url, token);
    const error = await new Promise<Error & { data?: { code: string } }>((resolve) => socket.once('connect_error', resolve));
    expect(error.data?.code).toBe('INVALID_API_KEY');
  });
});

describe('replicas', () => {
  it('all push the same event under the same number', async () => {
    const clients = [io(api.url, KEYS.trading), io(twin.url, KEYS.trading)];
    for (const c of clients) await c.subscribe({ stream: 'prices', symbols: ['BTC'] });
    await landPrices({ BTC: 777 });
    await expect.poll(() => clients.map((c) => c.prices.at(-1)?.updates[0]?.data?.price_usd)).toEqual([777, 777]);
    expect(clients[0]?.prices.at(-1)).toEqual(clients[1]?.prices.at(-1));
  });

  it('go on behind an event they cannot read', async () => {
    const client = io(api.url, KEYS.trading);
    await client.subscribe({ stream: 'prices', symbols: ['BTC'] });
    await ground.redis.redis.xadd(`${ground.redis.prefix}:landed`, '*', 'event', '{"kind":"from the future"}');
    await expect
      .poll(async () => (await landPrices({ BTC: 888 }), client.prices.at(-1)?.updates[0]?.data?.price_usd), { interval: 300, timeout: 10_000 })
      .toBe(888);
  });

  it('miss nothing that landed while their connection to Redis was cut', async () => {
    const client = io(api.url, KEYS.trading);
    await client.subscribe({ stream: 'prices', symbols: ['BTC'] });
    const clients = (await ground.redis.redis.client('LIST')) as string;
    const readers = clients.split('\n').filter((line) => line.includes(' cmd=xread '));
    expect(readers.length).toBeGreaterThan(0);
    for (const line of readers) await ground.redis.redis.client('KILL', 'ID', Number(/^id=(\d+)/.exec(line)?.[1]));
    await landPrices({ BTC: 901 });
    await landPrices({ BTC: 902 });
    await expect.poll(() => client.prices.filter((p) => !p.snapshot).map((p) => p.updates[0]?.data?.price_usd), { timeout: 10_000 }).toEqual([901, 902]);
  });

  it('count their sockets by stream', async () => {
    const client = io(api.url, KEYS.trading);
    await client.subscribe({ stream: 'features', symbols: ['BTC'] });
    expect(await api.api.ctx.metrics.registry.getSingleMetricAsString('api_gateway_active_websockets')).toContain('{stream="features"} 1');
    client.socket.close();
    await expect.poll(() => api.api.ctx.metrics.registry.getSingleMetricAsString('api_gateway_active_websockets')).toContain('{stream="features"} 0');
  });
});
