import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readUpstreamConfig } from './config.js';
import type { Answer } from './host.js';
import { hostsOf, type HostName } from './hosts.js';
import { sampleOf } from './transport.js';

const hosts = hostsOf(readUpstreamConfig({}));
const NOW = Date.UTC(2026, 0, 5, 12);

function answer(status: number, bodyText: string, headers: Record<string, string> = {}): Answer {
  let body: unknown;
  try {
    body = JSON.parse(bodyText);
  } catch {
    body = undefined;
  }
  return { status, body, text: bodyText, header: (name) => headers[name] };
}
const judged = (host: HostName, ...a: Parameters<typeof answer>) => hosts[host].judge(answer(...a), NOW);

describe('what a host means by its answer', () => {
  it.each<[host: HostName, what: string, sent: number, body: string, fault: string]>([
    ['coingecko', 'a rate limit', 429, '{"status":{"error_code":429,"error_message":"You\'ve exceeded the Rate Limit."}}', 'throttled'],
    ['coingecko', 'a rate limit behind a proxy that says 200', 200, '{"status":{"error_code":429,"error_message":"Throttled"}}', 'throttled'],
    ['coingecko', 'a missing parameter', 422, '{"error":"Missing parameter vs_currency"}', 'refused'],
    ['coingecko', 'an unknown coin', 404, '{"error":"coin not found"}', 'refused'],
    ['coingecko', 'its own failure', 500, '{"status":500,"error":"Internal Server Error"}', 'unavailable'],
    ['coingecko', 'its own failure that says 200', 200, '{"status":500,"error":"Internal Server Error"}', 'unavailable'],
    ['coingecko', 'a key of another plan', 400, '{"error_code":10010,"error_message":"wrong root URL"}', 'refused'],
    ['coingecko', 'a block by its CDN', 403, '<html>1020</html>', 'refused'],
    ['coingecko', 'an error that says 200', 200, '{"error":"coin not found"}', 'refused'],
    ['binance', 'too much weight', 429, '{"code":-1003,"msg":"Too many requests."}', 'throttled'],
    ['binance', 'a ban', 418, '{"code":-1003,"msg":"Way too many requests"}', 'throttled'],
    ['binance', 'too much weight that says 200', 200, '{"code":-1003,"msg":"Too many requests."}', 'throttled'],
    ['binance', 'an unknown market', 400, '{"code":-1121,"msg":"Invalid symbol."}', 'refused'],
    ['binance', 'a country it does not serve', 451, '{"code":0,"msg":"Service unavailable from a restricted location"}', 'refused'],
    ['binance', 'an internal timeout', 400, '{"code":-1007,"msg":"Timeout waiting for response from backend server."}', 'unavailable'],
    ['binance', 'an error that says 200', 200, '{"code":-1121,"msg":"Invalid symbol."}', 'refused'],
    ['binance', 'a gateway error', 502, '<html>Bad Gateway</html>', 'unavailable'],
    ['binance', 'a redirect', 302, '', 'refused'],
    ['binance_futures', 'a start too far back', 400, '{"code":-1130,"msg":"Data sent for parameter \'startTime\' is not valid."}', 'refused'],
    ['binance_futures', 'a ban', 418, '{"code":-1003,"msg":"Way too many requests"}', 'throttled'],
    ['bybit', 'too many visits under 200', 200, '{"retCode":10006,"retMsg":"Too many visits!","result":{}}', 'throttled'],
    ['bybit', 'a ban of the address', 403, 'access too frequent', 'throttled'],
    ['bybit', 'a country it does not serve', 403, '<HTML>The Amazon CloudFront distribution is configured to block access from your country.</HTML>', 'refused'],
    ['bybit', 'a region it does not serve, under 200', 200, '{"retCode":10009,"retMsg":"IP has been banned"}', 'refused'],
    ['bybit', 'wrong parameters under 200', 200, '{"retCode":10001,"retMsg":"params error"}', 'refused'],
    ['bybit', 'its own failure under 200', 200, '{"retCode":10016,"retMsg":"Server error."}', 'unavailable'],
    ['coinbase', 'a bad argument', 400, '{"error":"INVALID_ARGUMENT","error_code":3,"message":"bad granularity"}', 'refused'],
    ['coinbase', 'a rate limit', 429, '', 'throttled'],
    ['coinbase', 'an error that says 200', 200, '{"error":"NOT_FOUND","message":"no such product"}', 'refused'],
    ['coinbase_exchange', 'an unknown market', 404, '{"message":"NotFound"}', 'refused'],
    ['coinbase_exchange', 'a rate limit', 429, '{"message":"Public rate limit exceeded"}', 'throttled'],
    ['coinbase_exchange', 'a gateway error', 502, '<html>', 'unavailable'],
  ])('%s: %s', (...[host, , status, body, fault]) => {
    expect(judged(host, status, body)?.fault).toBe(fault);
  });

  it('finds nothing wrong with good answers', () => {
    expect(judged('coingecko', 200, '[{"id":"bitcoin"}]')).toBeNull();
    expect(judged('binance', 200, '[[1499040000000,"1","1","1","1","1"]]')).toBeNull();
    expect(judged('binance', 200, '[]')).toBeNull();
    expect(judged('bybit', 200, '{"retCode":0,"retMsg":"OK","result":{"list":[]}}')).toBeNull();
    expect(judged('coinbase', 200, '{"products":[]}')).toBeNull();
    expect(judged('coinbase_exchange', 200, '[]')).toBeNull();
  });

  it('takes the wait from Retry-After, in seconds or as a date, from a ban message, or assumes a minute', () => {
    const ban = `{"code":-1003,"msg":"Way too many requests; IP banned until ${NOW + 250_000}."}`;
    expect(judged('binance', 429, '{}', { 'retry-after': '17' })?.waitMs).toBe(17_000);
    expect(judged('coingecko', 429, '{}', { 'retry-after': 'Mon, 05 Jan 2026 12:01:30 GMT', date: 'Mon, 05 Jan 2026 12:00:00 GMT' })?.waitMs).toBe(90_000);
    expect(judged('binance', 418, ban)?.waitMs).toBe(250_000);
    expect(judged('binance', 429, '{}')?.waitMs).toBe(60_000);
    expect(judged('bybit', 200, '{"retCode":10006,"retMsg":"Too many visits!"}', { 'x-bapi-limit-reset-timestamp': String(NOW + 4_000) })?.waitMs).toBe(4_000);
    expect(judged('bybit', 403, 'access too frequent')?.waitMs).toBe(600_000);
    expect(judged('coinbase', 429, '')?.waitMs).toBe(5_000);
    expect(judged('binance', 429, '{}', { 'retry-after': '99999999' })?.waitMs).toBe(3 * 86_400_000);
  });

  it('keeps at most 2 KiB of a body', () => {
    const sample = sampleOf(`a${'ж'.repeat(5_000)}`);
    expect(Buffer.byteLength(sample)).toBeLessThanOrEqual(2_048);
    expect(sample).toMatch(/^aж+$/);
  });
});

const RECORDED = new URL('../../../shared/real-data/errors/', import.meta.url);
describe('recorded error answers', () => {
  if (!existsSync(RECORDED)) console.warn('skipped: ../shared/real-data/errors is absent');
  const files = existsSync(RECORDED) ? readdirSync(RECORDED).filter((f) => /^(binance|coingecko)_/.test(f)) : [];
  const expected: Record<string, string> = { 'binance_-1130_startTime.json': 'refused', 'binance_451_geo_block.json': 'refused', 'coingecko_429.json': 'throttled' };
  it.skipIf(files.length === 0)('are typed errors, with the wait of the right header', () => {
    expect(files.sort()).toEqual(Object.keys(expected).sort());
    for (const file of files) {
      const recorded = JSON.parse(readFileSync(new URL(file, RECORDED), 'utf8')) as { status: number; bodyText: string; headers?: Record<string, string> };
      const complaint = judged(file.split('_')[0] as HostName, recorded.status, recorded.bodyText, recorded.headers);
      expect(complaint?.fault, file).toBe(expected[file]);
      if (file === 'coingecko_429.json') expect(complaint?.waitMs).toBe(60_000);
    }
  });
});
