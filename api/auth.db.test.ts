import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, JWT_SECRET, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { NOW } from './testing/rows.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

function jwt(claims: object): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: NOW / 1_000 + 600, ...claims })}`;
  return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`;
}

describe('keys and scopes', () => {
  it.each([
    ['readonly', '/api/v1/prices/current/BTC', 200],
    ['readonly', '/api/v1/technical/BTC', 200],
    ['readonly', '/api/v1/stats/collectors', 200],
    ['readonly', '/api/v1/ml-features/BTC/current', 403],
    ['trading', '/api/v1/ml-features/BTC/current', 200],
    ['readonly', '/admin/queues', 403],
    ['trading', '/admin/queues', 200],
    ['master', '/api/v1/ml-features/bulk?symbols=BTC', 200],
  ] as const)('%s asks %s and gets %i', async (name, path, status) => {
    const response = await api.get(path, { key: KEYS[name] });
    expect(response.status).toBe(status);
    if (status === 403) expect((await errorOf(response)).code).toBe('FORBIDDEN_SCOPE');
    else await response.text();
  });

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer nonsense' }],
    ['a key cut short', { authorization: `Bearer ${KEYS.master.slice(0, -1)}` }],
    ['another scheme', { authorization: `Basic ${KEYS.master}` }],
  ])('refuses %s', async (_name, headers) => {
    const response = await api.get('/api/v1/symbols', { key: null, headers });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await errorOf(response)).toMatchObject({ status: 401, code: 'INVALID_API_KEY' });
  });

  it('takes a JWT for the scopes it names and no others', async () => {
    const key = jwt({ sub: randomUUID(), scopes: ['read:prices'] });
    expect((await api.get('/api/v1/prices/current/BTC', { key })).status).toBe(200);
    expect(await errorOf(await api.get('/api/v1/technical/BTC', { key }))).toMatchObject({ status: 403, details: { required: 'read:technical' } });
  });
});

describe('limits', () => {
  it('count down, then refuse until the window ends', async () => {
    const key = jwt({ sub: randomUUID(), scopes: ['read:prices'], rate_limit: '3/hour' });
    const remaining: (string | null)[] = [];
    for (let i = 0; i < 3; i += 1) remaining.push((await api.get('/api/v1/prices/current/BTC', { key })).headers.get('x-ratelimit-remaining'));
    expect(remaining).toEqual(['2', '1', '0']);
    const refused = await api.get('/api/v1/prices/current/BTC', { key });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('3');
    expect(await errorOf(refused)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
  });

  it('are shared by replicas', async () => {
    const other = await ground.start();
    const key = jwt({ sub: randomUUID(), scopes: ['read:prices'], rate_limit: '4/hour' });
    const statuses: number[] = [];
    for (const replica of [api, other, api, other, api, other]) statuses.push((await replica.get('/api/v1/symbols', { key })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('hold on the hot path and never let one caller more through than allowed', async () => {
    const key = jwt({ sub: randomUUID(), scopes: ['read:prices'], rate_limit: '250/hour' });
    const statuses = await Promise.all(Array.from({ length: 300 }, async () => (await api.get('/api/v1/prices/current/BTC', { key })).status));
    expect(statuses.filter((s) => s === 200)).toHaveLength(250);
    expect(statuses.filter((s) => s === 429)).toHaveLength(50);
  });
});
