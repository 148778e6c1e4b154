/**
 * FRED. The key goes in the query. Every refusal is a 400 with its reason:
 *   400 {"error_code":400,"error_message":"Bad Request.  The series does not exist."}
 *   400 {…"Bad Request.  The value for variable api_key is not registered."}
 * The latter also meets keys that are good, for a moment, so time may heal it
 * (github.com/mortada/fredapi/issues/45); a key that is really wrong stays unavailable.
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

/** What clients of this API found to help after a 429 without a word about how long: 20 s. */
const WAIT_MS = 20_000;

export const fred: HostMaker = ({ FRED_API_KEY: key }, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  query: { ...(key ? { api_key: key } : {}), file_type: 'json' },
  secrets: key ? [key] : [],
  ...(key ? {} : { missingKey: 'FRED_API_KEY' }),
  judge,
});

function judge(answer: Answer, nowMs: number): Complaint | null {
  const said = property(answer.body, 'error_message');
  const words = typeof said === 'string' ? said : undefined;
  const code = property(answer.body, 'error_code');
  if (answer.status === 429 || code === 429) return throttled(answer, nowMs, `HTTP ${answer.status} ${words ?? ''}`.trim(), answer.header('retry-after') === undefined ? WAIT_MS : undefined);
  if (words && /api_key is not registered/i.test(words)) return { fault: 'unavailable', message: `HTTP ${answer.status}: ${words}` };
  if (words && /series does not exist/i.test(words)) return { fault: 'refused', message: `HTTP ${answer.status}: retired, or never there: ${words}` };
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || !words) return byStatus;
  return { fault: typeof code === 'number' && code >= 500 ? 'unavailable' : 'refused', message: `error ${String(code)} in a 200 answer: ${words.slice(0, 200)}` };
}
