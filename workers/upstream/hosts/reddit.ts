/**
 * Reddit, twice: the application's API, opened by a bearer token, and the public
 * site, which hands that token out and serves feeds. Both want a User-Agent that
 * names one program. Errors are `{"message":"Not Found","error":404}`, a private
 * subreddit is 403 `{"reason":"private",…}`, and a site that takes us for a robot
 * answers 403 with a page. `x-ratelimit-reset` counts the seconds to go.
 */
import type { UpstreamConfig } from '../config.js';
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

const AGENT = { 'User-Agent': 'server:crypto-data-farm:0.1 (collects the newest posts of a few subreddits)' };
const GRANT_PATH = '/api/v1/access_token';

/** RFC 7617. */
const basicOf = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

function keyOf({ REDDIT_CLIENT_ID: id, REDDIT_CLIENT_SECRET: secret }: UpstreamConfig): { missingKey: string } | { basic: string; secrets: string[] } {
  if (!id) return { missingKey: 'REDDIT_CLIENT_ID' };
  if (!secret) return { missingKey: 'REDDIT_CLIENT_SECRET' };
  const basic = basicOf(id, secret);
  return { basic, secrets: [id, secret, basic.slice('Basic '.length)] };
}

export const reddit: HostMaker = (config, { baseUrl, budget }) => {
  const key = keyOf(config);
  const common = { baseUrl, budget, headers: AGENT, judge };
  if ('missingKey' in key) return { ...common, ...key, secrets: [] };
  return { ...common, secrets: key.secrets, tokenFrom: { host: 'reddit_www', path: GRANT_PATH, headers: { Authorization: key.basic } } };
};

/** Its feeds need no key; only the token's own request carries one. */
export const redditWww: HostMaker = (config, { baseUrl, budget }) => {
  const key = keyOf(config);
  return { baseUrl, budget, headers: AGENT, secrets: 'basic' in key ? key.secrets : [], judge };
};

function judge(answer: Answer, nowMs: number): Complaint | null {
  const error = property(answer.body, 'error');
  const said = property(answer.body, 'reason') ?? property(answer.body, 'message') ?? error;
  const words = typeof said === 'string' ? said : undefined;
  const resetSeconds = Number(answer.header('x-ratelimit-reset') ?? Number.NaN);
  if (answer.status === 429 || error === 429) {
    return throttled(answer, nowMs, `HTTP ${answer.status} ${words ?? ''}`.trim().slice(0, 200), Number.isFinite(resetSeconds) ? resetSeconds * 1_000 : undefined);
  }
  const byStatus = inItsWords(judgeStatus(answer, nowMs), words);
  if (byStatus || error === undefined) return byStatus;
  return { fault: typeof error === 'number' && error >= 500 ? 'unavailable' : 'refused', message: `error in a 200 answer: ${String(error)} ${words?.slice(0, 200) ?? ''}` };
}
