import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { route } from '../rest/route.js';
import { holdDeclared, routeOf } from './declared.js';

const answer = () => Promise.resolve();
const price = route({ path: '/p/:symbol', scope: 'read:prices', summary: 'a price', query: z.strictObject({}), response: z.strictObject({ price: z.number().nullable() }), answer });
const start = route({ method: 'post', status: 202, path: '/p/:symbol', scope: 'write:backfill', summary: 'a job', query: z.strictObject({}), body: z.strictObject({}), response: z.strictObject({ job: z.string() }), answer });
const rows = route({ path: '/rows', scope: undefined, summary: 'rows', query: z.strictObject({}), response: z.strictObject({}), stream: { type: 'application/x-ndjson', each: z.strictObject({ n: z.number() }) }, answer });
const routes = [price, start, rows];

const json = (body: unknown, status = 200, type = 'application/json; charset=utf-8'): Response => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } });
const hold = (method: string, path: string, response: Response): Promise<void> => holdDeclared(routes, method, `http://farm${path}`, response);
const error = (code: string): unknown => ({ error: { code, message: 'no', details: null, timestamp: '2026-01-01T00:00:00.000Z', request_id: 'a' } });

describe('an answer is held against its declaration', () => {
  it('finds the route by method and path', () => {
    expect([routeOf(routes, 'GET', '/p/BTC'), routeOf(routes, 'POST', '/p/BTC'), routeOf(routes, 'GET', '/p/BTC/more')]).toEqual([price, start, undefined]);
  });

  it('lets through what is declared, and leaves the body to be read', async () => {
    const response = json({ price: null });
    await hold('GET', '/p/BTC', response);
    expect(await response.json()).toEqual({ price: null });
    await hold('POST', '/p/BTC', json({ job: '1' }, 202));
    await hold('GET', '/p/NOPE', json(error('INVALID_SYMBOL'), 404));
    await hold('GET', '/rows', json('{"n":1}\n{"n":2}\n', 200, 'application/x-ndjson'));
    await hold('GET', '/p/BTC', new Response(null, { status: 304 }));
  });

  it.each([
    ['a field more', 'GET', '/p/BTC', json({ price: 1, more: 1 })],
    ['a field less', 'GET', '/p/BTC', json({})],
    ['another status', 'POST', '/p/BTC', json({ job: '1' }, 200)],
    ['another media type', 'GET', '/p/BTC', json('1', 200, 'text/html')],
    ['an error without the shape', 'GET', '/p/BTC', json({ message: 'no' }, 404)],
    ['an error that is no JSON', 'GET', '/p/BTC', json('no', 500, 'text/html')],
    ['a code the route does not declare', 'GET', '/p/BTC', json(error('DATA_NOT_AVAILABLE'), 404)],
    ['a code under a status that is not its own', 'GET', '/p/BTC', json(error('INVALID_API_KEY'), 400)],
    ['a row that differs', 'GET', '/rows', json('{"n":1}\n{"n":"2"}\n', 200, 'application/x-ndjson')],
  ])('refuses %s', async (_what, method, path, response) => {
    await expect(hold(method, path, response)).rejects.toThrow(/declare|error shape|belongs to 401/);
  });
});
