/**
 * Yahoo's charts, an interface without a contract. It says no in text and in JSON:
 *   429 Too Many Requests\r\n        200 Edge: Too Many Requests
 *   404 {"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}
 *   401 {"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}
 * It never says how long to wait; clients that come back within seconds stay locked out.
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

const WAIT_MS = 300_000;
const TOO_MANY = /^\s*(edge: )?too many requests/i;
/** Answered by a page without these for a client that names no browser. */
const USER_AGENT = 'Mozilla/5.0 (compatible; crypto-data-farm/0.1)';

export const yahoo: HostMaker = (_config, { baseUrl, budget }) => ({ baseUrl, budget, headers: { 'User-Agent': USER_AGENT }, secrets: [], judge });

/** The error of a chart answer, or of the envelope around it. */
function spoken(body: unknown): { code: string; words: string } | undefined {
  const error = property(property(body, 'chart'), 'error') ?? property(property(body, 'finance'), 'error');
  if (typeof error !== 'object' || error === null) return undefined;
  return { code: String(property(error, 'code') ?? ''), words: String(property(error, 'description') ?? '') };
}

function judge(answer: Answer, nowMs: number): Complaint | null {
  const said = spoken(answer.body);
  if (answer.status === 429 || TOO_MANY.test(answer.text ?? '') || (said && /too many|rate limit/i.test(`${said.code} ${said.words}`))) {
    return throttled(answer, nowMs, `HTTP ${answer.status} ${(said?.words ?? answer.text ?? '').trim().slice(0, 100)}`.trim(), answer.header('retry-after') === undefined ? WAIT_MS : undefined);
  }
  const words = said && `${said.code}: ${said.words}`;
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || !words) return byStatus;
  return { fault: /internal|unavailable|timeout/i.test(words) ? 'unavailable' : 'refused', message: `error in a 200 answer: ${words.slice(0, 200)}` };
}
