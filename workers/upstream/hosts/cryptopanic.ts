/** CryptoPanic. The key goes into the query; errors are `{"status":"api_error","info":"Token not found"}`, whatever the status. */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

export const cryptopanic: HostMaker = ({ CRYPTOPANIC_API_KEY: key }, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  ...(key ? { query: { auth_token: key } } : { missingKey: 'CRYPTOPANIC_API_KEY' }),
  secrets: key ? [key] : [],
  judge,
});

function judge(answer: Answer, nowMs: number): Complaint | null {
  const said = property(answer.body, 'info') ?? property(answer.body, 'detail');
  const words = typeof said === 'string' ? said : undefined;
  if (words && /rate limit|throttl|quota/i.test(words)) return throttled(answer, nowMs, words.slice(0, 200));
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || words === undefined || property(answer.body, 'results') !== undefined) return byStatus;
  return { fault: 'refused', message: `error in a 200 answer: ${words.slice(0, 200)}` };
}
