/** Everything that can be wrong with a question: each gets its clear error, the process stays up and its memory stays flat. */
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { openIo, openWs } from './testing/sockets.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start({ RATE_LIMIT_REQUESTS: '1000000' });
});
afterAll(() => ground.cleanup());

const many = (n: number): string => Array.from({ length: n }, (_, i) => `S${i}`).join(',');
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const e = encodeURIComponent;

const QUESTIONS: [what: string, path: string, status: number, code: string, message: RegExp][] = [
  ['three thousand symbols', `/api/v1/ml-features/bulk?symbols=${many(2_000)}`, 400, 'VALIDATION_ERROR', /^symbols: must be 1 to 500 names separated by commas$/],
  ['ten thousand symbols', `/api/v1/ml-features/bulk?symbols=${many(10_000)}`, 431, 'VALIDATION_ERROR', /larger than 16 KiB/],
  ['a list of commas', '/api/v1/ml-features/bulk?symbols=,,,', 400, 'VALIDATION_ERROR', /1 to 500 names/],
  ['SQL for a symbol', `/api/v1/prices/current/${e("BTC'; DROP TABLE price_data_real; --")}`, 404, 'INVALID_SYMBOL', /^unknown symbol: BTC'; DROP TABLE/],
  ['SQL for a date', `/api/v1/prices/historical/BTC?start=${e("2026-01-01' OR '1'='1")}`, 400, 'VALIDATION_ERROR', /^start: must be an ISO 8601 time/],
  ['SQL for a feature group', `/api/v1/ml-features/BTC?feature_groups=${e('price) FROM x --')}`, 400, 'VALIDATION_ERROR', /^unknown feature group/],
  ['a prototype for a symbol', '/api/v1/prices/current/__proto__', 404, 'INVALID_SYMBOL', /__proto__/],
  ['a prototype for a group', '/api/v1/ml-features/BTC?feature_groups=__proto__,constructor', 400, 'VALIDATION_ERROR', /^unknown feature group: __proto__, constructor$/],
  ['a prototype for a parameter', '/api/v1/symbols?__proto__[admin]=1&constructor[prototype][x]=1', 400, 'VALIDATION_ERROR', /constructor/],
  ['nested parameters', '/api/v1/symbols?active[a][b][c][d]=true', 400, 'VALIDATION_ERROR', /^active: /],
  ['a parameter twice', '/api/v1/prices/historical/BTC?interval=1h&interval=1d', 400, 'INVALID_TIMEFRAME', /^interval: /],
  ['an unknown parameter', '/api/v1/prices/current/BTC?verbose=1', 400, 'VALIDATION_ERROR', /verbose/],
  ['dates the wrong way round', '/api/v1/prices/historical/BTC?start=2026-01-02&end=2026-01-01', 400, 'VALIDATION_ERROR', /^start must be before end$/],
  ['a day that does not exist', '/api/v1/prices/historical/BTC?start=2026-02-30', 400, 'VALIDATION_ERROR', /^start: must be an ISO 8601 time/],
  ['a date before all dates', '/api/v1/ml-features/BTC?at=0000-00-00', 400, 'VALIDATION_ERROR', /^at: /],
  ['NaN for a number', '/api/v1/prices/historical/BTC?limit=NaN', 400, 'VALIDATION_ERROR', /^limit: /],
  ['Infinity for a number', '/api/v1/prices/historical/BTC?days=Infinity', 400, 'VALIDATION_ERROR', /^days: /],
  ['a fraction for a count', '/api/v1/news/crypto/latest?limit=1.5', 400, 'VALIDATION_ERROR', /^limit: /],
  ['a negative count', '/api/v1/technical/BTC/indicators?limit=-1', 400, 'VALIDATION_ERROR', /^limit: /],
  ['a count beyond every integer', '/api/v1/technical/BTC/indicators?limit=1e309', 400, 'VALIDATION_ERROR', /^limit: /],
  ['a timeframe that is none', '/api/v1/technical/BTC?timeframe=7m', 400, 'INVALID_TIMEFRAME', /^timeframe: /],
  ['bytes that are no text', '/api/v1/prices/current/%ff%fe', 400, 'VALIDATION_ERROR', /not a valid URL/],
  ['a NUL in a name', '/api/v1/prices/current/BTC%00', 404, 'INVALID_SYMBOL', /unknown symbol/],
  ['a name of three thousand letters', `/api/v1/prices/current/${'x'.repeat(3_000)}`, 404, 'INVALID_SYMBOL', /^unknown symbol: x{40}$/],
  ['a made-up cursor', '/api/v1/events?cursor=eyJhIjoxfQ', 400, 'VALIDATION_ERROR', /^cursor: not one this route has given$/],
];

describe('a question that is wrong', () => {
  it.each(QUESTIONS)('%s', async (...[, path, status, code, message]) => {
    expect(await errorOf(await api.get(path))).toMatchObject({ status, code, message: expect.stringMatching(message) });
  });

  const json = { 'content-type': 'application/json' };
  const post = (body: string, headers: Record<string, string> = {}) => fetch(`${api.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${KEYS.trading}`, ...json, ...headers }, body });
  it.each([
    ['a body beyond the limit', JSON.stringify({ query: '{ health { status } }', variables: { a: 'x'.repeat(120_000) } }), 413, 'VALIDATION_ERROR'],
    ['a body nested a thousand deep', nested(1_000), 400, 'VALIDATION_ERROR'],
    ['a body nested sixteen thousand deep', nested(16_000), 400, 'VALIDATION_ERROR'],
    ['a body that stops', '{"query": "{ health', 400, 'VALIDATION_ERROR'],
    ['a body that is a number', '17', 400, 'VALIDATION_ERROR'],
    ['wrong types', '{"query": 17, "variables": "all"}', 400, 'VALIDATION_ERROR'],
    ['a prototype in the body', '{"query": "{ health { status } }", "__proto__": {"admin": true}, "constructor": {}}', 400, 'VALIDATION_ERROR'],
    ['ten thousand symbols', JSON.stringify({ query: 'query ($s: [String!]) { prices(symbols: $s) { edges { cursor } } }', variables: { s: many(10_000).split(',') } }), 200, 'VALIDATION_ERROR'],
    ['a query nested beyond the limit', JSON.stringify({ query: `{ ${'a { '.repeat(500)} b ${'}'.repeat(500)} }` }), 400, 'VALIDATION_ERROR'],
  ] as const)('over GraphQL: %s', async (...[, body, status, code]) => {
    const answer = await post(body);
    const { errors } = (await answer.json()) as { errors: { extensions: { code: string }; message: string }[] };
    expect([answer.status, errors[0]?.extensions.code]).toEqual([status, code]);
    expect(errors[0]?.message).not.toMatch(/at .*\.ts|node_modules|SELECT/);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('over the sockets', async () => {
    const { ws, heard, say } = await openWs(api.url, KEYS.readonly);
    const wrong = ['not JSON', nested(1_000), '[]', '{"action":"subscribe"}', { action: 'subscribe', symbols: many(5_000).split(',') }, { action: 'subscribe', symbols: [null, 1, {}] }, { action: 'subscribe', symbols: ['__proto__'] }, { action: 'unsubscribe', symbols: 'BTC' }];
    for (const message of wrong) say(message);
    await expect.poll(() => heard.map((m) => m.error?.code)).toEqual(expect.arrayContaining(['VALIDATION_ERROR', 'INVALID_SYMBOL']));
    await expect.poll(() => heard.length).toBe(wrong.length);
    const closed = once(ws, 'close');
    say('x'.repeat(1_000_000));
    expect((await closed)[0]).toBe(1009);
    const io = openIo(api.url, KEYS.readonly);
    await new Promise((resolve) => io.socket.once('connect', () => resolve(undefined)));
    for (const message of [null, 17, { stream: 'moon' }, { stream: 'prices', symbols: 'BTC' }, { stream: '__proto__', symbols: ['BTC'] }]) expect(await io.subscribe(message)).toMatchObject({ ok: false, error: { code: 'VALIDATION_ERROR' } });
    io.socket.close();
  });
});

describe('many of them', () => {
  it('leave memory as it was, and the next good question is answered', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const round = async (): Promise<void> => {
      for (const [, path] of QUESTIONS) await (await fetch(api.url + path, { headers: { authorization: `Bearer ${KEYS.master}` } })).text();
    };
    const heapAfter = async (rounds: number): Promise<number> => {
      for (let i = 0; i < rounds; i += 1) await round();
      collect();
      return process.memoryUsage().heapUsed / 1_024 ** 2;
    };
    const before = await heapAfter(10);
    expect((await heapAfter(60)) - before).toBeLessThan(8);
    expect((await api.get('/api/v1/prices/current/BTC')).status).toBe(200);
  }, 60_000);
});
