/**
 * Bybit v5. Every answer of its own has status 200 and an envelope; the code says no:
 *   {"retCode":10006,"retMsg":"Too many visits!","result":{},"time":…}   the wait in X-Bapi-Limit-Reset-Timestamp (epoch ms)
 *   403 "access too frequent"            the address is banned for ten minutes at least
 *   403 HTML of CloudFront               a country it does not serve: asking again cannot help
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

/** Too many visits: of this key or address, of the address. */
const TOO_MANY = new Set([10006, 10018]);
/** Server timeout, server error. */
const PASSING = new Set([10000, 10016]);
const BAN_MS = 600_000;

export const bybit: HostMaker = (_c, { baseUrl, budget }) => ({ baseUrl, budget, headers: {}, secrets: [], judge });

/** Until when the limit lasts, as ms from now; undefined where the answer does not say. */
function resetMs(answer: Answer, nowMs: number): number | undefined {
  const until = Number(answer.header('x-bapi-limit-reset-timestamp') ?? Number.NaN);
  return Number.isFinite(until) && until > 0 ? until - nowMs : undefined;
}

function judge(answer: Answer, nowMs: number): Complaint | null {
  const { status, body, text = '' } = answer;
  const code = property(body, 'retCode');
  const said = property(body, 'retMsg');
  const words = typeof said === 'string' ? said : text;
  if (status === 403 && /too frequent/i.test(words)) return throttled(answer, nowMs, 'HTTP 403: access too frequent', BAN_MS);
  if (typeof code === 'number' && TOO_MANY.has(code)) return throttled(answer, nowMs, `${code}: ${words.slice(0, 200)}`, resetMs(answer, nowMs));
  if (typeof code === 'number' && PASSING.has(code)) return { fault: 'unavailable', message: `${code}: ${words.slice(0, 200)}` };
  const byStatus = inItsWords(judgeStatus(answer, nowMs), /cloudfront/i.test(text) ? 'CloudFront does not serve this country' : words);
  if (byStatus || typeof code !== 'number' || code === 0) return byStatus;
  return { fault: 'refused', message: `error in a 200 answer: ${code} ${words.slice(0, 200)}` };
}
