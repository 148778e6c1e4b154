import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { NOW } from './testing/rows.js';

let ground: Ground;
let api: Running;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
  for (const [name, key] of Object.entries(KEYS)) {
    const answer = await fetch(`${api.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ key, next: '/' }) });
    cookies[name] = answer.headers.getSetCookie()[0]?.split(';')[0] as string;
  }
});
afterAll(() => ground.cleanup());

const BTC = '/api/v1/prices/current/BTC';
const asking = (path: string, headers: Record<string, string>) => api.get(path, { key: null, headers });

describe('a session', () => {
  it('reads what its key may read, and spends the requests of that key', async () => {
    const answer = await asking(BTC, { cookie: cookies['readonly'] as string, 'sec-fetch-site': 'same-origin' });
    expect([answer.status, ((await answer.json()) as { symbol: string }).symbol, answer.headers.get('x-ratelimit-limit')]).toEqual([200, 'BTC', '100000']);
    expect((await asking('/api/v1/ml-features/BTC/current', { cookie: cookies['trading'] as string })).status).toBe(200);
    expect(await errorOf(await asking('/api/v1/ml-features/BTC/current', { cookie: cookies['readonly'] as string }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
  });

  it.each([
    ['on the word of another origin', { origin: 'https://desk.example.com' }],
    ['on the word of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['on the word of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of an origin that is none', { origin: 'null' }],
  ])('does not read %s', async (_, headers) => {
    expect(await errorOf(await asking(BTC, { cookie: cookies['master'] as string, ...headers }))).toMatchObject({ status: 401, code: 'INVALID_API_KEY' });
  });

  it('does not stand in for a token that is wrong', async () => {
    expect((await asking(BTC, { cookie: cookies['master'] as string, authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  it('does not write: a question that is posted needs a key', async () => {
    const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers: { cookie: cookies['master'] as string, 'content-type': 'application/json', origin: api.url }, body: JSON.stringify({ query: '{ currentPrice(symbol: "BTC") { symbol } }' }) });
    expect(answer.status).toBe(401);
  });

  it('is refused once its signature has been touched', async () => {
    const [name, value] = (cookies['readonly'] as string).split('=') as [string, string];
    expect((await asking(BTC, { cookie: `${name}=${value.replace('readonly', 'master')}` })).status).toBe(401);
  });
});

describe('a form', () => {
  const send = (path: string, headers: Record<string, string>) => fetch(api.url + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams({ key: KEYS.readonly }) });

  it.each([
    ['another origin', { origin: 'https://elsewhere.example.com' }],
    ['a page without one', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('sent from %s logs nobody in or out', async (_, headers) => {
    for (const path of ['/login', '/logout']) {
      const answer = await send(path, headers);
      expect([path, answer.headers.getSetCookie(), await errorOf(answer)]).toMatchObject([path, [], { status: 403, code: 'FORBIDDEN_SCOPE' }]);
    }
  });

  it('of this site logs in and out', async () => {
    expect((await send('/login', { origin: api.url })).headers.getSetCookie()[0]).toMatch(/^farm_session=readonly\./);
    const out = await send('/logout', { origin: api.url, cookie: cookies['readonly'] as string });
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([303, 'farm_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0']);
  });

  it('has its two methods and no other', async () => {
    const answer = await api.get('/logout', { key: null });
    expect([answer.headers.get('allow'), await errorOf(answer)]).toMatchObject(['POST', { status: 405, code: 'VALIDATION_ERROR' }]);
  });
});

describe('a socket of the page', () => {
  const openIo = (headers: Record<string, string>): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = io(api.url, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: headers });
      socket.once('connect', () => resolve(socket));
      socket.once('connect_error', (error) => (socket.close(), reject(error)));
    });
  const openWs = (headers: Record<string, string>): Promise<string> =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(`${api.url.replace('http', 'ws')}/ws/prices`, { headers });
      ws.once('open', () => ws.send(JSON.stringify({ action: 'subscribe', symbols: ['BTC'] })));
      ws.once('message', (data: Buffer) => (resolve((JSON.parse(data.toString()) as { type: string }).type), ws.close()));
      ws.once('error', reject);
    });

  it('is opened by the session, where the page is this site\'s', async () => {
    const headers = { cookie: cookies['readonly'] as string, origin: api.url };
    const socket = await openIo(headers);
    expect(await socket.timeout(5_000).emitWithAck('subscribe', { stream: 'prices', symbols: ['BTC'] })).toMatchObject({ ok: true, symbols: ['BTC'] });
    expect(await socket.timeout(5_000).emitWithAck('subscribe', { stream: 'features', symbols: ['BTC'] })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN_SCOPE' } });
    socket.close();
    expect(await openWs(headers)).toBe('subscribed');
  });

  it('is closed when the session ends', async () => {
    const ws = new WebSocket(`${api.url.replace('http', 'ws')}/ws/prices`, { headers: { cookie: cookies['readonly'] as string, origin: api.url } });
    await new Promise((resolve) => ws.once('open', resolve));
    const closed = new Promise((resolve) => ws.once('close', resolve));
    ground.clock.advance(8 * 3_600_000);
    expect(await closed).toBe(1008);
    ground.clock.set(NOW);
  });

  it.each([
    ['another site', { origin: 'https://elsewhere.example.com' }],
    ['nobody who says where', {}],
  ])('is not opened for %s', async (_, from) => {
    const headers = { cookie: cookies['master'] as string, ...from };
    await expect(openIo(headers)).rejects.toMatchObject({ data: { code: 'INVALID_API_KEY' } });
    expect(await openWs(headers)).toBe('error');
  });
});
