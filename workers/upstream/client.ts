/**
 * The only way out: limit → breaker → request → retry → judge.
 * Answers are values that passed the caller's schema; everything else is an
 * UpstreamError that says whose turn it is. Keys never reach a message or a sample.
 */
import type { z } from 'zod';
import { UpstreamError } from '#queues/errors.js';
import type { Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Redis } from '#queues/runtime/redis.js';
import { createBreaker, type Breaker } from './breaker.js';
import type { UpstreamConfig } from './config.js';
import type { Host } from './host.js';
import { hostNames, hostsOf, type HostName } from './hosts.js';
import { createRateLimiter } from './rate-limit.js';
import { createReserve } from './reserve.js';
import { retrying } from './retry.js';
import { createTransport, parsed, sampleOf, type RawAnswer } from './transport.js';

export interface UpstreamRequest<T> {
  host: HostName;
  path: string;
  query?: Record<string, string | number | undefined>;
  /** Budget this call costs, in the host's own unit (Binance weight, CoinGecko credit); 1 when left out. */
  cost?: number;
  /** True when `reserve` has already paid for the first try. */
  reserved?: boolean;
  response: z.ZodType<T>;
  signal: AbortSignal;
}

export interface Upstream {
  /** @throws UpstreamError with fault throttled, unavailable, refused or malformed. */
  get<T>(request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date }>;
  /**
   * Pays for a batch of calls with one round trip; a short wait is sat out here.
   * @throws UpstreamError `throttled` with the wait in farm ms; nothing was taken.
   */
  reserve(host: HostName, cost: number, signal: AbortSignal): Promise<void>;
  /** The largest cost one `reserve` can be granted. */
  burst(host: HostName): number;
  /** Closes the kept-alive sockets. */
  close(): void;
}

export interface UpstreamOptions {
  config: UpstreamConfig;
  redis: Redis;
  prefix: string;
  clock: Clock;
  log: Log;
  metrics: Pick<Metrics, 'upstreamRequests' | 'upstreamBudget' | 'upstreamCircuit'>;
}

interface Line {
  host: Host;
  breaker: Breaker;
  ask: (path: string, query: UpstreamRequest<unknown>['query'], signal: AbortSignal) => Promise<RawAnswer>;
}

export function createUpstream({ config, redis, prefix, clock, log, metrics }: UpstreamOptions): Upstream {
  const hosts = hostsOf(config);
  const transport = createTransport(config.UPSTREAM_TIMEOUT_MS);
  const limiter = createRateLimiter(redis, prefix, hosts);
  const gate = createReserve({ limiter, clock, log, metrics });
  const lines = Object.fromEntries(hostNames.map((name) => [name, lineTo(name)])) as Record<HostName, Line>;

  function lineTo(name: HostName): Line {
    metrics.upstreamCircuit.set({ host: name }, 0);
    const onChange = (open: boolean) => metrics.upstreamCircuit.set({ host: name }, open ? 1 : 0);
    return { host: hosts[name], breaker: createBreaker({ host: name, onChange }), ask: transport.to(name, hosts[name]) };
  }

  /** One try: what came back is judged by the host's own dialect. */
  async function once(name: HostName, request: UpstreamRequest<unknown>): Promise<RawAnswer> {
    const { host, ask } = lines[name];
    const answer = await ask(request.path, request.query, request.signal);
    gate.told(name, host.usedThisMinute?.(answer));
    const complaint = host.judge(answer, clock.nowMs());
    if (!complaint) return answer;
    const { fault, message, waitMs } = complaint;
    if (fault === 'throttled') await gate.pause(name, waitMs ?? 0);
    throw new UpstreamError(fault, `${request.path}: ${message}`, { host: name, status: answer.status, waitMs, sample: sampleOf(answer.text, host.secrets) });
  }

  async function get<T>(request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date }> {
    const { host: name, signal, cost = 1 } = request;
    const { host, breaker } = lines[name];
    const tryOnce = async (again: boolean) => {
      if (again || !request.reserved) await gate.reserve(name, cost, signal);
      else gate.check(name);
      return breaker.run(() => once(name, request));
    };
    try {
      const answer = await retrying(tryOnce, config.UPSTREAM_BUDGET_MS, signal);
      const result = { body: parsed(request, answer, host.secrets), receivedAt: clock.now() };
      metrics.upstreamRequests.inc({ host: name, outcome: 'ok' });
      return result;
    } catch (error) {
      metrics.upstreamRequests.inc({ host: name, outcome: error instanceof UpstreamError ? error.fault : 'aborted' });
      throw error;
    }
  }

  return { get, reserve: gate.reserve, burst: (host) => limiter.burst(host), close: () => transport.close() };
}
