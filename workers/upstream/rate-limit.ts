/**
 * Budgets belong to hosts, not to queues: one set of buckets per host in Redis,
 * shared by every pod. Time is farm time, handed in by the caller.
 *
 * `second` and `minute` are token buckets that hold half of the limit and refill
 * with half of it per window: in no stretch of that length, wherever it begins,
 * can more than the limit leave. `day` and `month` count UTC calendar days and months, as plans do.
 *
 * Redis away: fail closed (`unavailable`). A bucket of our own would be blind to
 * the other pods, and without Redis no job arrives anyway.
 */
import { UpstreamError } from '#queues/errors.js';
import type { Redis } from '#queues/runtime/redis.js';
import type { BudgetWindow, Host } from './host.js';
import { ACQUIRE, LOWER, PAUSE } from './rate-limit-scripts.js';

const DAY_MS = 86_400_000;
const WINDOW_MS = { second: 1_000, minute: 60_000 } as const;

export interface Bucket {
  window: BudgetWindow;
  capacity: number;
  /** Tokens per farm millisecond; 0 for a calendar window. */
  perMs: number;
}

const isCalendar = (window: BudgetWindow): window is 'day' | 'month' => window === 'day' || window === 'month';

/** Pure: the buckets a host's budget asks for. */
export const bucketsOf = (budget: Host['budget']): Bucket[] =>
  (Object.entries(budget) as [BudgetWindow, number][]).map(([window, limit]) =>
    isCalendar(window) ? { window, capacity: limit, perMs: 0 } : { window, capacity: Math.max(1, limit / 2), perMs: limit / 2 / WINDOW_MS[window] },
  );

/** `2026-11-20` or `2026-11`, and the farm milliseconds until that day or month (UTC) is over. */
export function calendarOf(window: BudgetWindow, nowMs: number): { name: string; leftMs: number } {
  const d = new Date(nowMs);
  if (window === 'day') return { name: d.toISOString().slice(0, 10), leftMs: DAY_MS - (nowMs % DAY_MS) };
  return { name: d.toISOString().slice(0, 7), leftMs: Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1) - nowMs };
}

export interface Grant {
  /** 0 when the cost was taken from every window; otherwise nothing was taken and this is how long to wait, farm ms. */
  waitMs: number;
  remaining: { window: BudgetWindow; tokens: number }[];
}

export interface RateLimiter {
  /**
   * All windows or none. @throws UpstreamError `unavailable` when Redis does not answer.
   * @param kept the share of each window, 0 to 1, that must be left for others afterwards; a cost that
   * leaves no such room is granted when the window is full.
   */
  acquire(host: string, cost: number, nowMs: number, kept?: number): Promise<Grant>;
  /** Nobody calls the host before `untilMs` (farm). A longer pause that stands is kept. */
  pause(host: string, untilMs: number, nowMs: number): Promise<void>;
  /** The host counts `used` this minute: what is left can be no more than the limit less that. */
  lower(host: string, used: number, nowMs: number): Promise<void>;
  /** The largest cost one acquire can ever be granted. */
  burst(host: string): number;
  /** The most each of the host's windows ever holds. */
  capacities(host: string): ReadonlyMap<BudgetWindow, number>;
}

export function createRateLimiter(redis: Redis, prefix: string, hosts: Readonly<Record<string, Pick<Host, 'budget'>>>): RateLimiter {
  const buckets = new Map(Object.entries(hosts).map(([name, h]) => [name, bucketsOf(h.budget)]));
  const of = (host: string): Bucket[] => buckets.get(host) ?? [];
  const key = (host: string): string => `${prefix}:budget:${host}`;
  const run = async (host: string, script: string, args: (string | number)[]): Promise<unknown> => {
    try {
      return await redis.eval(script, 1, key(host), ...args);
    } catch (error) {
      throw new UpstreamError('unavailable', 'the shared budget cannot be read: Redis does not answer', { host, cause: error });
    }
  };
  return {
    burst: (host) => Math.floor(Math.min(Number.MAX_SAFE_INTEGER, ...of(host).map((b) => b.capacity))),
    capacities: (host) => new Map(of(host).map((b) => [b.window, b.capacity])),
    acquire: async (host, cost, nowMs, kept = 0) => {
      const windows = of(host).flatMap((b) => {
        const { name, leftMs } = calendarOf(b.window, nowMs);
        return [b.window, b.capacity, b.perMs, name, leftMs];
      });
      const [waitMs, ...left] = (await run(host, ACQUIRE, [nowMs, cost, kept, ...windows])) as [number, ...number[]];
      return { waitMs, remaining: of(host).map((b, i) => ({ window: b.window, tokens: left[i] ?? 0 })) };
    },
    pause: async (host, untilMs, nowMs) => void (await run(host, PAUSE, [nowMs, Math.ceil(untilMs)])),
    lower: async (host, used, nowMs) => {
      const minute = of(host).find((b) => b.window === 'minute');
      const limit = hosts[host]?.budget.minute;
      if (minute && limit) await run(host, LOWER, [nowMs, Math.max(0, limit - used), minute.capacity, minute.perMs]);
    },
  };
}
