/**
 * NewsAPI. Every error is `{"status":"error","code":"rateLimited","message":"…"}`,
 * with 400, 401, 426 (beyond what the plan shows), 429 or 500, and now and then 200.
 */
import type { Answer, Complaint, Host, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, retryAfterMs, throttled } from '../judge.js';

/** Its quota is counted over half a day and a day: minutes heal nothing. */
const EXHAUSTED_MS = 3_600_000;
const EXHAUSTED = new Set(['rateLimited', 'apiKeyExhausted']);

export const newsapi: HostMaker = ({ NEWS_API_KEY: key }, { baseUrl, budget }): Host => {
  const common = { baseUrl, budget, judge };
  if (!key) return { ...common, headers: {}, secrets: [], missingKey: 'NEWS_API_KEY' };
  return { ...common, headers: { 'X-Api-Key': key }, secrets: [key] };
};

function judge(answer: Answer, nowMs: number): Complaint | null {
  const isError = property(answer.body, 'status') === 'error';
  const code = isError ? String(property(answer.body, 'code')) : '';
  const words = isError ? `${code} ${String(property(answer.body, 'message') ?? '')}` : undefined;
  if (EXHAUSTED.has(code) || answer.status === 429) return throttled(answer, nowMs, (words ?? 'HTTP 429').slice(0, 200), retryAfterMs(answer, nowMs) ?? EXHAUSTED_MS);
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || !isError) return byStatus;
  return { fault: code === 'unexpectedError' ? 'unavailable' : 'refused', message: `error in a 200 answer: ${words?.slice(0, 200) ?? ''}` };
}
