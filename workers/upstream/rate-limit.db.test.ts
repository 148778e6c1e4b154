import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpstreamError } from '#queues/errors.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { bucketsOf, calendarOf, createRateLimiter } from './rate-limit.js';
import { createReserve } from './reserve.js';

const NOW = Date.UTC(2026, 10, 30, 23, 59, 0);
const [MINUTE, HOUR] = [60_000, 3_600_000];

let kit: TestRedis;
let names = 0;
beforeAll(async () => void (kit = await testRedis()));
afterAll(() => kit.cleanup());

/** A host nobody has used, and as many clients of it as asked for. */
function setup(budget: { second?: number; minute?: number; month?: number }, clients = 1) {
  const host = `host${(names += 1)}`;
  const limiters = Array.from({ length: clients }, () => createRateLimiter(kit.redis, kit.prefix, { [host]: { budget } }));
  return { host, limiters, limiter: limiters[0] as (typeof limiters)[0] };
}

describe('a budget shared by all workers', () => {
  it('never lets two clients together past the limit, in any minute, wherever it begins', async () => {
    const { host, limiters } = setup({ minute: 600 }, 2);
    const granted: { at: number; cost: number }[] = [];
    for (let at = NOW; at < NOW + 5 * MINUTE; at += 1_000) {
      const asks = limiters.flatMap((l, i) => [l.acquire(host, 7 + i, at), l.acquire(host, 3, at)].map(async (grant, j) => ({ cost: j === 0 ? 7 + i : 3, ...(await grant) })));
      for (const { waitMs, cost } of await Promise.all(asks)) if (waitMs === 0) granted.push({ at, cost });
    }
    const within = (from: number) => granted.filter((g) => g.at >= from && g.at < from + MINUTE).reduce((sum, g) => sum + g.cost, 0);
    const busiest = Math.max(...granted.map((g) => within(g.at)));
    expect(busiest).toBeLessThanOrEqual(600);
    expect(busiest).toBeGreaterThan(500);
  });

  it('takes from every window or from none, and says how long to wait', async () => {
    const { host, limiter } = setup({ second: 100, minute: 40 });
    expect(await limiter.acquire(host, 20, NOW)).toMatchObject({ waitMs: 0, remaining: [{ window: 'second', tokens: 30 }, { window: 'minute', tokens: 0 }] });
    const short = await limiter.acquire(host, 10, NOW);
    expect(short).toMatchObject({ waitMs: 30_000, remaining: [{ window: 'second', tokens: 30 }, { window: 'minute', tokens: 0 }] });
    expect((await limiter.acquire(host, 10, NOW + 29_999)).waitMs).toBe(1);
    expect((await limiter.acquire(host, 10, NOW + 30_000)).waitMs).toBe(0);
  });

  it('keeps the month across clients and connections until the month is over', async () => {
    const { host, limiter } = setup({ minute: 1_000, month: 30 });
    expect((await limiter.acquire(host, 30, NOW)).waitMs).toBe(0);
    const other = connectRedis(kit.settings, silentLog());
    const later = createRateLimiter(other, kit.prefix, { [host]: { budget: { minute: 1_000, month: 30 } } });
    expect(await later.acquire(host, 1, NOW + 10)).toMatchObject({ waitMs: MINUTE - 10, remaining: [{ tokens: 470 }, { window: 'month', tokens: 0 }] });
    expect(await later.acquire(host, 1, NOW + MINUTE)).toMatchObject({ waitMs: 0, remaining: [{ tokens: 499 }, { window: 'month', tokens: 29 }] });
    await other.quit();
  });

  it('leaves its share to those who cannot wait: work that can finds nothing where a slot still finds half', async () => {
    const { host, limiter } = setup({ minute: 1_000, month: 100 });
    const patient = (at = NOW) => limiter.acquire(host, 25, at, 0.5);
    expect([(await patient()).waitMs, (await patient()).waitMs]).toEqual([0, 0]);
    // The bucket would have room; the month has spent what the patient may spend of it.
    expect(await patient()).toMatchObject({ waitMs: MINUTE, remaining: [{ tokens: 450 }, { tokens: 50 }] });
    expect((await limiter.acquire(host, 50, NOW)).waitMs).toBe(0);
    const other = setup({ minute: 1_000 });
    await other.limiter.acquire(other.host, 250, NOW);
    expect((await other.limiter.acquire(other.host, 50, NOW, 0.5)).waitMs).toBe(6_000);
    expect((await other.limiter.acquire(other.host, 250, NOW)).waitMs).toBe(0);
    // A cost that could never leave the share is granted when the window is full, not never.
    const small = setup({ second: 2 });
    expect([(await small.limiter.acquire(small.host, 1, NOW, 0.5)).waitMs, (await small.limiter.acquire(small.host, 1, NOW, 0.5)).waitMs]).toEqual([0, 1_000]);
  });

  it('lets everybody pause, for the longest pause asked for', async () => {
    const { host, limiters } = setup({ minute: 1_000 }, 2);
    const [one, two] = limiters as [(typeof limiters)[0], (typeof limiters)[0]];
    await one.pause(host, NOW + 60_000, NOW);
    await one.pause(host, NOW + 5_000, NOW);
    expect((await two.acquire(host, 1, NOW + 10_000)).waitMs).toBe(50_000);
    expect((await two.acquire(host, 1, NOW + 60_000)).waitMs).toBe(0);
  });

  it('believes the host when it counts more use than we do, not when it counts less', async () => {
    const { host, limiter } = setup({ minute: 1_000 });
    await limiter.lower(host, 900, NOW);
    expect((await limiter.acquire(host, 101, NOW)).waitMs).toBe(120);
    await limiter.lower(host, 0, NOW);
    expect((await limiter.acquire(host, 101, NOW)).waitMs).toBe(120);
  });

  it('goes on when the farm clock is set back, as a replay does', async () => {
    const { host, limiter } = setup({ minute: 100 });
    await limiter.acquire(host, 50, NOW);
    await limiter.pause(host, NOW + 1_000, NOW);
    const earlier = NOW - 365 * 86_400_000;
    expect((await limiter.acquire(host, 50, earlier)).waitMs).toBe(MINUTE);
    expect((await limiter.acquire(host, 50, earlier + MINUTE)).waitMs).toBe(0);
  });

  it('a pause that a clock an hour ahead has set lasts as long as it was meant to, for everybody', async () => {
    const { host, limiter } = setup({ minute: 1_000 });
    await limiter.pause(host, NOW + HOUR + 10_000, NOW + HOUR);
    expect((await limiter.acquire(host, 1, NOW)).waitMs).toBe(10_000);
    await limiter.pause(host, NOW + 20_000, NOW);
    expect((await limiter.acquire(host, 1, NOW + 4_000)).waitMs).toBe(16_000);
    expect((await limiter.acquire(host, 1, NOW + 20_000)).waitMs).toBe(0);
  });

  it('and for the process whose clock was set back', async () => {
    const { host, limiter } = setup({ minute: 1_000 });
    const clock = manualClock(NOW + HOUR);
    const gate = createReserve({ limiter, clock, log: silentLog(), metrics: createMetrics(false) });
    const left = (): unknown => {
      try {
        return gate.check(host);
      } catch (error) {
        return (error as UpstreamError).fields.waitMs;
      }
    };
    await gate.pause(host, 10_000);
    clock.set(NOW);
    expect(left()).toBe(10_000);
    await gate.pause(host, 30_000);
    await gate.pause(host, 1_000);
    clock.advance(29_000);
    expect(left()).toBe(1_000);
    clock.advance(1_000);
    expect(left()).toBeUndefined();
  });

  it('says unavailable when Redis does not answer', async () => {
    const gone = connectRedis({ ...kit.settings, REDIS_PORT: 1 }, silentLog(), { retryStrategy: () => null, maxRetriesPerRequest: 0 });
    const limiter = createRateLimiter(gone, kit.prefix, { binance: { budget: { minute: 10 } } });
    await expect(limiter.acquire('binance', 1, NOW)).rejects.toMatchObject({ name: 'UpstreamError', fault: 'unavailable' });
    gone.disconnect();
  });
});

describe('the buckets of a budget', () => {
  it('hold half of the limit and refill with the other half, but at least one call', () => {
    expect(bucketsOf({ minute: 6_000, month: 10 })).toEqual([{ window: 'minute', capacity: 3_000, perMs: 0.05 }, { window: 'month', capacity: 10, perMs: 0 }]);
    expect(bucketsOf({ second: 1 })).toEqual([{ window: 'second', capacity: 1, perMs: 0.0005 }]);
  });

  it('count calendar months in UTC', () => {
    expect(calendarOf('day', NOW)).toEqual({ name: '2026-11-30', leftMs: MINUTE });
    expect(calendarOf('month', NOW)).toEqual({ name: '2026-11', leftMs: MINUTE });
    expect(calendarOf('month', NOW + MINUTE)).toEqual({ name: '2026-12', leftMs: 31 * 86_400_000 });
  });
});
