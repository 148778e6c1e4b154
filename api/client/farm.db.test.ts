import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSchema } from '#scripts/client-schema.js';
import { KEYS, testGround, type Ground, type Running } from '../testing/api.js';
import { FEATURE_SLOTS, NOW, SLOT } from '../testing/rows.js';
import { answer, createFarm, rows, type Schemas } from './farm.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start({ RATE_LIMIT_REQUESTS: '100' });
});
afterAll(() => ground.cleanup());

/** Closes with the test. */
async function served(status: number, body: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_req, res) => res.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('the client', () => {
  it('has the types of the document (if not: npm run generate)', async () => {
    expect(readFileSync('api/client/schema.ts', 'utf8')).toBe(await clientSchema());
  });

  it('answers typed', async () => {
    const price: Schemas['Price'] = await answer(api.farm(KEYS.readonly).GET('/api/v1/prices/current/{symbol}', { params: { path: { symbol: 'bitcoin' } } }));
    expect([price.symbol, price.current_price]).toEqual(['BTC', 98_765.43]);
  });

  it('sends lists as the farm reads them', async () => {
    const many = await answer(api.farm().GET('/api/v1/ml-features/bulk', { params: { query: { symbols: ['ETH', 'BTC', 'NOPE'], format: 'flat', feature_groups: ['price'] } } }));
    if (!('data' in many)) throw new Error('rows of a range were not asked for');
    expect([many.data.map((d) => d.symbol), many.unknown]).toEqual([['ETH', 'BTC'], ['NOPE']]);
  });

  it('reads a long range row by row', async () => {
    const query = { symbols: ['BTC'], start: '2026-01-01', end: new Date(NOW).toISOString(), format: 'flat' as const };
    let seen = 0;
    let last = '';
    for await (const row of rows<Schemas['FeatureRow']>(api.farm().GET('/api/v1/ml-features/bulk', { params: { query }, parseAs: 'stream' }))) {
      seen += 1;
      last = row.timestamp;
    }
    expect([seen, last]).toEqual([FEATURE_SLOTS, new Date(SLOT).toISOString()]);
  });

  it('throws what the farm said', async () => {
    const call = api.farm(KEYS.readonly).GET('/api/v1/ml-features/{symbol}', { params: { path: { symbol: 'BTC' } } });
    await expect(call).rejects.toMatchObject({ name: 'FarmError', message: 'FORBIDDEN_SCOPE (403): this key lacks the scope read:ml-features', refusal: { status: 403, code: 'FORBIDDEN_SCOPE', details: { required: 'read:ml-features' }, retryAfter: null, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string } });
    await expect(createFarm({ baseUrl: api.url }).GET('/api/v1/symbols')).rejects.toMatchObject({ refusal: { status: 401, code: 'INVALID_API_KEY' } });
  });

  it('says how long to wait when the limit is reached', async () => {
    const ask = () => api.farm(KEYS.trading).GET('/api/v1/symbols');
    const refused = (async () => {
      for (let i = 0; i < 200; i += 1) await ask();
    })();
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'RATE_LIMIT_EXCEEDED', retryAfter: expect.any(Number) as number } });
  });

  it('reads what the farm says of itself, also when that is bad news', async () => {
    expect((await answer(createFarm({ baseUrl: api.url }).GET('/health'))).status).toBe('degraded');
    const { url, server } = await served(503, JSON.stringify({ status: 'not ready', reason: 'stopping' }));
    expect(await createFarm({ baseUrl: url }).GET('/ready')).toMatchObject({ error: { reason: 'stopping' }, response: { status: 503 } });
    server.close();
  });

  it('throws what a proxy says in the place of the farm', async () => {
    const { url, server } = await served(502, '<h1>Bad gateway</h1>');
    await expect(createFarm({ baseUrl: url }).GET('/ready')).rejects.toMatchObject({ refusal: { status: 502, code: 'UNREADABLE' } });
    server.close();
  });

  it('is told when a connection was cut within a row', async () => {
    const { url, server } = await served(200, '{"symbol":"BTC"}\n{"symb');
    const read = async (): Promise<unknown[]> => {
      const seen: unknown[] = [];
      for await (const row of rows(createFarm({ baseUrl: url }).GET('/api/v1/ml-features/bulk', { params: { query: { symbols: ['BTC'] } }, parseAs: 'stream' }))) seen.push(row);
      return seen;
    };
    await expect(read()).rejects.toThrow(SyntaxError);
    server.close();
  });
});
