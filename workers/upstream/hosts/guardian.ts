/**
 * The Guardian's content API. It says no as itself and as its gateway:
 *   400 {"response":{"status":"error","message":"…"}}      401 {"message":"Unauthorized"}
 *   429 {"message":"API rate limit exceeded"}
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

export const guardian: HostMaker = ({ GUARDIAN_API_KEY: key }, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  ...(key ? { query: { 'api-key': key } } : { missingKey: 'GUARDIAN_API_KEY' }),
  secrets: key ? [key] : [],
  judge,
});

function judge(answer: Answer, nowMs: number): Complaint | null {
  const response = property(answer.body, 'response');
  const said = property(response, 'message') ?? property(answer.body, 'message');
  const words = typeof said === 'string' ? said : undefined;
  if (words && /rate limit/i.test(words)) return throttled(answer, nowMs, words.slice(0, 200));
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus) return byStatus;
  if (property(response, 'status') !== 'error' && (words === undefined || response !== undefined)) return null;
  return { fault: 'refused', message: `error in a 200 answer: ${words?.slice(0, 200) ?? ''}` };
}
