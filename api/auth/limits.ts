/**
 * Limits per key over sliding windows, shared by all replicas in Redis. A replica
 * takes a small lease at a time and spends it locally, so that the hot path asks
 * Redis once per lease instead of once per request. With Redis away each replica
 * counts by itself: a limit that is roughly right beats no answers.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from './scopes.js';
import type { Redis } from '#queues/runtime/redis.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { slidingWindows, sliceMs, type Ask, type Take, type Taken } from './window.js';

export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the oldest counted requests no longer count. */
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
  /** What the window still leaves beside this lease. */
  elsewhere: number;
  slice: number;
  /** Monotonic ms. */
  endsAt: number;
  resetsAt: number;
}

const MOST_LEASED = 1_000;
const LEAST_FETCHED_AHEAD = 10;
const MOST_OWNERS = 10_000;
/** A hundredth of the limit: what one replica holds unspent is never missed much by the others. */
const leaseSize = (requests: number): number => Math.max(1, Math.min(MOST_LEASED, Math.floor(requests / 100)));
const secondsUntil = (ms: number): number => Math.max(0, Math.ceil((ms - stopwatchMs()) / 1_000));
/** Two tokens of one subject may have limits of their own. */
const nameOf = ({ id, limit }: Principal): string => `${id}:${limit.requests}/${limit.windowSeconds}`;

const report = (owner: Principal, lease: Lease, allowed: boolean): Allowance => ({ allowed, limit: owner.limit.requests, remaining: lease.left + lease.elsewhere, resetSeconds: secondsUntil(lease.resetsAt) });

/** What stands in while Redis is away: fixed windows of this process alone. */
function ownWindows(): Take {
  const limiters = new Map<string, RateLimiterMemory>();
  return async ({ id, limit: { requests, windowSeconds } }, { want, back }) => {
    const name = `${requests}/${windowSeconds}`;
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ points: requests, duration: windowSeconds });
    limiters.set(name, limiter);
    if (back > 0) await limiter.reward(id, back);
    // Over the limit the library rejects with the same shape it resolves with.
    const res = await limiter.consume(id, want).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    // The last lease of a window may be a part of one.
    return { granted: Math.max(0, want - Math.max(0, res.consumedPoints - requests)), left: res.remainingPoints, resetMs: res.msBeforeNext, slice: 0 };
  };
}

class SharedLimits implements Limits {
  private readonly leases = new Map<string, Lease>();
  private readonly pending = new Map<string, Promise<void>>();
  constructor(
    private readonly shared: Take,
    private readonly own: Take,
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
    const lease = this.leases.get(nameOf(owner));
    return lease && lease.endsAt > stopwatchMs() ? lease : undefined;
  }

  /** A busy key gets its next lease while the last one is being spent, so that nobody waits for Redis. */
  private fetchAhead(owner: Principal, lease: Lease): void {
    const size = leaseSize(owner.limit.requests);
    if (size < LEAST_FETCHED_AHEAD || lease.left * 2 > size || lease.elsewhere === 0) return;
    this.refill(owner).catch(() => undefined); // whoever finds the lease empty asks again and hears why
  }

  private refill(owner: Principal): Promise<void> {
    const name = nameOf(owner);
    const running = this.pending.get(name) ?? this.takeLease(owner, name).finally(() => this.pending.delete(name));
    this.pending.set(name, running);
    return running;
  }

  private async takeLease(owner: Principal, name: string): Promise<void> {
    const stale = this.current(owner) ? undefined : this.leases.get(name);
    if (stale) this.leases.delete(name); // what is given back cannot be spent
    const taken = await this.take(owner, { want: leaseSize(owner.limit.requests), back: stale?.left ?? 0, backSlice: stale?.slice ?? 0 });
    const now = stopwatchMs();
    this.leases.set(name, { left: (this.current(owner)?.left ?? 0) + taken.granted, elsewhere: taken.left, slice: taken.slice, endsAt: now + Math.min(sliceMs(owner.limit), taken.resetMs), resetsAt: now + taken.resetMs });
    if (this.leases.size > MOST_OWNERS) this.leases.delete(this.leases.keys().next().value as string);
  }

  private take(owner: Principal, ask: Ask): Promise<Taken> {
    return this.shared(owner, ask).catch(() => this.own(owner, ask)); // the health check reports that Redis is away
  }
}

/** @param redis a client that fails fast. */
export const createLimits = (redis: Redis, prefix: string): Limits => new SharedLimits(slidingWindows(redis, prefix), ownWindows());

export const limitHeaders = (a: Allowance): Record<string, string> => ({
  'X-RateLimit-Limit': String(a.limit),
  'X-RateLimit-Remaining': String(a.remaining),
  'X-RateLimit-Reset': String(a.resetSeconds),
  ...(a.allowed ? {} : { 'Retry-After': String(Math.max(1, a.resetSeconds)) }),
});
