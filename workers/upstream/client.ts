/**
 * The only way out: limit → breaker → request → retry → judge.
 * Answers are values that passed the caller's schema; everything else is an
 * UpstreamError that says whose turn it is. Keys never reach a message or a sample.
 */
import type { z } from 'zod';
import { KEPT_FOR_SLOTS } from '#queues/backfills/stages.js';
import { UpstreamError } from '#queues/errors.js';
import type { Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Redis } from '#queues/runtime/redis.js';
import { createBreaker, type Breaker } from './breaker.js';
import type { UpstreamConfig } from './config.js';
import { heardOf, type Heard } from './heard.js';
import type { Host } from './host.js';
import { hostNames, hostsOf, type HostName } from './hosts.js';
import { bucketsOf, createRateLimiter } from './rate-limit.js';
import { createCalls, type Calls } from './report.js';
import { createReserve, type Reserve } from './reserve.js';
import { retrying } from './retry.js';
import { createTokens, grantedToken, type Tokens } from './tokens.js';
import { createTransport, parsed, sampleOf, type Outgoing, type RawAnswer } from './transport.js';
import { createValidators, type Validators } from './validators.js';

export type { Heard } from './heard.js';

export interface UpstreamRequest<T> {
  host: HostName;
  path: string;
  query?: Record<string, string | number | undefined>;
  /** Budget this call costs, in the host's own unit (Binance weight, CoinGecko credit); 1 when left out. */
  cost?: number;
  /** True when `reserve` has already paid for the first try. */
  reserved?: boolean;
  /** What the body must be: JSON, or with `as: 'text'` the text itself. */
  response: z.ZodType<T>;
  as?: 'text';
  /** Told of every answer before it is judged, the bad ones too, without secrets; where a call is tried again, of each. */
  heard?(answer: Heard): void;
  signal: AbortSignal;
}

/** A POST is not tried again here: only the caller knows whether twice is once. */
export type UpstreamPost<T> = UpstreamRequest<T> & ({ form: Readonly<Record<string, string>> } | { json: unknown });

export interface Upstream {
  /** @throws UpstreamError with fault throttled, unavailable, refused or malformed. */
  get<T>(request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date }>;
  /**
   * As `get`, sending the validators of the answer last kept (RFC 9110 §13.1); null when nothing has changed.
   * `keep` remembers this answer's validators: call it once its rows are in the store, never before.
   */
  getIfChanged<T>(request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date; keep(): Promise<void> } | null>;
  /** @throws as `get`. */
  post<T>(request: UpstreamPost<T>): Promise<{ body: T; receivedAt: Date }>;
  /** The variable that lacks a key before this host can be asked; undefined when it can be. */
  missingKey(host: HostName): string | undefined;
  /**
   * Pays for a batch of calls with one round trip; a short wait is sat out here.
   * @throws UpstreamError `throttled` with the wait in farm ms; nothing was taken.
   */
  reserve(host: HostName, cost: number, signal: AbortSignal): Promise<void>;
  /** The largest cost one `reserve` can be granted. */
  burst(host: HostName): number;
  /**
   * The same for work that can wait: its reservations leave half of every budget to
   * whoever cannot, so that a slot never waits for the past. Pay for every call by `reserve`.
   */
  sparing(): Upstream;
  /** How the hosts that this process has called look from here. */
  report: Calls['report'];
  /** Closes the kept-alive sockets. */
  close(): void;
}

export interface UpstreamOptions {
  config: UpstreamConfig;
  redis: Redis;
  prefix: string;
  clock: Clock;
  log: Log;
  metrics: Pick<Metrics, 'upstreamRequests' | 'upstreamBudget' | 'upstreamBudgetLimit' | 'upstreamCircuit'>;
}

interface Line {
  host: Host;
  breaker: Breaker;
  ask: (what: Outgoing, signal: AbortSignal) => Promise<RawAnswer>;
}
interface Parts extends UpstreamOptions {
  lines: Record<HostName, Line>;
  gate: Reserve;
  tokens: Tokens;
  calls: Calls;
}

export function createUpstream(options: UpstreamOptions): Upstream {
  const { config, redis, prefix, metrics } = options;
  const hosts = hostsOf(config);
  const transport = createTransport(config.UPSTREAM_TIMEOUT_MS);
  const limiter = createRateLimiter(redis, prefix, hosts);
  const gate = createReserve({ ...options, limiter });
  const validators = createValidators(redis, prefix);
  const lineTo = (name: HostName): Line => {
    metrics.upstreamCircuit.set({ host: name }, 0);
    for (const { window, capacity } of bucketsOf(hosts[name].budget)) metrics.upstreamBudgetLimit.set({ host: name, window }, capacity);
    const onChange = (open: boolean) => metrics.upstreamCircuit.set({ host: name }, open ? 1 : 0);
    return { host: hosts[name], breaker: createBreaker({ host: name, onChange }), ask: transport.to(name, hosts[name]) };
  };
  const lines = Object.fromEntries(hostNames.map((name) => [name, lineTo(name)])) as Record<HostName, Line>;
  const tokens = createTokens(({ host, path, headers }, signal) => post(parts, { host, path, form: { grant_type: 'client_credentials' }, response: grantedToken, signal }, headers), options.clock);
  const calls = createCalls((name) => lines[name as HostName].breaker, limiter, options.clock);
  const parts: Parts = { ...options, lines, gate, tokens, calls };
  const upstream: Upstream = {
    get: async (request) => {
      const { body, receivedAt } = await ask(parts, request);
      return { body: body as z.infer<typeof request.response>, receivedAt };
    },
    getIfChanged: (request) => getIfChanged(parts, validators, request),
    post: (request) => post(parts, request),
    missingKey: (host) => hosts[host].missingKey,
    reserve: gate.reserve,
    burst: limiter.burst,
    sparing: () => ({
      ...upstream,
      reserve: (host, cost, signal) => gate.reserve(host, cost, signal, KEPT_FOR_SLOTS),
      burst: (host) => Math.max(1, Math.floor(limiter.burst(host) * (1 - KEPT_FOR_SLOTS))),
    }),
    report: calls.report,
    close: transport.close,
  };
  return upstream;
}

async function post<T>(parts: Parts, request: UpstreamPost<T>, headers: Outgoing['headers'] = {}): Promise<{ body: T; receivedAt: Date }> {
  const { form, json } = request as { form?: Readonly<Record<string, string>>; json?: unknown };
  const { body, receivedAt } = await ask(parts, request, { headers, ...(form ? { form } : {}), ...(json === undefined ? {} : { json }) });
  return { body: body as T, receivedAt };
}

async function getIfChanged<T>(parts: Parts, validators: Validators, request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date; keep(): Promise<void> } | null> {
  const known = await validators.of(request);
  const { answer, body, receivedAt } = await ask(parts, request, { headers: known });
  return body === undefined ? null : { body, receivedAt, keep: () => validators.keep(request, answer) };
}

type Extras = Pick<Outgoing, 'headers' | 'form' | 'json'>;

/** Tries, parses and counts. The body is undefined for a 304, which only a request with validators can get. */
async function ask<T>(parts: Parts, request: UpstreamRequest<T>, extras: Extras = {}): Promise<{ answer: RawAnswer; body: T | undefined; receivedAt: Date }> {
  const { gate, lines, config } = parts;
  const { host, signal, cost = 1 } = request;
  const tryOnce = async (again: boolean) => {
    if (again || !request.reserved) await gate.reserve(host, cost, signal);
    else gate.check(host);
    return lines[host].breaker.run(() => once(parts, request, extras));
  };
  const isPost = extras.form !== undefined || extras.json !== undefined;
  try {
    const { answer, receivedAt } = isPost ? await tryOnce(false) : await retrying(tryOnce, config.UPSTREAM_BUDGET_MS, signal);
    const body = answer.status === 304 ? undefined : parsed(request, answer);
    note(parts, host, answer.status === 304 ? 'not_modified' : 'ok');
    return { answer, body, receivedAt };
  } catch (error) {
    note(parts, host, error instanceof UpstreamError ? error.fault : 'aborted');
    throw error;
  }
}

function note({ metrics, calls }: Parts, host: HostName, outcome: string): void {
  metrics.upstreamRequests.inc({ host, outcome });
  calls.note(host, outcome);
}

/** One try: what came back is judged by the host's own dialect. Its instant is one, for whoever keeps the answer and for whoever reads it. */
async function once({ lines, gate, clock, tokens }: Parts, request: UpstreamRequest<unknown>, extras: Extras): Promise<{ answer: RawAnswer; receivedAt: Date }> {
  const name = request.host;
  const { host, ask: send } = lines[name];
  const bearer = host.tokenFrom ? await tokens.bearer(host.tokenFrom, request.signal) : {};
  const answer = await send({ path: request.path, ...(request.query ? { query: request.query } : {}), ...extras, headers: { ...extras.headers, ...bearer } }, request.signal);
  const receivedAt = clock.now();
  request.heard?.(heardOf(request, answer, { secrets: host.secrets, receivedAt }));
  gate.told(name, host.usedThisMinute?.(answer));
  if (answer.status === 304 && Object.keys(extras.headers ?? {}).length > 0) return { answer, receivedAt };
  const complaint = host.judge(answer, clock.nowMs());
  if (!complaint) return { answer, receivedAt };
  const { fault, message, waitMs } = complaint;
  if (fault === 'throttled') await gate.pause(name, waitMs ?? 0);
  if (host.tokenFrom && answer.status === 401) tokens.forget(host.tokenFrom);
  throw new UpstreamError(fault, `${request.path}: ${message}`, { host: name, status: answer.status, waitMs, sample: sampleOf(answer.text) });
}
