/**
 * X. Errors come as `{"errors":[{"code":88,"message":"Rate limit exceeded"}]}` or
 * as a problem (RFC 9457: title, detail, type, status); `x-rate-limit-reset` is the
 * second of the epoch at which the window ends. A used-up month is a 429 too.
 * Errors beside data are about parts of it, and no complaint.
 */
import type { Answer, Complaint, Host, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, retryAfterMs, throttled } from '../judge.js';

const RATE_LIMIT = 88;
/** Codes that time heals: over capacity, internal error. */
const PASSING = new Set([130, 131]);
const MONTH_USED_UP_MS = 86_400_000;

export const twitter: HostMaker = ({ TWITTER_BEARER_TOKEN: token }, { baseUrl, budget }): Host => {
  const common = { baseUrl, budget, judge };
  if (!token) return { ...common, headers: {}, secrets: [], missingKey: 'TWITTER_BEARER_TOKEN' };
  return { ...common, headers: { Authorization: `Bearer ${token}` }, secrets: [token] };
};

function waitOf(answer: Answer, nowMs: number, words: string): number | undefined {
  if (/UsageCapExceeded|monthly/i.test(words)) return MONTH_USED_UP_MS;
  const reset = Number(answer.header('x-rate-limit-reset') ?? Number.NaN);
  return retryAfterMs(answer, nowMs) ?? (Number.isFinite(reset) ? reset * 1_000 - nowMs : undefined);
}

function judge(answer: Answer, nowMs: number): Complaint | null {
  const errors = property(answer.body, 'errors');
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const parts = [property(answer.body, 'title') ?? property(first, 'title'), property(answer.body, 'detail') ?? property(first, 'message') ?? property(first, 'detail')];
  const words = parts.filter((p) => typeof p === 'string').join(': ');
  const code = property(first, 'code');
  if (answer.status === 429 || code === RATE_LIMIT) return throttled(answer, nowMs, `HTTP ${answer.status} ${words}`.trim().slice(0, 200), waitOf(answer, nowMs, words));
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words || undefined);
  const isBad = words !== '' && property(answer.body, 'data') === undefined && property(answer.body, 'meta') === undefined;
  if (byStatus || !isBad) return byStatus;
  return { fault: PASSING.has(code as number) ? 'unavailable' : 'refused', message: `error in a 200 answer: ${words.slice(0, 200)}` };
}
