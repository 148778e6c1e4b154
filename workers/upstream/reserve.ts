/**
 * The gate in front of every call: takes from the shared budget, remembers in
 * this process that a host asked for quiet (so that a batch in flight stops at
 * once), and passes on what the host says about our use of it.
 */
import { UpstreamError } from '#queues/errors.js';
import { stopwatchMs, type Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { RateLimiter } from './rate-limit.js';

/** A shortfall up to this long (real ms) is waited for here; a longer one goes back to the job. */
export const SAT_OUT_MS = 1_000;
/** How often the host's own count is passed on, real ms. */
const TOLD_EVERY_MS = 1_000;

export interface Reserve {
  /** @param kept the share of the budget that is left for others. */
  reserve(host: string, cost: number, signal: AbortSignal, kept?: number): Promise<void>;
  /** @throws UpstreamError `throttled` while a pause known to this process lasts. */
  check(host: string): void;
  pause(host: string, waitMs: number): Promise<void>;
  /** The host's count of what was used this minute; advice, at most once a second. */
  told(host: string, used: number | undefined): void;
}

export interface ReserveOptions {
  limiter: RateLimiter;
  clock: Clock;
  log: Log;
  metrics: Pick<Metrics, 'upstreamBudget'>;
}

/** Instants of this process's clock, farm ms. */
interface Pause {
  at: number;
  until: number;
}
/** What is left of a pause; one of a clock that was set back since begins anew. */
function leftOf(pause: Pause, nowMs: number): number {
  if (nowMs < pause.at) Object.assign(pause, { at: nowMs, until: nowMs + pause.until - pause.at });
  return pause.until - nowMs;
}

const throttled = (host: string, waitMs: number, why: string): UpstreamError => new UpstreamError('throttled', why, { host, waitMs });

export function createReserve({ limiter, clock, log, metrics }: ReserveOptions): Reserve {
  const pauses = new Map<string, Pause>();
  const toldAt = new Map<string, number>();

  async function take(host: string, cost: number, kept: number): Promise<number> {
    const grant = await limiter.acquire(host, cost, clock.nowMs(), kept);
    for (const { window, tokens } of grant.remaining) metrics.upstreamBudget.set({ host, window }, tokens);
    return grant.waitMs;
  }

  return {
    check: (host) => {
      const pause = pauses.get(host);
      const leftMs = pause ? leftOf(pause, clock.nowMs()) : 0;
      if (leftMs > 0) throw throttled(host, leftMs, 'the host asked for a pause');
    },
    reserve: async (host, cost, signal, kept = 0) => {
      if (cost > limiter.burst(host)) throw new RangeError(`${host}: a cost of ${cost} is more than the budget ever holds (${limiter.burst(host)}); reserve it in parts`);
      let satOutMs = 0;
      for (;;) {
        const waitMs = await take(host, cost, kept);
        if (waitMs === 0) return;
        satOutMs += waitMs / clock.speed;
        if (satOutMs > SAT_OUT_MS) throw throttled(host, waitMs, `the budget shared by all workers has no ${cost} left${kept > 0 ? ' beside what is kept for the present' : ''}`);
        await clock.sleep(waitMs, signal);
      }
    },
    pause: async (host, waitMs) => {
      const nowMs = clock.nowMs();
      const stands = pauses.get(host);
      if (!stands || leftOf(stands, nowMs) < waitMs) pauses.set(host, { at: nowMs, until: nowMs + waitMs });
      await limiter.pause(host, nowMs + waitMs, nowMs);
    },
    told: (host, used) => {
      if (used === undefined || stopwatchMs() - (toldAt.get(host) ?? -Infinity) < TOLD_EVERY_MS) return;
      toldAt.set(host, stopwatchMs());
      limiter.lower(host, used, clock.nowMs()).catch((error: Error) => log.warn({ host, err: error.message }, "the host's own count of our use was not passed on"));
    },
  };
}
