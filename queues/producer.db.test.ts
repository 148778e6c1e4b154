import { Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshFlow } from './flows/refresh.js';
import { newestLanded, publishLanded, readLanded, type LandedEvent } from './landed.js';
import { createProducer, type Producer } from './producer.js';
import { demandOf, readDepths } from './demand.js';
import { realNowMs, systemClock } from './runtime/clock.js';
import { connectRedis, workerConnection } from './runtime/redis.js';
import { silentLog } from './runtime/log.js';
import { testRedis, type TestRedis } from './testing/redis.js';

let redis: TestRedis;
let producer: Producer;
beforeAll(async () => {
  redis = await testRedis();
  producer = createProducer({ redis: redis.settings, prefix: redis.prefix, clock: systemClock, log: silentLog() });
});
afterAll(async () => {
  await producer.close();
  await redis.cleanup();
});
const slot = Date.UTC(2026, 0, 1, 0, 5);
const flow = (round: number, at = slot) => refreshFlow({ slot: at, chunks: [['BTC'], ['ETH']], round, snapshots: true });

describe('the producer', () => {
  it('adds a flow once, however often it is asked to', async () => {
    await Promise.all([producer.addFlow(flow(0)), producer.addFlow(flow(0)), producer.addFlow(flow(0))]);
    const depths = await readDepths(producer, realNowMs());
    expect(depths.collect.prioritized).toBe(4);
    expect(depths.process.waitingChildren).toBe(3);
    expect(await producer.stateOf('process', 'features.2026-01-01T00-05Z')).toBe('waiting-children');
    expect(await producer.stateOf('process', 'features.2001-01-01T00-05Z')).toBe('unknown');
  });

  it('counts as demand what a pod could do: prioritized work, not waiting parents, nothing while paused', async () => {
    expect(demandOf(await readDepths(producer, realNowMs()), 'collect')).toBe(4);
    expect(demandOf(await readDepths(producer, realNowMs()), 'process')).toBe(0);
    await producer.queue('collect').pause();
    expect(demandOf(await readDepths(producer, realNowMs()), 'collect')).toBe(0);
    await producer.queue('collect').resume();
  });

  it('lets the root run when a child has failed for good, and tells it which', async () => {
    const at = slot + 300_000;
    const ran: string[] = [];
    const connection = workerConnection(redis.settings);
    const fail = new Worker('repair', async (job) => {
      if (job.name === 'collect') throw new Error('upstream is gone');
      const failed = Object.keys(await job.getIgnoredChildrenFailures()).length;
      ran.push(`${job.id} after ${failed} failures`);
    }, { connection, prefix: redis.prefix, concurrency: 4, settings: { backoffStrategy: () => 1 } });
    try {
      await producer.addFlow(flow(1, at));
      await expect.poll(() => ran.at(-1), { timeout: 10_000 }).toBe('features.2026-01-01T00-10Z.r1 after 0 failures');
      expect(ran.slice(0, 2).sort()).toEqual(['indicators.2026-01-01T00-10Z.c1.r1 after 2 failures', 'indicators.2026-01-01T00-10Z.c2.r1 after 2 failures']);
    } finally {
      await fail.close();
    }
  });
});

describe('landed events', () => {
  const event: LandedEvent = { kind: 'rows', dataset: 'ml_features', slot, chunk: 1, rows: 2, symbols: ['BTC', 'ETH'] };
  it('are read from where the reader left off, in order, with the same seq everywhere', async () => {
    const from = await newestLanded(redis.redis, redis.prefix);
    expect(from).toBe('0-0');
    await publishLanded(redis.redis, redis.prefix, event);
    await publishLanded(redis.redis, redis.prefix, { ...event, kind: 'slot_complete', chunk: 0 });
    const reader = connectRedis(redis.settings, silentLog());
    const [first] = await readLanded(reader, redis.prefix, from, 1_000);
    expect(first).toMatchObject(event);
    const rest = await readLanded(reader, redis.prefix, (first as { id: string }).id, 1_000);
    expect(rest.map((e) => e.kind)).toEqual(['slot_complete']);
    expect((rest[0]?.seq ?? 0) > (first?.seq ?? Infinity)).toBe(true);
    expect(await readLanded(reader, redis.prefix, rest[0]?.id ?? '', 20)).toEqual([]);
    await reader.quit();
  });
});
