/** Everything that can be wrong with a socket, many times over: each gets its clear error, nothing stays behind, and memory stays flat. */
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { openIo, openWs, type IoClient } from './testing/sockets.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start({ RATE_LIMIT_REQUESTS: '1000000' });
});
afterAll(() => ground.cleanup());

const answers = async (): Promise<number> => (await api.get('/api/v1/prices/current/BTC')).status;
const open = async (stream: string): Promise<number> => (await api.api.ctx.metrics.apiSockets.get()).values.find((v) => v.labels['stream'] === stream)?.value ?? 0;
const connected = async (client: IoClient): Promise<IoClient> => (await new Promise((resolve) => client.socket.once('connect', () => resolve(undefined))), client);

describe('over Socket.IO', () => {
  it.each([
    ['bytes for a message', Buffer.from([1, 2, 3])],
    ['bytes for symbols', { stream: 'prices', symbols: [Buffer.from('BTC')] }],
    ['NaN for a position', { stream: 'prices', symbols: ['BTC'], since: Number.NaN }],
    ['a message nested a thousand deep', JSON.parse(`${'{"stream":'.repeat(1_000)}1${'}'.repeat(1_000)}`) as object],
    ['a prototype', JSON.parse('{"__proto__":{"stream":"prices"},"constructor":{"prototype":{"stream":"prices"}}}') as object],
  ])('%s is refused in the acknowledgement, and the client stays', async (_what, message) => {
    const client = await connected(openIo(api.url, KEYS.readonly));
    expect(await client.subscribe(message)).toMatchObject({ ok: false, error: { code: 'VALIDATION_ERROR' } });
    expect([client.socket.connected, ({} as Record<string, unknown>)['stream']]).toEqual([true, undefined]);
    client.socket.close();
  });

  it('what is said before the key is shown reaches nobody, a packet of a megabyte ends its client, and an event nobody knows is heard by none', async () => {
    const early = io(api.url, { auth: {}, transports: ['websocket'], reconnection: false, forceNew: true });
    let told: unknown;
    early.emit('subscribe', { stream: 'prices', symbols: ['BTC'] }, (ack: unknown) => (told = ack));
    const refused = await new Promise<Error & { data?: { code: string } }>((resolve) => early.once('connect_error', resolve));
    expect([refused.data?.code, told]).toEqual(['INVALID_API_KEY', undefined]);
    early.close();
    const client = await connected(openIo(api.url, KEYS.readonly));
    client.socket.emit('destroy', { everything: true });
    expect(await client.subscribe({ stream: 'prices', symbols: ['BTC'] })).toMatchObject({ ok: true });
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve));
    client.socket.emit('subscribe', 'x'.repeat(1_048_576));
    await gone;
    expect(await answers()).toBe(200);
  });
});

describe('two thousand connects', () => {
  const address = (): string => `${api.url.replace('http', 'ws')}/ws/prices`;
  /** Refused at the door, after which it leaves. */
  const wrongKey = async (): Promise<void> => {
    const ws = new WebSocket(address(), { headers: { authorization: 'Bearer nonsense' } });
    await once(ws, 'error');
  };
  /** Says something that is no message, hears so, and is gone without a goodbye. */
  const rude = async (): Promise<void> => {
    const { ws, say } = await openWs(api.url, KEYS.readonly);
    say({ action: 'subscribe', symbols: [Number.NaN] });
    await once(ws, 'message');
    ws.terminate();
  };
  const silent = async (): Promise<void> => (await openWs(api.url)).ws.terminate();
  const inBatches = async (n: number, connect: () => Promise<void>): Promise<void> => {
    for (let done = 0; done < n; done += 50) await Promise.all(Array.from({ length: 50 }, connect));
  };

  it('with wrong keys, wrong messages, or no word at all leave nothing open and memory as it was', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heapAfter = async (each: number): Promise<number> => {
      for (const connect of [wrongKey, rude, silent]) await inBatches(each, connect);
      await expect.poll(() => open('prices'), { timeout: 10_000 }).toBe(0);
      collect();
      return process.memoryUsage().heapUsed / 1_024 ** 2;
    };
    const before = await heapAfter(100);
    expect((await heapAfter(700)) - before).toBeLessThan(8);
    expect(await answers()).toBe(200);
    const good = await openWs(api.url, KEYS.readonly);
    good.say({ action: 'subscribe', symbols: ['BTC'] });
    await expect.poll(() => good.heard.map((m) => m.type)).toEqual(['subscribed', 'price_update']);
    good.ws.terminate();
  }, 60_000);
});
