/** Remembers what calls came to, per host, and says how the hosts look from this process. */
import type { UpstreamReport } from '#queues/reports.js';
import { realNowMs, type Clock } from '#queues/runtime/clock.js';
import type { Breaker } from './breaker.js';
import type { RateLimiter } from './rate-limit.js';

export interface Calls {
  /** Counts one call; `outcome` as in the metric of the same name. */
  note(host: string, outcome: string): void;
  /** The hosts that were called, by name. @throws UpstreamError `unavailable` when Redis does not answer. */
  report(): Promise<UpstreamReport[]>;
}

const ANSWERED = new Set(['ok', 'not_modified']);
type Tally = Pick<UpstreamReport, 'calls' | 'failed' | 'last'>;

export function createCalls(breakerOf: (host: string) => Breaker, limiter: Pick<RateLimiter, 'acquire' | 'capacities'>, clock: Clock): Calls {
  const tallies = new Map<string, Tally>();
  const reportOn = async ([host, tally]: [string, Tally]): Promise<UpstreamReport> => {
    // Nothing is taken: a cost of nothing only asks what is left, and how long a pause still lasts.
    const { waitMs, remaining } = await limiter.acquire(host, 0, clock.nowMs());
    const capacities = limiter.capacities(host);
    const budgets = remaining.map(({ window, tokens }) => ({ window, remaining: tokens, capacity: capacities.get(window) ?? tokens }));
    return { host, open: breakerOf(host).open, pausedMs: waitMs, budgets, ...tally };
  };
  return {
    note: (host, outcome) => {
      const { calls, failed } = tallies.get(host) ?? { calls: 0, failed: 0 };
      tallies.set(host, { calls: calls + 1, failed: failed + (ANSWERED.has(outcome) ? 0 : 1), last: { outcome, at: realNowMs() } });
    },
    report: () => Promise.all([...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(reportOn)),
  };
}
