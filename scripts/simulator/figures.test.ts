import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './answer.js';
import { figureHosts, figurePlayers } from './figure-hosts.js';
import type { Player } from './hosts.js';
import { ComputedMarket } from './market.js';

const NOW = Date.UTC(2026, 0, 7, 18, 3);
const HOUR = 3_600_000;
const PATHS: Record<(typeof figureHosts)[number], string> = {
  fred: '/fred/series/observations?series_id=DGS10&api_key=simulated-key&file_type=json&observation_start=2025-12-20',
  yahoo: '/v8/finance/chart/%5EVIX?range=5d&interval=1d',
  alternative_me: '/fng/?limit=2',
  blockchain_info: '/stats',
  mempool_space: '/api/mempool',
  etherscan: '/v2/api?chainid=1&module=gastracker&action=gasoracle&apikey=simulated-key',
  defillama: '/v2/chains',
  defillama_stablecoins: '/stablecoins?includePrices=true',
  alpha_vantage: '/query?function=TIME_SERIES_DAILY&symbol=COIN&apikey=simulated-key',
};

let players: Record<(typeof figureHosts)[number], Player>;
const freshPlayers = (): typeof players => {
  const world = { source: new ComputedMarket({ seed: 3, symbols: 6 }), seed: 3, coingeckoCallsPerMinute: 500, binanceWeightPerMinute: 6_000 };
  return Object.fromEntries(figureHosts.map((host) => [host, figurePlayers[host](world)])) as typeof players;
};
beforeAll(() => {
  players = freshPlayers();
});

function ask(host: (typeof figureHosts)[number], address: string, nowMs = NOW, from = players): Answer {
  const [path, query] = address.split('?') as [string, string | undefined];
  const answer = from[host].answer({ path, query: new URLSearchParams(query), nowMs, method: 'GET', headers: {}, posted: '' });
  if (!answer) throw new Error(`${host} plays nothing at ${path}`);
  return answer;
}
const body = <T>(answer: Answer): T => JSON.parse(answer.body) as T;

describe.each(figureHosts)('the simulated %s', (host) => {
  it('answers the same to whoever asks at an instant, whatever was asked before', () => {
    const later = freshPlayers();
    ask(host, PATHS[host], NOW + 90 * HOUR, later);
    expect(ask(host, PATHS[host], NOW, later).body).toBe(ask(host, PATHS[host]).body);
  });

  it('moves with time', () => {
    expect(ask(host, PATHS[host], NOW + 26 * HOUR).body).not.toBe(ask(host, PATHS[host]).body);
  });

  it('plays nothing where the real one has nothing the farm asks for', () => {
    expect(players[host].answer({ path: '/nothing', query: new URLSearchParams(), nowMs: NOW, method: 'GET', headers: {}, posted: '' })).toBeNull();
  });
});

describe('the habits of the real ones', () => {
  interface Row { realtime_start: string; realtime_end: string; date: string; value: string }
  const fred = (query: string, nowMs = NOW) => ask('fred', `/fred/series/observations?api_key=simulated-key&file_type=json&${query}`, nowMs);

  it('FRED: texts, "." on a holiday, real-time periods cut off at the window, releases by the hour', () => {
    const rows = (query: string, nowMs = NOW) => body<{ observations: Row[] }>(fred(query, nowMs)).observations;
    const days = rows('series_id=DGS10&observation_start=2025-12-20&realtime_start=2025-12-29&realtime_end=9999-12-31');
    expect(days.find((r) => r.date === '2025-12-25')).toEqual({ realtime_start: '2025-12-29', realtime_end: '9999-12-31', date: '2025-12-25', value: '.' });
    expect(days.at(-1)).toMatchObject({ date: '2026-01-06', realtime_start: '2026-01-07' });
    expect(rows('series_id=DGS10&observation_start=2025-12-20', NOW - 6 * HOUR).at(-1)).toMatchObject({ date: '2026-01-05' });
    const quarter = rows('series_id=GDPC1&observation_start=2025-01-01&realtime_start=2025-01-01&realtime_end=9999-12-31').filter((r) => r.date === '2025-01-01');
    expect(quarter).toHaveLength(3);
    expect(new Set(quarter.map((r) => r.value)).size).toBe(3);
  });

  it('FRED: every refusal is a 400 with its reason', () => {
    expect(fred('series_id=GOLDPMGBD228NLBM')).toMatchObject({ status: 400, body: '{"error_code":400,"error_message":"Bad Request.  The series does not exist."}' });
    expect(ask('fred', '/fred/series/observations?series_id=DGS10&file_type=json').status).toBe(400);
    const years = 'series_id=DGS10&realtime_start=1990-01-01&realtime_end=9999-12-31&observation_start=2026-01-01';
    expect([fred(years).status, fred(years, NOW + 730 * 24 * HOUR)]).toMatchObject([200, { status: 400, body: expect.stringContaining('vintage dates') as string }]);
  });

  it('Yahoo: stamps move with summer time, a live bar is stamped now, unknown symbols are 404', () => {
    const stamps = (nowMs: number) => body<{ chart: { result: { timestamp: number[] }[] } }>(ask('yahoo', '/v8/finance/chart/SPY?range=5d&interval=1d', nowMs)).chart.result[0]?.timestamp ?? [];
    expect(stamps(NOW).at(-1)).toBe(NOW / 1_000);
    expect(stamps(NOW + 4 * HOUR).at(-1)).toBe(Date.UTC(2026, 0, 7, 14, 30) / 1_000);
    expect(stamps(Date.UTC(2026, 6, 8, 23)).at(-1)).toBe(Date.UTC(2026, 6, 8, 13, 30) / 1_000);
    expect(ask('yahoo', '/v8/finance/chart/NOPE?range=5d&interval=1d').status).toBe(404);
  });

  it('Etherscan and Alpha Vantage: errors under status 200', () => {
    expect(body(ask('etherscan', '/v2/api?chainid=1&module=gastracker&action=gasoracle'))).toMatchObject({ status: '0', message: 'NOTOK' });
    expect(body(ask('etherscan', '/v2/api?module=gastracker&action=gasoracle&apikey=simulated-key'))).toMatchObject({ result: expect.stringContaining('chainid') as string });
    const spent = freshPlayers();
    for (let i = 0; i < 25; i += 1) ask('alpha_vantage', PATHS.alpha_vantage, NOW, spent);
    expect(body(ask('alpha_vantage', PATHS.alpha_vantage, NOW, spent))).toHaveProperty('Information');
    expect(body(ask('alpha_vantage', PATHS.alpha_vantage, NOW + 7 * HOUR, spent))).toHaveProperty('Meta Data');
  });

  it('alternative.me and blockchain.info: newest first, the running day a part of one', () => {
    const { data } = body<{ data: { timestamp: string; time_until_update?: string }[] }>(ask('alternative_me', '/fng/?limit=3'));
    expect(data.map((d) => [Number(d.timestamp), d.time_until_update !== undefined])).toEqual([0, 1, 2].map((i) => [Date.UTC(2026, 0, 7 - i) / 1_000, i === 0]));
    const { values } = body<{ values: { x: number; y: number }[] }>(ask('blockchain_info', '/charts/n-transactions?timespan=30days&sampled=false'));
    expect({ days: values.length, last: values.at(-1)?.x, part: (values.at(-1)?.y ?? 0) < (values.at(-2)?.y ?? 0) }).toEqual({ days: 31, last: Date.UTC(2026, 0, 7) / 1_000, part: true });
  });
});
