/**
 * CoinGecko. It has four ways to say no, each with or without the fitting status:
 *   429 {"status":{"error_code":429,"error_message":"You've exceeded the Rate Limit. …"}}
 *   422 {"error":"Missing parameter vs_currency"}        404 {"error":"coin not found"}
 *   500 {"status":500,"error":"Internal Server Error"}
 *   1020 from its CDN, as HTML
 * One request costs one credit; failures count against the minute.
 */
import type { UpstreamConfig } from '../config.js';
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

const PRO_URL = 'https://pro-api.coingecko.com/api/v3';
const KEY_HEADER = { demo: 'x-cg-demo-api-key', pro: 'x-cg-pro-api-key' } as const;
const PER_MINUTE = { keyless: 10, demo: 30, pro: 500 } as const;
const DEMO_PER_MONTH = 10_000;

export const coingecko: HostMaker = (c, at) => {
  const plan = c.COINGECKO_PLAN;
  const key = c.COINGECKO_API_KEY;
  return {
    baseUrl: plan === 'pro' && at.isDefault ? PRO_URL : at.baseUrl,
    headers: plan !== 'keyless' && key ? { [KEY_HEADER[plan]]: key } : {},
    secrets: key ? [key] : [],
    budget: { minute: c.COINGECKO_PER_MINUTE ?? PER_MINUTE[plan], ...perMonth(c) },
    judge,
  };
};

function perMonth(c: UpstreamConfig): { month?: number } {
  if (c.COINGECKO_PLAN === 'keyless') return {};
  return { month: c.COINGECKO_PLAN === 'demo' ? Math.min(DEMO_PER_MONTH, c.COINGECKO_MONTHLY_LIMIT) : c.COINGECKO_MONTHLY_LIMIT };
}

/** The error code and words of a body, whichever of the shapes it has; undefined for a body that is no error. */
function spoken(body: unknown): { code: number | undefined; words: string } | undefined {
  const status = property(body, 'status');
  const error = property(body, 'error');
  const code = property(status, 'error_code') ?? property(property(error, 'status'), 'error_code') ?? property(body, 'error_code') ?? status;
  const words = property(status, 'error_message') ?? property(property(error, 'status'), 'error_message') ?? property(body, 'error_message') ?? error;
  if (typeof code !== 'number' && typeof words !== 'string') return undefined;
  return { code: typeof code === 'number' ? code : undefined, words: typeof words === 'string' ? words : '' };
}

function judge(answer: Answer, nowMs: number): Complaint | null {
  const said = spoken(answer.body);
  if (said?.code === 429) return throttled(answer, nowMs, `rate limit: ${said.words.slice(0, 200)}`);
  const byStatus = judgeStatus(answer, nowMs);
  if (byStatus || !said) return inItsWords(byStatus, said?.words);
  const healing = said.code !== undefined && said.code >= 500 && said.code < 600;
  return { fault: healing ? 'unavailable' : 'refused', message: `error ${said.code ?? ''} in a 200 answer: ${said.words.slice(0, 200)}` };
}
