/**
 * Limits per key, shared by all replicas in Redis. A replica takes a small lease
 * of a window's allowance at a time and spends it locally, so that the hot path
 * asks Redis once per lease instead of once per request. With Redis away each
 * replica counts by itself: a limit that is roughly right beats no answers.
 */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from './scopes.js';
import type { Redis } from '#queues/runtime/redis.js';
import { stopwatchMs } from '#queues/runtime/clock.js';

export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the window starts anew. */
  resetSeconds: number;
}

export interface Limits {
  /** Spends one request from the lease at hand; undefined when Redis must be asked, or the caller must be refused. */
  spendLocal(owner: Principal): Allowance | undefined;
  /** Spends one request. Never rejects. */
  spend(owner: Principal): Promise<Allowance>;
}

interface Lease {
  left: number;
  /** What the other leases of the window still hold. */
  elsewhere: number;
  /** Monotonic ms. */
  endsAt: number;
}

const MOST_LEASED = 100;
/** Small limits stay exact; a large one is off by at most 1 % per replica. */
const leaseSize = (requests: number): number => Math.max(1, Math.min(MOST_LEASED, Math.floor(requests / 100)));
const secondsUntil = (ms: number): number => Math.max(0, Math.ceil((ms - stopwatchMs()) / 1_000));

function limiterOf(redis: Redis, prefix: string, { requests, windowSeconds }: Principal['limit']): RateLimiterRedis {
  const size = { points: requests, duration: windowSeconds };
  const keyPrefix = `${prefix}:limit:${requests}:${windowSeconds}`;
  return new RateLimiterRedis({ storeClient: redis, keyPrefix, rejectIfRedisNotReady: true, insuranceLimiter: new RateLimiterMemory({ ...size, keyPrefix }), ...size });
}

/** @param redis a client of its own or one that fails fast. */
export function createLimits(redis: Redis, prefix: string): Limits {
  const limiters = new Map<string, RateLimiterRedis>();
  const leases = new Map<string, Lease>();
  const pending = new Map<string, Promise<void>>();

  const limiterFor = (limit: Principal['limit']): RateLimiterRedis => {
    const name = `${limit.requests}/${limit.windowSeconds}`;
    const limiter = limiters.get(name) ?? limiterOf(redis, prefix, limit);
    limiters.set(name, limiter);
    return limiter;
  };
  const takeLease = async (owner: Principal): Promise<void> => {
    const size = leaseSize(owner.limit.requests);
    // Over the limit the library rejects with the same shape it resolves with.
    const res = await limiterFor(owner.limit).consume(owner.id, size).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    // The last lease of a window may be a part of one.
    const overdrawn = Math.max(0, res.consumedPoints - owner.limit.requests);
    leases.set(owner.id, { left: Math.max(0, size - overdrawn), elsewhere: res.remainingPoints, endsAt: stopwatchMs() + res.msBeforeNext });
    if (leases.size > 10_000) leases.delete(leases.keys().next().value as string);
  };
  const report = (owner: Principal, lease: Lease, allowed: boolean): Allowance => ({ allowed, limit: owner.limit.requests, remaining: lease.left + lease.elsewhere, resetSeconds: secondsUntil(lease.endsAt) });

  const current = (owner: Principal): Lease | undefined => {
    const lease = leases.get(owner.id);
    return lease && lease.endsAt > stopwatchMs() ? lease : undefined;
  };
  const spendLocal = (owner: Principal): Allowance | undefined => {
    const lease = current(owner);
    if (!lease || lease.left === 0) return undefined;
    lease.left -= 1;
    return report(owner, lease, true);
  };
  const refill = (owner: Principal): Promise<void> => {
    const running = pending.get(owner.id) ?? takeLease(owner).finally(() => pending.delete(owner.id));
    pending.set(owner.id, running);
    return running;
  };
  const spend = async (owner: Principal): Promise<Allowance> => {
    for (;;) {
      const spent = spendLocal(owner);
      if (spent) return spent;
      const used = current(owner);
      if (used && used.elsewhere === 0) return report(owner, used, false);
      await refill(owner);
    }
  };
  return { spendLocal, spend };
}

export const limitHeaders = (a: Allowance): Record<string, string> => ({
  'X-RateLimit-Limit': String(a.limit),
  'X-RateLimit-Remaining': String(a.remaining),
  'X-RateLimit-Reset': String(a.resetSeconds),
  ...(a.allowed ? {} : { 'Retry-After': String(Math.max(1, a.resetSeconds)) }),
});
