import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { createLimits, limitHeaders } from './limits.js';
import type { Principal } from './scopes.js';
import { sliceMs } from './window.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis();
});
afterAll(() => redis.cleanup());

const replica = () => createLimits(redis.redis, redis.prefix);
const caller = (requests: number, windowSeconds: number): Principal => ({ id: randomUUID(), scopes: new Set(), limit: { requests, windowSeconds } });

describe('a sliding window', () => {
  it('lets no more than the limit through in any stretch of its length, wherever it begins, over two replicas', async () => {
    const owner = caller(120, 1);
    const replicas = [replica(), replica()];
    const spent: { before: number; after: number }[] = [];
    const until = stopwatchMs() + 3_300;
    const hammer = async (n: number): Promise<void> => {
      while (stopwatchMs() < until) {
        const before = stopwatchMs();
        const { allowed } = await (replicas[n % 2] as (typeof replicas)[number]).spend(owner);
        if (allowed) spent.push({ before, after: stopwatchMs() });
        else await realSleep(3);
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, n) => hammer(n)));
    const inOrder = spent.sort((a, b) => a.before - b.before);
    // Spent between `before` of the first and `after` of the last: less than a second apart for certain.
    const stretches = inOrder.map((first) => inOrder.filter((s) => s.before >= first.before && s.after < first.before + 1_000).length);
    expect(Math.max(...stretches)).toBeLessThanOrEqual(120);
    expect(inOrder.length).toBeGreaterThan(120 * 2);
  });

  it('gets back what a replica took and did not spend', async () => {
    const owner = caller(1_000, 10);
    const [one, two] = [replica(), replica()];
    expect(await one.spend(owner)).toMatchObject({ allowed: true, remaining: 999 });
    await realSleep(sliceMs(owner.limit) + 5);
    await one.spend(owner);
    expect(await two.spend(owner)).toMatchObject({ remaining: 1_000 - 3 - 9 });
  });

  it('does not begin anew at a boundary: what was spent late in a window counts in the next', async () => {
    const owner = caller(5, 1);
    const limits = replica();
    await realSleep(1_000 - (performance.timeOrigin + stopwatchMs()) % 1_000 + 700);
    for (let i = 0; i < 5; i += 1) expect((await limits.spend(owner)).allowed).toBe(true);
    await realSleep(400);
    expect(await limits.spend(owner)).toMatchObject({ allowed: false, remaining: 0, limit: 5 });
  });

  it('says when the oldest requests no longer count, and lets the next through then', async () => {
    const owner = caller(2, 1);
    const limits = replica();
    await limits.spend(owner);
    await limits.spend(owner);
    const refused = await limits.spend(owner);
    expect(limitHeaders(refused)).toEqual({ 'X-RateLimit-Limit': '2', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '2', 'Retry-After': '2' });
    await expect.poll(async () => (await limits.spend(owner)).allowed, { timeout: 5_000, interval: 50 }).toBe(true);
  });

  it('is each limit’s own, though two tokens have one subject', async () => {
    const narrow = caller(1, 60);
    const wide = { ...narrow, limit: { requests: 10, windowSeconds: 60 } };
    const limits = replica();
    await limits.spend(narrow);
    expect((await limits.spend(narrow)).allowed).toBe(false);
    expect(await limits.spend(wide)).toMatchObject({ allowed: true, remaining: 9 });
  });
});
