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

const MOST_LEASED = 1_000;
const LEAST_FETCHED_AHEAD = 10;
const MOST_OWNERS = 10_000;
/** Small limits stay exact; a large one is off by at most 2 % per replica. */
const leaseSize = (requests: number): number => Math.max(1, Math.min(MOST_LEASED, Math.floor(requests / 100)));
const secondsUntil = (ms: number): number => Math.max(0, Math.ceil((ms - stopwatchMs()) / 1_000));

const report = (owner: Principal, lease: Lease, allowed: boolean): Allowance => ({ allowed, limit: owner.limit.requests, remaining: lease.left + lease.elsewhere, resetSeconds: secondsUntil(lease.endsAt) });

function limiterOf(redis: Redis, prefix: string, { requests, windowSeconds }: Principal['limit']): RateLimiterRedis {
  const size = { points: requests, duration: windowSeconds };
  const keyPrefix = `${prefix}:limit:${requests}:${windowSeconds}`;
  return new RateLimiterRedis({ storeClient: redis, keyPrefix, rejectIfRedisNotReady: true, insuranceLimiter: new RateLimiterMemory({ ...size, keyPrefix }), ...size });
}

class SharedLimits implements Limits {
  private readonly limiters = new Map<string, RateLimiterRedis>();
  private readonly leases = new Map<string, Lease>();
  private readonly pending = new Map<string, Promise<void>>();
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  spendLocal = (owner: Principal): Allowance | undefined => {
    const lease = this.current(owner);
    if (!lease || lease.left === 0) return undefined;
    lease.left -= 1;
    this.fetchAhead(owner, lease);
    return report(owner, lease, true);
  };

  spend = async (owner: Principal): Promise<Allowance> => {
    for (;;) {
      const spent = this.spendLocal(owner);
      if (spent) return spent;
      const used = this.current(owner);
      if (used && used.elsewhere === 0) return report(owner, used, false);
      await this.refill(owner);
    }
  };

  private current(owner: Principal): Lease | undefined {
    const lease = this.leases.get(owner.id);
    return lease && lease.endsAt > stopwatchMs() ? lease : undefined;
  }

  /** A busy key gets its next lease while the last one is being spent, so that nobody waits for Redis. */
  private fetchAhead(owner: Principal, lease: Lease): void {
    const size = leaseSize(owner.limit.requests);
    if (size < LEAST_FETCHED_AHEAD || lease.left * 2 > size || lease.elsewhere === 0) return;
    this.refill(owner).catch(() => undefined); // whoever finds the lease empty asks again and hears why
  }

  private refill(owner: Principal): Promise<void> {
    const running = this.pending.get(owner.id) ?? this.takeLease(owner).finally(() => this.pending.delete(owner.id));
    this.pending.set(owner.id, running);
    return running;
  }

  private async takeLease(owner: Principal): Promise<void> {
    const size = leaseSize(owner.limit.requests);
    // Over the limit the library rejects with the same shape it resolves with.
    const res = await this.limiterFor(owner.limit).consume(owner.id, size).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    // The last lease of a window may be a part of one.
    const granted = Math.max(0, size - Math.max(0, res.consumedPoints - owner.limit.requests));
    this.leases.set(owner.id, { left: (this.current(owner)?.left ?? 0) + granted, elsewhere: res.remainingPoints, endsAt: stopwatchMs() + res.msBeforeNext });
    if (this.leases.size > MOST_OWNERS) this.leases.delete(this.leases.keys().next().value as string);
  }

  private limiterFor(limit: Principal['limit']): RateLimiterRedis {
    const name = `${limit.requests}/${limit.windowSeconds}`;
    const limiter = this.limiters.get(name) ?? limiterOf(this.redis, this.prefix, limit);
    this.limiters.set(name, limiter);
    return limiter;
  }
}

/** @param redis a client that fails fast. */
export const createLimits = (redis: Redis, prefix: string): Limits => new SharedLimits(redis, prefix);

export const limitHeaders = (a: Allowance): Record<string, string> => ({
  'X-RateLimit-Limit': String(a.limit),
  'X-RateLimit-Remaining': String(a.remaining),
  'X-RateLimit-Reset': String(a.resetSeconds),
  ...(a.allowed ? {} : { 'Retry-After': String(Math.max(1, a.resetSeconds)) }),
});
