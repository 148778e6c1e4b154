import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createProducer, type Producer } from '#queues/producer.js';
import { pause, realSleep, stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { queueNames } from '#queues/topology.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { slotsFirst } from './slots-first.js';

let redis: TestRedis;
let producer: Producer;
const { signal } = new AbortController();
beforeAll(async () => {
  redis = await testRedis();
  producer = createProducer({ redis: redis.settings, prefix: redis.prefix, clock: systemClock, log: silentLog() });
});
afterEach(async () => {
  await over();
  await Promise.all(queueNames.map((q) => producer.queue(q).obliterate({ force: true })));
});
afterAll(async () => {
  await producer.close();
  await redis.cleanup();
});

const waited = async (longestMs?: number, aborting = signal): Promise<number> => {
  const from = stopwatchMs();
  await slotsFirst({ producer, signal: aborting, log: silentLog() }, longestMs);
  return stopwatchMs() - from;
};
/** A slot that is over: its flow is gone. */
const over = async (): Promise<void> => (await producer.queue('process').getJob('features.test'))?.remove();
const slot = (): Promise<unknown> => producer.addFlow({ name: 'features', queueName: 'process', data: {}, opts: { jobId: 'features.test' }, children: [{ name: 'collect', queueName: 'collect', data: {}, opts: { jobId: 'collect.test' } }] } as never);

describe('what fills the past', () => {
  it('waits while a slot is in work, from its first child on, and goes on when it is over', async () => {
    expect(await waited()).toBeLessThan(1_000);
    await slot();
    let isOver = false;
    const waiting = waited().then((ms) => [ms, isOver]);
    await realSleep(300);
    isOver = true;
    await over();
    const [ms, wasOver] = await waiting;
    expect(ms).toBeGreaterThan(250);
    expect(wasOver).toBe(true);
  });

  it('does not wait for repairs, side work and its own kind', async () => {
    for (const queue of ['repair', 'survey', 'digest', 'backfill', 'upkeep'] as const) await producer.queue(queue).add('job', {});
    let isWaiting = true;
    void waited().then(() => (isWaiting = false));
    await expect.poll(() => isWaiting, { timeout: 5_000 }).toBe(false);
  });

  it('waits for a slot that hangs only so long, and for the next one again', async () => {
    await slot();
    expect(await waited(200)).toBeGreaterThan(200);
    expect(await waited(200)).toBeLessThan(200);
    await over();
    await waited(200);
    await producer.queue('process').add('indicators', {});
    expect(await waited(200)).toBeGreaterThan(200);
  });

  it('ends with its job', async () => {
    await slot();
    const ending = new AbortController();
    const waiting = waited(undefined, ending.signal);
    await pause(100, signal);
    ending.abort(new Error('the job must end'));
    await expect(waiting).rejects.toThrow('the job must end');
  });
});
