/** What the hosts of news and posts mean by their answers. */
import { describe, expect, it } from 'vitest';
import { readUpstreamConfig } from './config.js';
import { hostsOf, type HostName } from './hosts.js';

const NOW = Date.UTC(2026, 0, 5, 12);
const hosts = hostsOf(readUpstreamConfig({}));

function judged(host: HostName, status: number, text: string, headers: Record<string, string> = {}) {
  const isJson = /^[[{]/.test(text);
  return hosts[host].judge({ status, body: isJson ? (JSON.parse(text) as unknown) : undefined, text, header: (name) => headers[name] }, NOW);
}

describe('what a host means by its answer', () => {
  it.each<[HostName, string, number, string, string]>([
    ['guardian', 'a key it does not know', 401, '{"message":"Unauthorized"}', 'refused'],
    ['guardian', 'a wrong parameter', 400, '{"response":{"status":"error","message":"page-size must be an integer"}}', 'refused'],
    ['guardian', 'a wrong parameter that says 200', 200, '{"response":{"status":"error","message":"page-size must be an integer"}}', 'refused'],
    ['guardian', 'a used-up budget', 429, '{"message":"API rate limit exceeded"}', 'throttled'],
    ['guardian', 'a used-up budget that says 200', 200, '{"message":"API rate limit exceeded"}', 'throttled'],
    ['guardian', 'its own failure', 500, '{"message":"An unexpected error occurred"}', 'unavailable'],
    ['newsapi', 'no key', 401, '{"status":"error","code":"apiKeyMissing","message":"Your API key is missing."}', 'refused'],
    ['newsapi', 'a used-up budget', 429, '{"status":"error","code":"rateLimited","message":"Too many requests."}', 'throttled'],
    ['newsapi', 'a used-up key that says 200', 200, '{"status":"error","code":"apiKeyExhausted","message":"Your API key has no more requests."}', 'throttled'],
    ['newsapi', 'more than the plan shows', 426, '{"status":"error","code":"maximumResultsReached","message":"You have requested too many results."}', 'refused'],
    ['newsapi', 'its own failure that says 200', 200, '{"status":"error","code":"unexpectedError","message":"Something went wrong."}', 'unavailable'],
    ['cryptopanic', 'no key', 403, '{"status":"api_error","info":"Token not found"}', 'refused'],
    ['cryptopanic', 'an error that says 200', 200, '{"status":"api_error","info":"Token not found"}', 'refused'],
    ['cryptopanic', 'a rate limit that says 200', 200, '{"status":"api_error","info":"Rate limit exceeded"}', 'throttled'],
    ['reddit', 'a token that is over', 401, '{"message":"Unauthorized","error":401}', 'refused'],
    ['reddit', 'a subreddit that is private', 403, '{"reason":"private","message":"Forbidden","error":403}', 'refused'],
    ['reddit', 'too many requests that say 200', 200, '{"message":"Too Many Requests","error":429}', 'throttled'],
    ['reddit_www', 'a page for robots', 403, '<html>blocked</html>', 'refused'],
    ['reddit_www', 'a grant it does not know, under 200', 200, '{"error":"unsupported_grant_type"}', 'refused'],
    ['twitter', 'a rate limit', 429, '{"errors":[{"code":88,"message":"Rate limit exceeded"}]}', 'throttled'],
    ['twitter', 'a rate limit that says 200', 200, '{"errors":[{"code":88,"message":"Rate limit exceeded"}]}', 'throttled'],
    ['twitter', 'a problem', 403, '{"title":"Client Forbidden","detail":"client-not-enrolled","type":"about:blank","status":403}', 'refused'],
    ['twitter', 'being over capacity, under 200', 200, '{"errors":[{"code":130,"message":"Over capacity"}]}', 'unavailable'],
    ['coindesk', "Cloudflare's refusal of robots", 403, '<html>Just a moment...</html>', 'refused'],
    ['coindesk', 'a feed that has moved', 308, '', 'refused'],
  ])('%s: %s', (...[host, , status, text, fault]) => expect(judged(host, status, text)?.fault).toBe(fault));

  it.each<[HostName, string]>([
    ['guardian', '{"response":{"status":"ok","results":[]}}'],
    ['newsapi', '{"status":"ok","totalResults":0,"articles":[]}'],
    ['cryptopanic', '{"count":0,"results":[]}'],
    ['reddit', '{"kind":"Listing","data":{"children":[],"after":null}}'],
    ['reddit_www', '<feed/>'],
    ['twitter', '{"meta":{"result_count":0}}'],
    ['twitter', '{"data":[{"id":"1","text":"x"}],"errors":[{"title":"Not Found Error","detail":"Could not find user"}]}'],
  ])('%s: nothing is wrong with %s', (host, text) => expect(judged(host, 200, text)).toBeNull());

  it('takes the wait from where each of them says it', () => {
    expect(judged('twitter', 429, '{}', { 'x-rate-limit-reset': String(NOW / 1_000 + 240) })?.waitMs).toBe(240_000);
    expect(judged('twitter', 429, '{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap"}')?.waitMs).toBe(86_400_000);
    expect(judged('reddit', 429, '{}', { 'x-ratelimit-reset': '37.5' })?.waitMs).toBe(37_500);
    expect(judged('newsapi', 429, '{"status":"error","code":"rateLimited","message":"x"}')?.waitMs).toBe(3_600_000);
  });
});

describe('keys', () => {
  const keyed = hostsOf(readUpstreamConfig({ GUARDIAN_API_KEY: 'guardian-key', NEWS_API_KEY: 'newsapi-key', CRYPTOPANIC_API_KEY: 'panic-key', REDDIT_CLIENT_ID: 'reddit-id', REDDIT_CLIENT_SECRET: 'reddit-secret', TWITTER_BEARER_TOKEN: 'twitter-token' }));

  it('a host without its key says which variable is missing', () => {
    const missing = (['guardian', 'newsapi', 'cryptopanic', 'reddit', 'reddit_www', 'twitter', 'coindesk'] as const).map((h) => hosts[h].missingKey);
    expect(missing).toEqual(['GUARDIAN_API_KEY', 'NEWS_API_KEY', 'CRYPTOPANIC_API_KEY', 'REDDIT_CLIENT_ID', undefined, 'TWITTER_BEARER_TOKEN', undefined]);
    expect(hostsOf(readUpstreamConfig({ REDDIT_CLIENT_ID: 'reddit-id' })).reddit.missingKey).toBe('REDDIT_CLIENT_SECRET');
  });

  it('a key goes where its host wants it, and is a secret', () => {
    expect(keyed.guardian).toMatchObject({ query: { 'api-key': 'guardian-key' }, secrets: ['guardian-key'] });
    expect(keyed.newsapi).toMatchObject({ headers: { 'X-Api-Key': 'newsapi-key' }, secrets: ['newsapi-key'] });
    expect(keyed.cryptopanic).toMatchObject({ query: { auth_token: 'panic-key' }, secrets: ['panic-key'] });
    expect(keyed.twitter).toMatchObject({ headers: { Authorization: 'Bearer twitter-token' }, secrets: ['twitter-token'] });
  });

  it("Reddit's secret goes with the token's own request only, and the site must not echo it", () => {
    const basic = Buffer.from('reddit-id:reddit-secret').toString('base64');
    expect(keyed.reddit.tokenFrom).toEqual({ host: 'reddit_www', path: '/api/v1/access_token', headers: { Authorization: `Basic ${basic}` } });
    expect(keyed.reddit_www.headers).not.toHaveProperty('Authorization');
    for (const host of ['reddit', 'reddit_www'] as const) expect(keyed[host].secrets).toEqual(['reddit-id', 'reddit-secret', basic]);
  });
});
