import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type UpstreamError } from '#queues/errors.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { createUpstream, type Upstream } from './client.js';
import { readUpstreamConfig } from './config.js';

type Reply = (req: IncomingMessage, res: ServerResponse) => void;
const KEY = 'CG-this-is-the-key';
const NOW = Date.UTC(2026, 0, 5, 12);
const say = (status: number, body: string, headers: Record<string, string> = {}): Reply => (_, res) => res.writeHead(status, headers).end(body);

let redis: TestRedis;
const cleanups: (() => Promise<void> | void)[] = [];
beforeAll(async () => void (redis = await testRedis()));
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});
afterAll(() => redis.cleanup());

/** A server that plays the replies in turn (the last one for ever), and a client of it. */
async function setup(replies: Reply[], env: Record<string, string> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((req, res) => (requests.push(req), (replies[Math.min(requests.length, replies.length) - 1] as Reply)(req, res)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = readUpstreamConfig({ COINGECKO_BASE_URL: url, BINANCE_BASE_URL: url, COINGECKO_API_KEY: KEY, COINGECKO_PLAN: 'demo', UPSTREAM_TIMEOUT_MS: '10000', ...env });
  const clock = manualClock(NOW);
  const metrics = createMetrics(false);
  const prefix = `${redis.prefix}:${cleanups.length}:${Math.random()}`;
  const make = (): Upstream => {
    const upstream = createUpstream({ config, redis: redis.redis, prefix, clock, log: silentLog(), metrics });
    cleanups.push(() => upstream.close());
    return upstream;
  };
  cleanups.push(() => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())));
  const signal = new AbortController().signal;
  const ask = (upstream: Upstream, more: object = {}) => upstream.get({ host: 'coingecko', path: '/coins/markets', response: z.array(z.object({ id: z.string() })), signal, ...more });
  const outcomes = async () => Object.fromEntries((await metrics.upstreamRequests.get()).values.map((v) => [v.labels.outcome, v.value]));
  return { upstream: make(), another: make, ask, requests, clock, metrics, outcomes, signal };
}

const failure = (promise: Promise<unknown>): Promise<UpstreamError> => promise.then(() => expect.unreachable('it was answered'), (e: UpstreamError) => e);

describe('the way out', () => {
  it('sends the key and the parameters, and hands back what passed the schema', async () => {
    const { upstream, ask, requests, outcomes } = await setup([say(200, '[{"id":"bitcoin","symbol":"btc"}]')]);
    const { body, receivedAt } = await ask(upstream, { query: { ids: 'bitcoin,ethereum', vs_currency: 'usd', nothing: undefined } });
    expect(body).toEqual([{ id: 'bitcoin' }]);
    expect(receivedAt).toEqual(new Date(NOW));
    expect(requests[0]?.url).toBe('/coins/markets?ids=bitcoin,ethereum&vs_currency=usd');
    expect(requests[0]?.headers).toMatchObject({ 'x-cg-demo-api-key': KEY, 'user-agent': expect.stringContaining('crypto-data-farm') as string });
    expect(await outcomes()).toEqual({ ok: 1 });
  });

  it('never says the key, whatever the host echoes', async () => {
    const { upstream, ask } = await setup([say(401, JSON.stringify({ error: `the key ${KEY} is not known` }))]);
    const error = await failure(ask(upstream));
    expect(error.fault).toBe('refused');
    expect(error.fields.sample).toContain('[redacted]');
    expect(JSON.stringify(error.fields)).not.toContain(KEY);
    expect(`${error.message} ${String(error.cause)}`).not.toContain(KEY);
  });

  it('tries again shortly when the host is unavailable', async () => {
    const { upstream, ask, requests } = await setup([say(500, 'oops'), say(503, ''), say(200, '[]')]);
    expect((await ask(upstream)).body).toEqual([]);
    expect(requests).toHaveLength(3);
  });

  it('gives up after three tries, and says what it saw', async () => {
    const { upstream, ask, requests, outcomes } = await setup([say(502, '<html>Bad Gateway</html>')]);
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'unavailable', fields: { status: 502, sample: '<html>Bad Gateway</html>' } });
    expect(requests).toHaveLength(3);
    expect(await outcomes()).toEqual({ unavailable: 1 });
  });

  it('waits for no answer longer than its time limit, not even for one that drips', async () => {
    const drip: Reply = (_, res) => {
      res.writeHead(200);
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
    };
    const { upstream, ask } = await setup([drip], { UPSTREAM_TIMEOUT_MS: '150', UPSTREAM_BUDGET_MS: '100' });
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'unavailable', message: expect.stringContaining('150 ms') as string });
  });

  it.each<[string, Reply, string]>([
    ['HTML with status 200', say(200, '<html>Sorry</html>'), '<html>Sorry</html>'],
    ['JSON cut short', say(200, '[{"id":"bitc'), '[{"id":"bitc'],
    ['another shape', say(200, '{"coins":[]}'), '{"coins":[]}'],
    ['nothing', say(200, ''), ''],
  ])('calls %s malformed, keeps a sample and does not ask again', async (_what, reply, sample) => {
    const { upstream, ask, requests } = await setup([reply]);
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'malformed', fields: { sample, status: 200 } });
    expect(requests).toHaveLength(1);
  });

  it('calls a connection that breaks off unavailable', async () => {
    const { upstream, ask } = await setup([(_, res) => (res.writeHead(200, { 'content-length': '100' }).write('[{"id"'), res.destroy())], { UPSTREAM_BUDGET_MS: '50' });
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'unavailable' });
  });

  it('makes every worker wait after a 429, without another request', async () => {
    const { upstream, another, ask, requests, clock, signal } = await setup([say(429, '{"status":{"error_code":429,"error_message":"slow down"}}', { 'retry-after': '60' }), say(200, '[]')]);
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'throttled', fields: { waitMs: 60_000, status: 429 } });
    expect(await failure(ask(upstream, { reserved: true }))).toMatchObject({ fault: 'throttled', fields: { waitMs: 60_000 } });
    clock.advance(10_000);
    const other = another();
    expect(await failure(other.reserve('coingecko', 1, signal))).toMatchObject({ fault: 'throttled', fields: { waitMs: 50_000 } });
    expect(requests).toHaveLength(1);
    clock.advance(50_000);
    expect((await ask(other)).body).toEqual([]);
  });

  it('does not call a host whose budget is used up, and says when to come back', async () => {
    const { upstream, ask, requests, metrics } = await setup([say(200, '[]')], { COINGECKO_PER_MINUTE: '4' });
    await ask(upstream);
    await ask(upstream);
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'throttled', fields: { waitMs: 30_000 } });
    expect(requests).toHaveLength(2);
    const left = (await metrics.upstreamBudget.get()).values.map((v) => [v.labels.host, v.labels.window, v.value]);
    expect(left).toEqual([['coingecko', 'minute', 0], ['coingecko', 'month', 9_998]]);
  });

  it('pays once for a batch that was reserved', async () => {
    const { upstream, ask, signal, metrics } = await setup([say(200, '[]')]);
    await upstream.reserve('coingecko', 10, signal);
    for (let i = 0; i < 10; i++) await ask(upstream, { reserved: true });
    expect((await metrics.upstreamBudget.get()).values.find((v) => v.labels.window === 'minute')?.value).toBe(5);
    await expect(upstream.reserve('coingecko', 16, signal)).rejects.toThrow(RangeError);
  });

  it('sits out a wait of less than a second', async () => {
    const { upstream, signal, clock } = await setup([say(200, '[]')]);
    await upstream.reserve('binance', 3_000, signal);
    await upstream.reserve('binance', 40, signal);
    expect(clock.nowMs()).toBe(NOW + 800);
  });

  it('takes over the count of weight that Binance keeps', async () => {
    const { upstream, ask, metrics, signal } = await setup([say(200, '[]', { 'x-mbx-used-weight-1m': '5900' })]);
    await ask(upstream, { host: 'binance', cost: 2 });
    const short = async () => (await failure(upstream.reserve('binance', 200, signal))).fields.waitMs;
    await expect.poll(short, { timeout: 10_000 }).toBe(2_000);
    expect((await metrics.upstreamBudget.get()).values).toMatchObject([{ value: 100 }]);
  });

  it('opens the circuit of a dead host and shows it', async () => {
    const { upstream, ask, requests, metrics } = await setup([say(500, '')], { UPSTREAM_BUDGET_MS: '50', COINGECKO_PER_MINUTE: '1000' });
    await Promise.all(Array.from({ length: 8 }, () => failure(ask(upstream))));
    const before = requests.length;
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'unavailable', message: expect.stringContaining('circuit open') as string });
    expect(requests).toHaveLength(before);
    expect((await metrics.upstreamCircuit.get()).values.filter((v) => v.value === 1).map((v) => v.labels.host)).toEqual(['coingecko']);
  });

  it('follows no redirect', async () => {
    const { upstream, ask, requests } = await setup([say(302, '', { location: '/elsewhere' })]);
    expect(await failure(ask(upstream))).toMatchObject({ fault: 'refused', fields: { status: 302 } });
    expect(requests).toHaveLength(1);
  });

  it('ends at once, with the reason, when the job is called off', async () => {
    const { upstream, ask } = await setup([() => undefined]);
    const job = new AbortController();
    const reason = new Error('draining');
    const pending = ask(upstream, { signal: job.signal });
    job.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });
});
