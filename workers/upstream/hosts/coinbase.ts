/**
 * Coinbase Advanced Trade, the public part. No key. It says no with
 *   400 {"error":"INVALID_ARGUMENT","error_code":3,"error_details":"…","message":"…"}
 *   429 with or without a body; the wait is rarely told, the limit is one of a second
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, retryAfterMs, throttled } from '../judge.js';

/** The limit counts seconds; a few of them are enough where the host names no wait. */
const WAIT_MS = 5_000;
const TOO_MANY = /rate limit|too many|resource_exhausted/i;

export const coinbase: HostMaker = (_c, { baseUrl, budget }) => ({ baseUrl, budget, headers: {}, secrets: [], judge: judgeCoinbase });

/** What the body says, whichever of the two APIs wrote it; empty for a body that is no error. */
function spoken(body: unknown): string {
  return ['error', 'message'].map((key) => property(body, key)).filter((word) => typeof word === 'string' && word !== '').join(': ');
}

/** The dialect of Advanced Trade and of Exchange. */
export function judgeCoinbase(answer: Answer, nowMs: number): Complaint | null {
  const words = spoken(answer.body);
  if (answer.status === 429 || TOO_MANY.test(words)) return throttled(answer, nowMs, `HTTP ${answer.status} ${words.slice(0, 200)}`.trim(), retryAfterMs(answer, nowMs) ?? WAIT_MS);
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || words === '') return byStatus;
  return { fault: 'refused', message: `error in a 200 answer: ${words.slice(0, 200)}` };
}
