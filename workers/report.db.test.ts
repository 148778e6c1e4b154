import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readReports, writeReport } from '#queues/reports.js';
import { manualClock, realNowMs } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { keepReporting } from './report.js';
import { createUpstream } from './upstream/client.js';
import { OPEN_AFTER_FAILURES } from './upstream/breaker.js';
import { readUpstreamConfig } from './upstream/config.js';

let kit: TestRedis;
beforeAll(async () => void (kit = await testRedis()));
afterAll(() => kit.cleanup());

/** A host that answers what the path says, and a client of it. */
async function setup() {
  const server = createServer((req, res) => res.writeHead(Number(/^\/(\d+)/.exec(req.url ?? '')?.[1]), { 'retry-after': '60' }).end('[]'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = readUpstreamConfig({ COINGECKO_BASE_URL: url, FRED_BASE_URL: url, FRED_API_KEY: 'a-key-of-fred', COINBASE_BASE_URL: url, UPSTREAM_BUDGET_MS: '50' });
  const upstream = createUpstream({ config, redis: kit.redis, prefix: kit.prefix, clock: manualClock(Date.UTC(2026, 0, 5)), log: silentLog(), metrics: createMetrics(false) });
  const signal = new AbortController().signal;
  const ask = (host: 'coingecko' | 'fred' | 'coinbase', status: number) => upstream.get({ host, path: `/${status}`, response: z.array(z.unknown()), signal }).then(() => 'ok', (e: Error) => e.message);
  const close = () => new Promise<void>((resolve) => (upstream.close(), server.close(() => resolve()), server.closeAllConnections()));
  return { upstream, ask, close };
}

describe('a worker process', () => {
  it('tells which pools it drains and how the hosts it has called look, and takes that back when it stops', async () => {
    const { upstream, ask, close } = await setup();
    await ask('coingecko', 200);
    await ask('fred', 429);
    for (let i = 0; i < OPEN_AFTER_FAILURES; i++) await ask('coinbase', 503);
    const stop = keepReporting({ redis: kit.redis, prefix: kit.prefix, log: silentLog(), pools: ['collect'], upstream, process: 'here:1' });
    await expect.poll(() => readReports(kit.redis, kit.prefix)).toHaveLength(1);

    const [report] = await readReports(kit.redis, kit.prefix);
    expect(report).toMatchObject({ process: 'here:1', pools: ['collect'] });
    const of = (host: string) => report?.upstreams.find((u) => u.host === host);
    expect(report?.upstreams.map((u) => u.host)).toEqual(['coinbase', 'coingecko', 'fred']);
    // Ten a minute: the bucket holds five, and one call took one.
    expect(of('coingecko')).toMatchObject({ open: false, pausedMs: 0, budgets: [{ window: 'minute', remaining: 4, capacity: 5 }], calls: 1, failed: 0, last: { outcome: 'ok' } });
    expect(of('fred')).toMatchObject({ open: false, failed: 1, last: { outcome: 'throttled' } });
    // It asked for a minute; the calls after it took their time.
    expect(of('fred')?.pausedMs).toBeGreaterThan(30_000);
    expect(of('coinbase')).toMatchObject({ open: true, failed: OPEN_AFTER_FAILURES, last: { outcome: 'unavailable' } });

    await stop();
    expect(await readReports(kit.redis, kit.prefix)).toEqual([]);
    await close();
  });

  it('is gone from the list soon after it was killed, whoever is left', async () => {
    const report = (process: string, at: number) => writeReport(kit.redis, kit.prefix, { process, at, pools: ['process'], upstreams: [] });
    await report('killed:1', realNowMs() - 60_000);
    await report('alive:2', realNowMs());
    expect((await readReports(kit.redis, kit.prefix)).map((r) => r.process)).toEqual(['alive:2']);
  });

  it('does not hide the others when one of them cannot be read', async () => {
    await writeReport(kit.redis, kit.prefix, { process: 'newer:3', at: realNowMs(), pools: ['process'], upstreams: [{ host: 'x' } as never] });
    expect((await readReports(kit.redis, kit.prefix)).map((r) => r.process)).not.toContain('newer:3');
  });
});
