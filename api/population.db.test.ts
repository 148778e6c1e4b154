/** Two replicas as one to their Socket.IO clients: who loses the one goes on at the other, and what one says all hear, outages of Redis included. */
import { io as connectIo, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publishLanded } from '#queues/landed.js';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { openRelay, type Relay } from './testing/relay.js';
import { priceRow, SLOT } from './testing/rows.js';
import { openIo, type IoClient, type Packet } from './testing/sockets.js';

let ground: Ground;
const open: (() => unknown)[] = [];
beforeAll(async () => void (ground = await testGround()));
afterEach(() => Promise.all(open.splice(0).map((close) => close())));
afterAll(() => ground.cleanup());

const portOf = ({ url }: Running): number => Number(new URL(url).port);
let slot = SLOT;
async function landBtc(price: number): Promise<void> {
  slot += 300_000;
  await ground.store.store.prices.insert([priceRow('BTC', slot, price)]);
  await publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: 1, symbols: ['BTC'] });
}

/** A client as the README writes it: it connects again by itself and says what it last heard. */
function faithful(port: number): { socket: Socket; packets: Packet[]; prices(): number[]; connects(): number } {
  const socket = connectIo(`http://127.0.0.1:${port}`, { auth: { token: KEYS.trading }, transports: ['websocket'], forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200 });
  const packets: Packet[] = [];
  let connects = 0;
  let since: number | undefined;
  socket.on('connect', () => {
    connects += 1;
    socket.emit('subscribe', { stream: 'prices', symbols: ['BTC'], since });
  });
  socket.on('price_update', (p: Packet) => {
    since = p.seq;
    packets.push(p);
  });
  open.push(() => socket.close());
  return { socket, packets, prices: () => packets.filter((p) => !p.snapshot).map((p) => p.updates[0]?.data?.price_usd ?? Number.NaN), connects: () => connects };
}

const balanced = async (first: Running): Promise<Relay> => {
  const relay = await openRelay(portOf(first));
  open.push(() => relay.close());
  return relay;
};

describe('a client behind a load balancer', () => {
  it.each([
    ['stops in good order', (replica: Running) => replica.close()],
    ['is killed', (_replica: Running, relay: Relay) => relay.drop()],
  ])('goes on at the other replica when its own %s, and hears all once and in order', async (_how, end) => {
    const [doomed, twin] = [await ground.start(), await ground.start()];
    const relay = await balanced(doomed);
    const client = faithful(relay.port);
    await expect.poll(() => client.packets.length).toBe(1);
    await landBtc(1);
    await expect.poll(client.prices).toEqual([1]);
    relay.target = null;
    await end(doomed, relay);
    await expect.poll(() => client.socket.connected).toBe(false);
    for (const price of [2, 3]) await landBtc(price);
    relay.target = portOf(twin);
    await expect.poll(client.connects, { timeout: 10_000 }).toBe(2);
    await landBtc(4);
    await expect.poll(client.prices, { timeout: 10_000 }).toEqual([1, 2, 3, 4]);
    expect(client.packets.filter((p) => p.snapshot)).toHaveLength(1);
  });

  it('is not sent away when another replica stops', async () => {
    const [stays, leaves] = [await ground.start(), await ground.start()];
    const [client, other] = [faithful(portOf(stays)), faithful(portOf(leaves))];
    await expect.poll(() => [client.connects(), other.connects()]).toEqual([1, 1]);
    await leaves.close();
    await expect.poll(() => other.socket.connected).toBe(false);
    await landBtc(10);
    await expect.poll(client.prices).toEqual([10]);
    expect(client.connects()).toBe(1);
  });
});

/** Figures that the client was told, without the one it was given when it came. */
const told = (client: IoClient): string[] => client.depths.slice(1).map((d) => (d as unknown as { timestamp: string }).timestamp);

describe('queue depths', () => {
  it('are read by one replica and told to the clients of all, each figure once', async () => {
    const replicas = [await ground.start(), await ground.start()];
    const clients = replicas.map(({ url }) => openIo(url, KEYS.readonly));
    open.push(...clients.map((c) => () => c.socket.close()));
    for (const c of clients) expect(await c.subscribe({ stream: 'jobs' })).toMatchObject({ ok: true });
    // A moving clock tells the rounds apart.
    const ticking = setInterval(() => ground.clock.set(ground.clock.nowMs() + 1), 100);
    open.push(() => clearInterval(ticking));
    await expect.poll(() => Math.min(...clients.map((c) => told(c).length)), { timeout: 25_000 }).toBeGreaterThanOrEqual(2);
    const [one, two] = clients.map(told);
    expect(one?.slice(0, 2)).toEqual(two?.slice(0, 2));
    expect(new Set(one).size).toBe(one?.length);
  }, 30_000);

  it('are told again when Redis is back, and meanwhile the replicas answer', async () => {
    const relay = await openRelay(ground.redis.settings.REDIS_PORT);
    const behind = { redis: { ...ground.redis.settings, REDIS_PORT: relay.port } };
    const replicas = [await ground.start({}, behind), await ground.start({}, behind)];
    const clients = replicas.map(({ url }) => openIo(url, KEYS.readonly));
    open.push(...clients.map((c) => () => c.socket.close()));
    for (const c of clients) expect(await c.subscribe({ stream: 'jobs' })).toMatchObject({ ok: true });
    relay.target = null;
    relay.drop();
    const before = clients.map((c) => c.depths.length);
    for (let i = 0; i < 20; i += 1) expect((await replicas[0]!.get('/live', { key: null })).status).toBe(200);
    relay.target = ground.redis.settings.REDIS_PORT;
    await expect.poll(() => clients.every((c, i) => c.depths.length > (before[i] ?? 0)), { timeout: 25_000 }).toBe(true);
    await Promise.all(replicas.map((r) => r.close()));
    await relay.close();
  }, 40_000);
});
