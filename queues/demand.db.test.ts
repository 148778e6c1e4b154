import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type PrivateRedis } from '#scripts/provision/redis.js';
import { demandOf, exportDepths, readDepths } from './demand.js';
import { createProducer, type Producer } from './producer.js';
import { realNowMs, systemClock } from './runtime/clock.js';
import { silentLog } from './runtime/log.js';
import { createMetrics } from './runtime/metrics.js';
import { workerConnection, type RedisSettings } from './runtime/redis.js';
import { testRedis, type TestRedis } from './testing/redis.js';
import { poolNames, queueNames, type PoolName } from './topology.js';

let redis: TestRedis;
let producer: Producer;
beforeAll(async () => {
  redis = await testRedis();
  producer = createProducer({ redis: redis.settings, prefix: redis.prefix, clock: systemClock, log: silentLog() });
});
afterEach(async () => void (await Promise.all(queueNames.map((q) => producer.queue(q).obliterate({ force: true })))));
afterAll(async () => {
  await producer.close();
  await redis.cleanup();
});
const demand = async (pool: PoolName, nowMs = realNowMs()): Promise<number> => demandOf(await readDepths(producer, nowMs), pool);

describe('the demand of a pool', () => {
  it('is what waits in all of its queues, with a priority or without, and nothing of another pool’s', async () => {
    await producer.queue('collect').add('a', {});
    await producer.queue('collect').add('b', {}, { priority: 2 });
    await producer.queue('survey').add('c', {}, { priority: 4 });
    expect([await demand('collect'), await demand('process'), await demand('backfill')]).toEqual([3, 0, 0]);
  });

  it('counts a delayed job from the moment it is due: without a worker nobody would move it', async () => {
    const dueAt = realNowMs() + 60_000;
    await producer.queue('process').add('later', {}, { delay: 60_000 });
    expect(await demand('process')).toBe(0);
    expect(await demand('process', dueAt + 5_000)).toBe(1);
  });

  it('is nothing while the queue is paused, and back with the queue', async () => {
    await producer.queue('repair').add('a', {});
    await producer.queue('repair').pause();
    expect(await demand('backfill')).toBe(0);
    await producer.queue('repair').resume();
    expect(await demand('backfill')).toBe(1);
  });

  it('keeps counting a job that runs, paused or not', async () => {
    let finish = (): void => undefined;
    const worker = new Worker('repair', () => new Promise<void>((resolve) => (finish = resolve)), { connection: workerConnection(redis.settings), prefix: redis.prefix });
    try {
      await producer.queue('repair').add('long', {});
      await expect.poll(async () => producer.queue('repair').getActiveCount(), { timeout: 10_000 }).toBe(1);
      await producer.queue('repair').pause();
      expect(await demand('backfill')).toBe(1);
    } finally {
      finish();
      await worker.close();
    }
  });
});

describe('what a scrape sees', () => {
  it('is a zero for every pool that has nothing to do', async () => {
    const metrics = createMetrics(false);
    await exportDepths(producer, metrics, realNowMs());
    const text = await metrics.registry.getSingleMetricAsString('crypto_pool_demand_jobs');
    for (const pool of poolNames) expect(text).toContain(`crypto_pool_demand_jobs{pool="${pool}"} 0`);
  });

  it('says whether a queue is paused', async () => {
    const metrics = createMetrics(false);
    await producer.queue('digest').pause();
    await exportDepths(producer, metrics, realNowMs());
    const text = await metrics.registry.getSingleMetricAsString('crypto_queue_paused');
    expect(text).toContain('crypto_queue_paused{queue="digest"} 1');
    expect(text).toContain('crypto_queue_paused{queue="collect"} 0');
  });
});

describe('while Redis cannot be read', () => {
  let home: string;
  let own: PrivateRedis;
  let settings: RedisSettings;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'farm-demand-'));
    own = await startRedis({ home, durable: true, log: () => undefined });
    settings = { REDIS_HOST: own.host, REDIS_PORT: own.port, REDIS_PASSWORD: own.password, REDIS_DB: 0, REDIS_TLS: false };
  });
  afterAll(async () => {
    await own.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('there is no figure at all, an error is counted, and the figure comes back with Redis', async () => {
    const metrics = createMetrics(false);
    const cut = createProducer({ redis: settings, prefix: '{farm}', clock: systemClock, log: silentLog() });
    const look = () => exportDepths(cut, metrics, realNowMs(), 3_000);
    const series = async () => (await metrics.registry.getSingleMetricAsString('crypto_pool_demand_jobs')).split('\n').filter((l) => l !== '' && !l.startsWith('#')).sort();
    try {
      await cut.queue('collect').add('a', {});
      await look();
      expect(await series()).toContain('crypto_pool_demand_jobs{pool="collect"} 1');
      await own.stop();
      await expect(look()).rejects.toThrow();
      expect(await series()).toEqual([]);
      expect(await metrics.registry.getSingleMetricAsString('crypto_queue_scrape_errors_total')).toContain('crypto_queue_scrape_errors_total 1');
      own = await startRedis({ home, durable: true, port: settings.REDIS_PORT, log: () => undefined });
      await expect.poll(async () => look().then(series, () => []), { timeout: 15_000 }).toContain('crypto_pool_demand_jobs{pool="collect"} 1');
    } finally {
      await cut.close();
    }
  });

  it('a Redis that was never there is an error as well, not a wait without end', async () => {
    const metrics = createMetrics(false);
    const nowhere = createProducer({ redis: { ...settings, REDIS_PORT: 9 }, prefix: '{farm}', clock: systemClock, log: silentLog() });
    try {
      await expect(exportDepths(nowhere, metrics, realNowMs(), 300)).rejects.toThrow();
      expect(await metrics.registry.getSingleMetricAsString('crypto_pool_demand_jobs')).not.toMatch(/^crypto_pool_demand_jobs/m);
    } finally {
      await nowhere.close();
    }
  });
});
