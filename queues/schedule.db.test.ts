import { Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createProducer, type Producer } from './producer.js';
import { lostEntries, mendTimetable, putForward } from './mend.js';
import { dueAt, repeatStrategy, syncTimetable, timetable } from './schedule.js';
import { slotAt } from './slot.js';
import { realNowMs, scaledClock, systemClock } from './runtime/clock.js';
import { silentLog } from './runtime/log.js';
import { workerConnection } from './runtime/redis.js';
import { testRedis, type TestRedis } from './testing/redis.js';

let redis: TestRedis;
let producer: Producer;
beforeAll(async () => {
  redis = await testRedis();
  producer = createProducer({ redis: redis.settings, prefix: redis.prefix, clock: systemClock, log: silentLog() });
});
afterEach(async () => producer.queue('upkeep').obliterate({ force: true }));
afterAll(async () => {
  await producer.close();
  await redis.cleanup();
});
const keys = async () => (await producer.queue('upkeep').getJobSchedulers()).map((s) => s.key).sort();
const listed = timetable.map((t) => t.job).sort();

describe('the timetable in Redis', () => {
  it('holds exactly what is listed: unlisted schedules are removed', async () => {
    await producer.queue('upkeep').upsertJobScheduler('retired', { pattern: '0 0 * * *' }, { name: 'tick' });
    expect((await syncTimetable(producer.queue('upkeep'))).removed).toEqual(['retired']);
    expect(await keys()).toEqual(listed);
  });

  it('does not care how many schedulers sync it at once', async () => {
    const upkeep = producer.queue('upkeep');
    await Promise.all(Array.from({ length: 6 }, () => syncTimetable(upkeep)));
    expect(await keys()).toEqual(listed);
    expect(await upkeep.getDelayedCount()).toBe(listed.length);
  });

  it('notices a flush and a schedule whose next occurrence is gone', async () => {
    const upkeep = producer.queue('upkeep');
    expect(await lostEntries(upkeep, realNowMs())).toEqual(timetable.map((t) => t.job));
    await syncTimetable(upkeep);
    expect(await lostEntries(upkeep, realNowMs())).toEqual([]);
    const tick = await upkeep.getJobScheduler('tick');
    await redis.redis.del(`${redis.prefix}:upkeep:repeat:tick:${tick?.next}`);
    expect(await lostEntries(upkeep, (tick?.next ?? 0) + 1)).toEqual(['tick']);
  });

  it('notices a schedule whose last occurrence is over, and puts it back', async () => {
    const clock = scaledClock({ speed: 600, realMs: realNowMs(), farmMs: Date.UTC(2026, 0, 1) });
    const fast = createProducer({ redis: redis.settings, prefix: redis.prefix, clock, log: silentLog() });
    const upkeep = fast.queue('upkeep');
    // It cannot put down the occurrence after the one it takes.
    const worker = new Worker('upkeep', () => Promise.resolve(), { connection: workerConnection(redis.settings), prefix: redis.prefix, settings: { repeatStrategy: () => undefined } });
    try {
      await syncTimetable(upkeep);
      await expect.poll(() => lostEntries(upkeep, realNowMs()), { timeout: 5_000 }).toContain('tick');
      expect(await mendTimetable(fast, clock, silentLog())).toContain('tick');
      expect(await lostEntries(upkeep, realNowMs())).not.toContain('tick');
    } finally {
      await worker.close();
      await fast.close();
    }
  });

  it('ticks every slot once when the farm runs 600 times faster', async () => {
    const clock = scaledClock({ speed: 600, realMs: realNowMs(), farmMs: Date.UTC(2026, 0, 1) });
    const fast = createProducer({ redis: redis.settings, prefix: redis.prefix, clock, log: silentLog() });
    const slots: number[] = [];
    const settings = { repeatStrategy: repeatStrategy(clock) };
    const worker = new Worker('upkeep', async (job) => void (job.name === 'tick' && slots.push(slotAt(dueAt(job.id as string, clock), '5m'))), { connection: workerConnection(redis.settings), prefix: redis.prefix, settings });
    try {
      await syncTimetable(fast.queue('upkeep'));
      await expect.poll(() => slots.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(6);
      expect(slots.slice(1).map((s, i) => s - (slots[i] as number))).toEqual(slots.slice(1).map(() => 300_000));
    } finally {
      await worker.close();
      await fast.close();
    }
  });

  it('is brought back where a worker whose clock is an hour ahead put it forward', async () => {
    const clock = scaledClock({ speed: 600, realMs: realNowMs(), farmMs: Date.UTC(2026, 0, 1) });
    const fast = createProducer({ redis: redis.settings, prefix: redis.prefix, clock, log: silentLog() });
    const upkeep = fast.queue('upkeep');
    const worker = new Worker('upkeep', () => Promise.resolve(), { connection: workerConnection(redis.settings), prefix: redis.prefix, autorun: false, settings: { repeatStrategy: (ms, opts) => repeatStrategy(clock)(ms + 3_600_000 / clock.speed, opts) } });
    try {
      await syncTimetable(upkeep);
      expect(await putForward(upkeep, clock, realNowMs())).toEqual([]);
      void worker.run();
      await expect.poll(() => putForward(upkeep, clock, realNowMs()), { timeout: 15_000, interval: 50 }).toEqual(['tick', 'reconcile']);
      await worker.close();
      for (const offMs of [-10_000, 10_000]) expect(await mendTimetable({ ...fast, aheadMs: () => Promise.resolve(offMs) }, clock, silentLog())).toEqual([]);
      expect(await mendTimetable(fast, clock, silentLog())).toEqual(['tick', 'reconcile']);
      expect(await putForward(upkeep, clock, realNowMs())).toEqual([]);
      expect(await upkeep.getDelayedCount()).toBe(listed.length);
    } finally {
      await worker.close();
      await fast.close();
    }
  });
});
