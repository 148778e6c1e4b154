import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishLanded } from '#queues/landed.js';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { openEvents, type EventReader } from './testing/events.js';
import { priceRow, SLOT } from './testing/rows.js';

let ground: Ground;
let api: Running;
let twin: Running;
beforeAll(async () => {
  ground = await testGround();
  [api, twin] = await Promise.all([ground.start(), ground.start()]);
});
afterAll(() => ground.cleanup());

const PATH = '/api/v1/stream/prices';
const read = (at: Running, symbols: string, headers: Record<string, string> = {}): Promise<EventReader> => openEvents(`${at.url}${PATH}?symbols=${symbols}`, { authorization: `Bearer ${KEYS.readonly}`, ...headers });
let slot = SLOT;
async function land(prices: Record<string, number>): Promise<void> {
  slot += 300_000;
  await ground.store.store.prices.insert(Object.entries(prices).map(([symbol, price]) => priceRow(symbol, slot, price)));
  await publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: 1, symbols: Object.keys(prices) });
}
const told = (r: EventReader): [string, number][] => r.heard.filter((e) => !e.data.snapshot).map((e) => [e.data.symbol, e.data.data.price_usd]);

describe('the event stream of prices', () => {
  it('begins with the newest values, then tells every update under its position', async () => {
    const reader = await read(api, 'btc,tiny-coin');
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await expect.poll(() => reader.heard.map((e) => [e.event, e.data.symbol, e.data.snapshot])).toEqual([['price_update', 'BTC', true], ['price_update', 'TINY', true]]);
    expect(reader.text()).toMatch(/^retry: 2000\n\n/);
    await land({ BTC: 301, ETH: 7 });
    await land({ BTC: 302, TINY: 4e-9 });
    await expect.poll(() => told(reader)).toEqual([['BTC', 301], ['BTC', 302], ['TINY', 4e-9]]);
    const ids = reader.heard.filter((e) => !e.data.snapshot).map((e) => e.id);
    for (const id of ids) expect(id).toMatch(/^\d{13}-\d+$/);
    reader.leave();
  });

  it('tells a reader that comes back, to another replica, what it missed, in order and once', async () => {
    const first = await read(api, 'BTC,ETH');
    await land({ BTC: 311 });
    await expect.poll(() => told(first)).toEqual([['BTC', 311]]);
    first.leave();
    await land({ BTC: 312, ETH: 41 });
    await land({ BTC: 313 });
    const second = await read(twin, 'BTC,ETH', { 'last-event-id': first.heard.at(-1)!.id });
    await land({ ETH: 42 });
    await expect.poll(() => told(second)).toEqual([['BTC', 312], ['ETH', 41], ['BTC', 313], ['ETH', 42]]);
    expect(second.heard.some((e) => e.data.snapshot)).toBe(false);
    second.leave();
  });

  it('begins anew where the position is no longer known', async () => {
    const reader = await read(api, 'BTC', { 'last-event-id': '1600000000000-0' });
    await expect.poll(() => reader.heard.map((e) => e.data.snapshot)).toEqual([true]);
    reader.leave();
  });

  it.each([
    ['an id of its own making', '?symbols=BTC', { 'last-event-id': 'yesterday' }, 400, 'VALIDATION_ERROR'],
    ['no symbols', '', {}, 400, 'VALIDATION_ERROR'],
    ['too many symbols', `?symbols=${Array.from({ length: 501 }, (_, i) => `S${i}`).join(',')}`, {}, 400, 'VALIDATION_ERROR'],
    ['an unknown symbol', '?symbols=NOPE', {}, 404, 'INVALID_SYMBOL'],
    ['a wrong key', '?symbols=BTC', { authorization: 'Bearer nonsense' }, 401, 'INVALID_API_KEY'],
  ] as const)('refuses %s before the first byte', async (_what, query, ...rest) => {
    const [headers, status, code] = rest as unknown as [Record<string, string>, number, string];
    const response = await fetch(`${api.url}${PATH}${query}`, { headers: { authorization: `Bearer ${KEYS.readonly}`, ...headers } });
    expect(await errorOf(response)).toMatchObject({ status, code });
  });

  it('owes a reader that does not read the newest value per symbol, and holds no more for it', async () => {
    const { port } = api.api.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${PATH}?symbols=BTC,ETH HTTP/1.1\r\nHost: farm\r\nAuthorization: Bearer ${KEYS.readonly}\r\n\r\n`);
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    await expect.poll(() => heard).toContain('"snapshot":true');
    socket.pause();
    const padding = 'x'.repeat(60_000);
    const rounds = 400;
    for (let i = 1; i <= rounds; i++) {
      api.api.hub.broadcast({ stream: 'prices', seq: 4e15 + i, updates: ['BTC', 'ETH'].map((symbol) => ({ symbol, timestamp: new Date(slot + i).toISOString(), data: { price_usd: i }, padding })) });
    }
    await land({ BTC: 6_001, ETH: 6_002 });
    await expect.poll(() => api.api.hub.newest('prices', 'ETH')?.update).toMatchObject({ data: { price_usd: 6_002 } });
    socket.resume();
    await expect.poll(() => heard.includes('"price_usd":6001') && heard.includes('"price_usd":6002'), { timeout: 15_000 }).toBe(true);
    expect(heard.split('price_update').length).toBeLessThan(2 * rounds);
    socket.destroy();
  });

  it('forgets a reader that leaves', async () => {
    const gauge = async () => (await api.api.ctx.metrics.apiSockets.get()).values.find((v) => v.labels['stream'] === 'prices')?.value ?? 0;
    await expect.poll(gauge).toBe(0);
    const reader = await read(api, 'BTC');
    await expect.poll(gauge).toBe(1);
    reader.leave();
    await expect.poll(gauge).toBe(0);
  });

  it('ends when the replica stops, readers that hang on included', async () => {
    const third = await ground.start();
    const readers = await Promise.all([read(third, 'BTC'), read(third, 'ETH')]);
    await Promise.all(readers.map((r) => expect.poll(() => r.heard.length).toBe(1)));
    readers[0]!.leave();
    // Somebody who connects and never says a word.
    const mute = connect((third.api.server.address() as AddressInfo).port, '127.0.0.1');
    await once(mute, 'connect');
    mute.on('error', () => undefined);
    await third.close();
    await readers[1]!.ended;
  }, 20_000);
});
