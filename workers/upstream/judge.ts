/** What HTTP itself says about an answer, before a host's own dialect is asked. */
import type { Answer, Complaint } from './host.js';

/** How long to wait when a host throttles without saying so, farm milliseconds. */
const DEFAULT_WAIT_MS = 60_000;
/** No host is obeyed for longer than this at once: three days is the longest ban known. */
const LONGEST_WAIT_MS = 3 * 86_400_000;

/**
 * `Retry-After` in farm milliseconds: seconds, or an HTTP date (RFC 9110 §10.2.3),
 * which is counted from the answer's own `Date` so that clocks need not agree.
 */
export function retryAfterMs(answer: Answer, nowMs: number): number | undefined {
  const raw = answer.header('retry-after')?.trim();
  if (!raw) return undefined;
  const seconds = Number(raw);
  if (Number.isFinite(seconds)) return bounded(seconds * 1_000);
  const until = Date.parse(raw);
  if (!Number.isFinite(until)) return undefined;
  const sent = Date.parse(answer.header('date') ?? '');
  return bounded(until - (Number.isFinite(sent) ? sent : nowMs));
}

const bounded = (ms: number): number => Math.min(LONGEST_WAIT_MS, Math.max(1_000, Math.ceil(ms)));

export const throttled = (answer: Answer, nowMs: number, message: string, waitMs?: number): Complaint => ({
  fault: 'throttled',
  message,
  waitMs: bounded(waitMs ?? retryAfterMs(answer, nowMs) ?? DEFAULT_WAIT_MS),
});

/** Null for 2xx; a redirect is refused, because following it would carry the key to another host. */
export function judgeStatus(answer: Answer, nowMs: number): Complaint | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status === 429) return throttled(answer, nowMs, 'HTTP 429');
  if (status === 408 || status === 425 || status >= 500) {
    const waitMs = retryAfterMs(answer, nowMs);
    return { fault: 'unavailable', message: `HTTP ${status}`, ...(waitMs === undefined ? {} : { waitMs }) };
  }
  return { fault: 'refused', message: `HTTP ${status}` };
}

/** The complaint with the host's own words behind it. */
export const inItsWords = (complaint: Complaint | null, words: string | undefined): Complaint | null =>
  complaint && words ? { ...complaint, message: `${complaint.message}: ${words.replace(/\s+/g, ' ').slice(0, 200)}` } : complaint;

/** A property of an unknown value, or undefined. */
export const property = (value: unknown, key: string): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>)[key] : undefined);
