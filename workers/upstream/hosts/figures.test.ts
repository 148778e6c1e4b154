import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readUpstreamConfig } from '../config.js';
import type { Answer } from '../host.js';
import { hostsOf, type HostName } from '../hosts.js';

const hosts = hostsOf(readUpstreamConfig({}));
const NOW = Date.UTC(2026, 0, 5, 18);
const HOUR = 3_600_000;

function answer(status: number, text: string, headers: Record<string, string> = {}): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status, body, text, header: (name) => headers[name] };
}
const judged = (host: HostName, ...a: Parameters<typeof answer>) => hosts[host].judge(answer(...a), NOW);

const RATE_OF_DAY = '{"Information":"We have detected your API key as X and our standard API rate limit is 25 requests per day. Please subscribe"}';
const RATE_OF_MINUTE = '{"Note":"Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute and 500 calls per day."}';
const notOk = (result: string): string => JSON.stringify({ status: '0', message: 'NOTOK', result });

describe('what hosts of macro, market and on-chain figures mean', () => {
  it.each<[host: HostName, what: string, sent: number, body: string, fault: string, waitMs?: number]>([
    ['fred', 'a series that does not exist', 400, '{"error_code":400,"error_message":"Bad Request.  The series does not exist."}', 'refused'],
    ['fred', 'a wrong parameter', 400, '{"error_code":400,"error_message":"Bad Request.  Value of units is not one of lin, chg"}', 'refused'],
    ['fred', 'a good key it does not know for a moment', 400, '{"error_code":400,"error_message":"Bad Request.  The value for variable api_key is not registered."}', 'unavailable'],
    ['fred', 'too many calls', 429, '{"error_code":429,"error_message":"Too Many Requests.  Exceeded Rate Limit"}', 'throttled', 20_000],
    ['fred', 'too many calls under 200', 200, '{"error_code":429,"error_message":"Too Many Requests."}', 'throttled', 20_000],
    ['fred', 'a gateway that gave up', 504, '<html>504 Gateway Time-out</html>', 'unavailable'],
    ['yahoo', 'the edge of its network', 429, 'Edge: Too Many Requests', 'throttled', 300_000],
    ['yahoo', 'the same as a good answer', 200, 'Too Many Requests\r\n', 'throttled', 300_000],
    ['yahoo', 'a symbol nobody lists', 404, '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}', 'refused'],
    ['yahoo', 'an error under 200', 200, '{"chart":{"result":null,"error":{"code":"Bad Request","description":"Invalid input"}}}', 'refused'],
    ['yahoo', 'a failure of its own under 200', 200, '{"chart":{"result":null,"error":{"code":"internal-error","description":"x"}}}', 'unavailable'],
    ['yahoo', 'a crumb it wants', 401, '{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}', 'refused'],
    ['alternative_me', 'an error under 200', 200, '{"name":"Fear and Greed Index","data":[],"metadata":{"error":"Internal error"}}', 'unavailable'],
    ['blockchain_info', 'a chart nobody draws', 404, '{"status":"not-found","message":"No chart with name x","period":"minute"}', 'refused'],
    ['blockchain_info', 'the same under 200', 200, '{"status":"not-found","message":"No chart with name x"}', 'refused'],
    ['mempool_space', 'a warning before the ban', 429, 'Too Many Requests', 'throttled', 600_000],
    ['mempool_space', 'a wrong path', 404, 'Not Found', 'refused'],
    ['etherscan', 'a limit', 200, notOk('Max rate limit reached, please use API Key for higher rate limit'), 'throttled', 5_000],
    ['etherscan', "the day's limit", 200, notOk('Max daily rate limit reached. 100000 (100%) of 100000 day/limit'), 'throttled', 6 * HOUR],
    ['etherscan', 'a wrong key', 200, notOk('Invalid API Key (#err2)|-'), 'refused'],
    ['etherscan', 'no chain', 200, notOk('Missing or unsupported chainid parameter (required for v2 api)'), 'refused'],
    ['etherscan', 'a slow query', 200, notOk('Query Timeout occured. Please select a smaller result dataset'), 'unavailable'],
    ['defillama', 'its own failure', 500, '{"message":"Internal Server Error"}', 'unavailable'],
    ['defillama_stablecoins', 'its own failure under 200', 200, '{"message":"Internal server error"}', 'unavailable'],
    ['alpha_vantage', "the day's limit", 200, RATE_OF_DAY, 'throttled', 6 * HOUR],
    ['alpha_vantage', "the minute's limit, which names the day's too", 200, RATE_OF_MINUTE, 'throttled', 60_000],
    ['alpha_vantage', 'a wrong symbol', 200, '{"Error Message":"Invalid API call. Please retry or visit the documentation"}', 'refused'],
    ['alpha_vantage', 'an endpoint that costs', 200, '{"Information":"Thank you for using Alpha Vantage! This is a premium endpoint."}', 'refused'],
  ])('%s: %s', (...[host, , status, body, fault, waitMs]) => {
    const complaint = judged(host, status, body);
    expect({ fault: complaint?.fault, waitMs: complaint?.waitMs }).toEqual({ fault, waitMs });
  });

  it('waits as long as a host says, where it says so', () => {
    for (const host of ['fred', 'yahoo', 'mempool_space', 'etherscan', 'defillama', 'alternative_me', 'blockchain_info'] as const) expect(judged(host, 429, '{}', { 'retry-after': '17' })).toMatchObject({ fault: 'throttled', waitMs: 17_000 });
  });

  it('finds nothing wrong with good answers', () => {
    expect(judged('fred', 200, '{"observations":[]}')).toBeNull();
    expect(judged('yahoo', 200, '{"chart":{"result":[{}],"error":null}}')).toBeNull();
    expect(judged('alternative_me', 200, '{"data":[],"metadata":{"error":null}}')).toBeNull();
    expect(judged('blockchain_info', 200, '{"status":"ok","values":[]}')).toBeNull();
    expect(judged('mempool_space', 200, '952583')).toBeNull();
    expect(judged('etherscan', 200, '{"status":"0","message":"No transactions found","result":[]}')).toBeNull();
    expect(judged('defillama', 200, '[{"name":"Ethereum"}]')).toBeNull();
    expect(judged('alpha_vantage', 200, '{}')).toBeNull();
  });

  it('cannot be asked without the keys they need, and sends them as they want', () => {
    const missing = (['fred', 'etherscan', 'alpha_vantage', 'yahoo', 'defillama'] as const).map((h) => hosts[h].missingKey);
    expect(missing).toEqual(['FRED_API_KEY', 'ETHERSCAN_API_KEY', 'ALPHA_VANTAGE_API_KEY', undefined, undefined]);
    const keyed = hostsOf(readUpstreamConfig({ FRED_API_KEY: 'fred-secret', ETHERSCAN_API_KEY: 'ether-secret', ALPHA_VANTAGE_API_KEY: 'alpha-secret' }));
    expect([keyed.fred.query, keyed.etherscan.query, keyed.alpha_vantage.query]).toEqual([{ api_key: 'fred-secret', file_type: 'json' }, { apikey: 'ether-secret' }, { apikey: 'alpha-secret' }]);
    expect([keyed.fred.secrets, keyed.etherscan.secrets, keyed.alpha_vantage.secrets]).toEqual([['fred-secret'], ['ether-secret'], ['alpha-secret']]);
    expect([keyed.fred.missingKey, keyed.etherscan.missingKey, keyed.alpha_vantage.missingKey]).toEqual([undefined, undefined, undefined]);
  });
});

const ERRORS = new URL('../../../../shared/real-data/errors/', import.meta.url);
const have = existsSync(ERRORS);
if (!have) console.warn('skipped: ../shared/real-data/errors is absent');

describe('recorded refusals', () => {
  it.skipIf(!have).each<[HostName, string, object]>([
    ['etherscan', 'etherscan_rate_limit.json', { fault: 'throttled', waitMs: 5_000 }],
    ['yahoo', 'yahoo_crumb_429.json', { fault: 'throttled', waitMs: 300_000 }],
  ])('of %s are what they are', (host, file, expected) => {
    const { status, bodyText } = JSON.parse(readFileSync(new URL(file, ERRORS), 'utf8')) as { status: number; bodyText: string };
    expect(judged(host, status, bodyText)).toMatchObject(expected);
  });
});
