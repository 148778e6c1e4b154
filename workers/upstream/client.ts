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
import { createReserve, type Reserve } from './reserve.js';
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
interface Parts extends UpstreamOptions {
  lines: Record<HostName, Line>;
  gate: Reserve;
}

export function createUpstream(options: UpstreamOptions): Upstream {
  const { config, redis, prefix, metrics } = options;
  const hosts = hostsOf(config);
  const transport = createTransport(config.UPSTREAM_TIMEOUT_MS);
  const limiter = createRateLimiter(redis, prefix, hosts);
  const gate = createReserve({ ...options, limiter });
  const lineTo = (name: HostName): Line => {
    metrics.upstreamCircuit.set({ host: name }, 0);
    const onChange = (open: boolean) => metrics.upstreamCircuit.set({ host: name }, open ? 1 : 0);
    return { host: hosts[name], breaker: createBreaker({ host: name, onChange }), ask: transport.to(name, hosts[name]) };
  };
  const lines = Object.fromEntries(hostNames.map((name) => [name, lineTo(name)])) as Record<HostName, Line>;
  const parts: Parts = { ...options, lines, gate };
  return {
    get: (request) => get(parts, request),
    reserve: gate.reserve,
    burst: limiter.burst,
    close: transport.close,
  };
}

async function get<T>(parts: Parts, request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date }> {
  const { gate, lines, config, clock, metrics } = parts;
  const { host, signal, cost = 1 } = request;
  const tryOnce = async (again: boolean) => {
    if (again || !request.reserved) await gate.reserve(host, cost, signal);
    else gate.check(host);
    return lines[host].breaker.run(() => once(parts, request));
  };
  try {
    const answer = await retrying(tryOnce, config.UPSTREAM_BUDGET_MS, signal);
    const result = { body: parsed(request, answer), receivedAt: clock.now() };
    metrics.upstreamRequests.inc({ host, outcome: 'ok' });
    return result;
  } catch (error) {
    metrics.upstreamRequests.inc({ host, outcome: error instanceof UpstreamError ? error.fault : 'aborted' });
    throw error;
  }
}

/** One try: what came back is judged by the host's own dialect. */
async function once({ lines, gate, clock }: Parts, request: UpstreamRequest<unknown>): Promise<RawAnswer> {
  const name = request.host;
  const { host, ask } = lines[name];
  const answer = await ask(request.path, request.query, request.signal);
  gate.told(name, host.usedThisMinute?.(answer));
  const complaint = host.judge(answer, clock.nowMs());
  if (!complaint) return answer;
  const { fault, message, waitMs } = complaint;
  if (fault === 'throttled') await gate.pause(name, waitMs ?? 0);
  throw new UpstreamError(fault, `${request.path}: ${message}`, { host: name, status: answer.status, waitMs, sample: sampleOf(answer.text) });
}
