/**
 * One address of a provider: its own circuit, the number of calls in flight, one
 * time limit per call, every answer judged and parsed. No call is repeated here:
 * a language model is slow, and the next address or the next job does better.
 */
import type { z } from 'zod';
import { UpstreamError } from '#queues/errors.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Clock } from '#queues/runtime/clock.js';
import { createBreaker } from '../breaker.js';
import type { Answer, Complaint, Host } from '../host.js';
import { inItsWords, judgeStatus, property } from '../judge.js';
import { parsed, type Transport } from '../transport.js';

export type Provider = 'ollama' | 'openai' | 'anthropic';

export interface Line {
  readonly url: string;
  /** True while its circuit is open. */
  readonly open: boolean;
  /** A GET without, a POST with `json`. @throws UpstreamError, or the signal's reason. */
  call<T>(request: { path: string; json?: unknown; response: z.ZodType<T> }, signal: AbortSignal): Promise<T>;
}

export interface LineOptions {
  provider: Provider;
  url: string;
  /** May hold a key: never logged. */
  headers: Readonly<Record<string, string>>;
  secrets: readonly string[];
  transport: Transport;
  clock: Clock;
  metrics: Pick<Metrics, 'upstreamRequests' | 'upstreamCircuit'>;
}

/** An address that failed thrice in a row is left alone for half a minute. */
const OPEN_AFTER = 3;
const HALF_OPEN_MS = 30_000;

/** `{"error":"…"}` (Ollama), `{"error":{"message":"…"}}` (OpenAI, Anthropic); Ollama has them under status 200 too. */
function judge(answer: Answer, nowMs: number): Complaint | null {
  const error = property(answer.body, 'error');
  const words = typeof error === 'string' ? error : property(error, 'message');
  const said = typeof words === 'string' ? words : undefined;
  const byStatus = inItsWords(judgeStatus(answer, nowMs), said);
  return byStatus ?? (said ? { fault: 'unavailable', message: `error in a 200 answer: ${said.slice(0, 200)}` } : null);
}

export function createLine({ provider, url, headers, secrets, transport, clock, metrics }: LineOptions): Line {
  const host: Host = { baseUrl: url, headers, secrets, budget: {}, judge };
  const breaker = createBreaker({ host: provider, openAfter: OPEN_AFTER, halfOpenAfterMs: HALF_OPEN_MS, onChange: (open) => metrics.upstreamCircuit.set({ host: provider }, open ? 1 : 0) });
  const send = transport.to(provider, host);
  const count = (outcome: string): void => metrics.upstreamRequests.inc({ host: provider, outcome });
  return {
    url,
    get open() {
      return breaker.open;
    },
    call: async ({ path, json, response }, signal) => {
      try {
        const answer = await breaker.run(async () => {
          const raw = await send({ path, ...(json === undefined ? {} : { json }) }, signal);
          const complaint = judge(raw, clock.nowMs());
          if (complaint) throw new UpstreamError(complaint.fault, `${path}: ${complaint.message}`, { host: provider, status: raw.status, waitMs: complaint.waitMs });
          return raw;
        });
        const body = parsed({ host: provider, path, response }, answer);
        count('ok');
        return body;
      } catch (error) {
        count(error instanceof UpstreamError ? error.fault : 'aborted');
        throw error;
      }
    },
  };
}
