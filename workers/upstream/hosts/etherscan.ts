/**
 * Etherscan V2. The key goes in the query. Every error comes under status 200:
 *   {"status":"0","message":"NOTOK","result":"Max rate limit reached, please use API Key for higher rate limit"}
 *   {"status":"0","message":"NOTOK","result":"Invalid API Key"}
 * `status` 0 with "No transactions found" is an empty answer, not an error. More
 * than five wrong keys within 30 s throttle the address.
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

const DAY = 86_400_000;
/** The limit is one of a second; a minute would lose a whole round for nothing. */
const SECONDS_MS = 5_000;

export const etherscan: HostMaker = ({ ETHERSCAN_API_KEY: key }, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  ...(key ? { query: { apikey: key } } : {}),
  secrets: key ? [key] : [],
  ...(key ? {} : { missingKey: 'ETHERSCAN_API_KEY' }),
  judge,
});

function judge(answer: Answer, nowMs: number): Complaint | null {
  const message = property(answer.body, 'message');
  const result = property(answer.body, 'result');
  const failed = String(property(answer.body, 'status')) === '0' && !/^no .* found$/i.test(String(message));
  const words = failed ? `${String(message)} ${typeof result === 'string' ? result : ''}`.trim() : undefined;
  if (words && /daily|per day/i.test(words)) return throttled(answer, nowMs, words.slice(0, 200), DAY - (nowMs % DAY));
  if (words && /rate limit|too many/i.test(words)) return throttled(answer, nowMs, words.slice(0, 200), answer.header('retry-after') === undefined ? SECONDS_MS : undefined);
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || !words) return byStatus;
  const healing = /timeout|timed out|temporar|busy|try again/i.test(words);
  return { fault: healing ? 'unavailable' : 'refused', message: `error in a 200 answer: ${words.slice(0, 200)}` };
}
