import { connect } from 'node:net';
import { queueNames } from '#queues/topology.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore } from '#workers/store/create.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { silentLog } from '#queues/runtime/log.js';
import { publishLanded } from '#queues/landed.js';
import { errorOf, KEYS, NOBODY, testGround, type Ground, type Running } from './testing/api.js';
import { priceRow, SLOT } from './testing/rows.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

const BTC = '/api/v1/prices/current/BTC';

describe('answers', () => {
  it('are not sent again to who has them', async () => {
    const first = await api.get(BTC);
    const etag = first.headers.get('etag') as string;
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    for (const tag of [etag, etag.replace('W/', ''), `"other", ${etag}`]) {
      const again = await api.get(BTC, { headers: { 'if-none-match': tag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await api.get(BTC, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('are the same on the hot path and on the ordinary one', async () => {
    await (await api.get(BTC)).text();
    const hot = await api.get(BTC);
    const ordinary = await api.get(BTC, { headers: { origin: 'https://desk.example.com' } });
    expect(await hot.text()).toBe(await ordinary.text());
    for (const name of ['etag', 'content-type', 'cache-control', 'x-content-type-options', 'x-frame-options', 'content-security-policy', 'referrer-policy', 'strict-transport-security', 'x-ratelimit-limit']) {
      expect([name, hot.headers.get(name)]).toEqual([name, ordinary.headers.get(name)]);
    }
    expect(hot.headers.get('x-powered-by')).toBeNull();
  });

  it('carry the caller’s request id, unless it could do harm', async () => {
    expect((await api.get(BTC, { headers: { 'x-request-id': 'trace-17' } })).headers.get('x-request-id')).toBe('trace-17');
    expect((await api.get(BTC, { headers: { 'x-request-id': 'a b<c>' } })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are compressed only where they are large', async () => {
    const gzip = { 'accept-encoding': 'gzip' };
    expect((await api.get(BTC, { headers: gzip })).headers.get('content-encoding')).toBeNull();
    const large = await api.get('/api/v1/ml-features/bulk?symbols=BTC,ETH&start=2026-01-02T08:00:00Z', { headers: gzip });
    expect((await large.text()).length).toBeGreaterThan(16_384);
    const coverage = await api.get('/metrics', { headers: gzip });
    expect([coverage.status, (await coverage.text()).includes('api_gateway_requests_total')]).toEqual([200, true]);
  });

  it('name an allowed origin and no other', async () => {
    expect((await api.get(BTC, { headers: { origin: 'https://desk.example.com' } })).headers.get('access-control-allow-origin')).toBe('https://desk.example.com');
    expect((await api.get(BTC, { headers: { origin: 'https://evil.example' } })).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await api.get(BTC, { key: null, method: 'OPTIONS', headers: { origin: 'https://desk.example.com', 'access-control-request-method': 'GET' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'Authorization, Content-Type, If-None-Match, X-Request-Id']);
  });

  it('change as soon as a slot has landed', async () => {
    const before = await (await api.get('/api/v1/prices/current/ETH')).json();
    const slot = SLOT + 300_000;
    await ground.store.store.prices.insert([priceRow('ETH', slot, 4_000)]);
    expect(await (await api.get('/api/v1/prices/current/ETH')).json()).toEqual(before);
    await publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: 1, symbols: ['ETH'] });
    await expect.poll(async () => ((await (await api.get('/api/v1/prices/current/ETH')).json()) as { current_price: number }).current_price).toBe(4_000);
  });
});

describe('every failure has the one shape', () => {
  it.each([
    ['an unknown path', '/api/v1/nothing', {}, 404, 'DATA_NOT_AVAILABLE'],
    ['a wrong method', BTC, { method: 'DELETE' }, 405, 'VALIDATION_ERROR'],
    ['malformed JSON', '/api/v1/anything', { method: 'POST', body: '{"a":', headers: { 'content-type': 'application/json' } }, 400, 'VALIDATION_ERROR'],
    ['a body too large', '/api/v1/anything', { method: 'POST', body: JSON.stringify({ a: 'x'.repeat(110_000) }), headers: { 'content-type': 'application/json' } }, 413, 'VALIDATION_ERROR'],
    ['a path that is no URL', '/api/v1/prices/current/%E0%A4%A', {}, 400, 'VALIDATION_ERROR'],
    ['a ticker that is SQL', `/api/v1/prices/current/${encodeURIComponent("BTC' OR 1=1 --")}`, {}, 404, 'INVALID_SYMBOL'],
    ['a ticker that is a path', `/api/v1/prices/current/${encodeURIComponent('../../etc/passwd')}`, {}, 404, 'INVALID_SYMBOL'],
    ['a ticker that is a property', '/api/v1/prices/current/__proto__', {}, 404, 'INVALID_SYMBOL'],
  ] as const)('%s', async (...[, path, options, status, code]) => {
    const response = await api.get(path, options);
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await errorOf(response)).toMatchObject({ status, code });
  });
});

describe('what is no request at all', () => {
  /** Sends bytes and reads until the server closes. */
  const raw = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(bytes));
      let heard = '';
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });

  it.each([
    ['headers beyond 16 KiB', `GET ${BTC} HTTP/1.1\r\nHost: farm\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
    ['bytes that are no HTTP', 'hello farm\r\n\r\n', 400],
  ])('%s have the error shape too', async (_what, bytes, status) => {
    const [head, body] = (await raw(bytes)).split('\r\n\r\n') as [string, string];
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const { error } = JSON.parse(body) as { error: { code: string; request_id: string } };
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', details: null });
    expect(head).toContain(`X-Request-Id: ${error.request_id}`);
  });
});

describe('with a part away', () => {
  it('reads still answer without Redis', async () => {
    const lone = await ground.start({}, { redis: NOBODY });
    for (const path of [BTC, BTC, '/api/v1/ml-features/BTC/current', '/api/v1/technical/BTC', '/api/v1/prices/historical/BTC']) {
      const response = await lone.get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('x-ratelimit-remaining')).not.toBeNull();
      await response.text();
    }
    const health = (await (await lone.get('/health')).json()) as { status: string; components: Record<string, { score: number }> };
    expect(health).toMatchObject({ status: 'degraded', components: { redis: { score: 0 }, mysql: { score: 100 } } });
  });

  it('says 503 without MySQL, and nothing about why', async () => {
    const config = { ...ground.store.config, MYSQL_PORT: 9 };
    const store = createStore(config, createMetrics(false), silentLog());
    const lone = await ground.start({}, { store });
    const response = await lone.get(BTC);
    expect(response.headers.get('retry-after')).toBe('5');
    const error = await errorOf(response);
    expect(error).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE', details: null });
    expect(JSON.stringify(error)).not.toMatch(/SELECT|ECONN|stack|crypto_|127\.0\.0\.1|password/i);
    const health = await lone.get('/health', { key: null });
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, 'unhealthy']);
    const ready = await lone.get('/ready', { key: null });
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', reason: 'MySQL does not answer' }]);
    const live = await lone.get('/live', { key: null });
    expect([live.status, await live.json()]).toEqual([200, { status: 'alive' }]);
    await lone.close();
    await store.close();
  });
});

describe('pages', () => {
  it('the live page asks no other host', async () => {
    const page = await api.get('/', { key: null });
    const html = await page.text();
    expect(page.status).toBe(200);
    // It names whose charts it shows by a link, which nobody follows unasked.
    expect(html.replaceAll(/<a [^>]*>/g, '')).not.toMatch(/https?:\/\//);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('the board turns a browser to the login, and anything else away', async () => {
    const browser = await api.get('/admin/queues', { key: null, headers: { accept: 'text/html,*/*' } });
    expect([browser.status, browser.headers.get('location')]).toEqual([303, '/login?next=%2Fadmin%2Fqueues']);
    expect(await errorOf(await api.get('/admin/queues/api/queues', { key: null, headers: { accept: 'application/json' } }))).toMatchObject({ status: 401, code: 'INVALID_API_KEY' });
    expect(await errorOf(await api.get('/admin/queues/api/queues', { key: KEYS.readonly }))).toMatchObject({ status: 403 });
  });

  it('the board lists every queue and links to no foreign host', async () => {
    const html = await (await api.get('/admin/queues')).text();
    expect(html).not.toMatch(/(href|src)="https?:/);
    const { queues } = (await (await api.get('/admin/queues/api/queues')).json()) as { queues: { name: string }[] };
    expect(queues.map((q) => q.name).sort()).toEqual([...queueNames].sort());
  });

  const logIn = (key: string, next = '') => api.get('/login', { key: null, method: 'POST', body: new URLSearchParams({ key, next }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });

  it('a session opens the board, and no other site can use it', async () => {
    const response = await logIn(KEYS.master, '/admin/queues/queue/collect');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin/queues/queue/collect']);
    const cookie = response.headers.get('set-cookie') as string;
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(cookie).not.toContain(KEYS.master);
    const session = { cookie: cookie.split(';')[0] as string };
    expect((await api.get('/admin/queues/api/queues', { key: null, headers: session })).status).toBe(200);
    const forged = { cookie: session.cookie.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')).replace('master.', 'master.9') };
    expect((await api.get('/admin/queues/api/queues', { key: null, headers: forged })).status).toBe(401);
    const foreign = await api.get('/admin/queues/api/queues/collect/pause', { key: null, method: 'PUT', headers: { ...session, origin: 'https://evil.example' } });
    expect(await errorOf(foreign)).toMatchObject({ status: 403 });
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])('a login never leads to %s', async (next) => {
    expect((await logIn(KEYS.master, next)).headers.get('location')).toBe('/admin/queues');
  });

  it('a wrong key opens nothing, and guessing is stopped', async () => {
    expect((await logIn('nonsense')).status).toBe(401);
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) statuses.push((await logIn('nonsense')).status);
    expect(statuses).toContain(429);
  });
});
