/**
 * What a newcomer does: `up --once`, the same home again in the background, a
 * second farm beside it, `down`. One story, told in order, on real processes.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIo, openWs } from '#api/testing/sockets.js';
import { chainDatasets, datasetNames } from '#queues/datasets.js';
import { labelOf } from './farm/report.js';
import { queueNames } from '#queues/topology.js';
import { portIsFree } from './provision/ports.js';
import { stateSchema, type FarmState } from './farm/files.js';
import { commandOf } from './farm/lock.js';
import { checks } from './validate/checks.js';
import { command, runs, temporaryHomes, upDetached, type Homes } from './testing/commands.js';
import { databaseOf, type Database } from './testing/database.js';

const SYMBOLS = ['BTC', 'ETH', 'SOL'];
const ONCE_SYMBOLS = 12;
const TABLES = ['price_data_real', 'ohlc_data', 'technical_indicators', 'ml_features_materialized'];
const soon = { timeout: 60_000, interval: 100 };

let homes: Homes;
let home: string;
let farm: FarmState;
let database: Database;

beforeAll(async () => {
  homes = await temporaryHomes();
  home = homes.next('first');
});
afterAll(() => homes.close(), 180_000);

type Json = Record<string, unknown>;
const get = (path: string, key: string | null = farm.keys.trading): Promise<Response> => fetch(farm.api_url + path, { redirect: 'manual', headers: key === null ? {} : { authorization: `Bearer ${key}` } });
async function json(path: string): Promise<Json> {
  const response = await get(path);
  const body = (await response.json()) as Json;
  expect(response.status, `${path}: ${JSON.stringify(body)}`).toBe(200);
  return body;
}
const count = async (sql: string, values: (string | Date)[] = []): Promise<number> => (await database.rows<{ n: number }>(sql, values))[0]?.n ?? -1;
const portOf = (url: string): number => Number(new URL(url).port);
const portsOf = (state: FarmState): number[] => [...new Set([state.api_url, state.simulator?.url, ...state.processes.map((p) => p.metrics_url)].filter((url) => typeof url === 'string').map(portOf).concat(state.mysql.port, state.redis.port))];
const running = (state: FarmState): number[] => state.processes.map((p) => p.pid).filter((pid) => commandOf(pid) !== '');
const takenPorts = async (state: FarmState): Promise<number[]> => {
  const ports = portsOf(state);
  const free = await Promise.all(ports.map(portIsFree));
  return ports.filter((_, i) => !free[i]);
};

describe('./scripts/up', () => {
  let firstSlot: Date;
  let written: Record<string, number>;

  it('--once runs one slot, prints the rows it wrote, stops everything and exits 0', async () => {
    const { code, stdout, output } = await command('up', ['--once', '--symbols', String(ONCE_SYMBOLS), '--home', home]);
    expect(code, output).toBe(0);
    const printed = Object.fromEntries([...stdout.matchAll(/^ {2}(\w[\w ]*?) +(\d+) rows in (\w+)/gm)].map(([, name, rows]) => [name, Number(rows)]));
    written = { prices: 0, ohlc: 0, indicators: 0, features: 0, ...printed };
    expect(Object.keys(written).sort(), output).toEqual(datasetNames.map(labelOf).sort());
    const chain = chainDatasets.map(labelOf);
    expect(chain.filter((name) => written[name] === 0), output).toEqual([]);
    expect(written['crypto news'], output).toBeGreaterThan(0);
    // Partial in the middle of a slot: a coin without a market has no price from before the slot.
    const slot = /^slot (\d{4}-\d\d-\d\dT\d\d)-(\d\d)Z (?:done|partial)$/m.exec(stdout);
    firstSlot = new Date(`${slot?.[1]}:${slot?.[2]}:00Z`);
    expect(firstSlot.getTime()).not.toBeNaN();
    expect(() => statSync(join(home, 'state.json')), 'a farm that has ended has no state.json').toThrow(/ENOENT/);
  }, 180_000);

  it('--detach in the same home goes on with its data, and says in state.json where everything is', async () => {
    farm = await upDetached(home, ['--symbols', SYMBOLS.join(','), '--speed', '30', '--workers', '2']);
    database = databaseOf(farm);
    expect(statSync(join(home, 'state.json')).mode & 0o777).toBe(0o600);
    expect(stateSchema.strict().parse(farm)).toMatchObject({ mode: 'sim', api_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), simulator: { url: expect.stringMatching(/^http:/) } });
    expect(farm.processes.map((p) => [p.role, p.pool])).toEqual([['api', null], ['worker', 'collect'], ['worker', 'process'], ['worker', 'collect'], ['worker', 'process'], ['worker', 'backfill'], ['scheduler', null], ['simulator', null]]);
    expect(running(farm)).toHaveLength(8);
    expect(await count('SELECT COUNT(*) AS n FROM ml_features_materialized WHERE timestamp = ?', [firstSlot]), 'feature rows of the first run').toBe(written['features']);
    expect(await count("SELECT COUNT(*) AS n FROM price_data_real WHERE slot = ? AND data_source = 'sim:coingecko'", [firstSlot]), 'prices of the first run').toBe(written['prices']);
  }, 180_000);

  it('a second up in a home that is in use is refused', async () => {
    const { code, stderr } = await command('up', ['--once', '--home', home]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/another up \(process \d+\) runs in .*: stop it with \.\/scripts\/down --home/)]);
  }, 60_000);

  it('pushes every new slot to Socket.IO and WebSocket', async () => {
    const io = openIo(farm.api_url, farm.keys.trading);
    const { ws, heard, say } = await openWs(farm.api_url, farm.keys.readonly);
    try {
      expect(await io.subscribe({ stream: 'prices', symbols: SYMBOLS })).toMatchObject({ ok: true, symbols: SYMBOLS });
      expect(await io.subscribe({ stream: 'features', symbols: ['bitcoin'] })).toMatchObject({ ok: true, symbols: ['BTC'] });
      say({ action: 'subscribe', symbols: ['BTC'], channels: ['price'] });
      await expect.poll(() => heard.find((m) => m.type === 'price_update'), soon).toMatchObject({ symbol: 'BTC', snapshot: true, data: { price_usd: expect.any(Number) } });
      const slots = () => new Set(io.slots.map((s) => s.slot));
      await expect.poll(() => slots().size, soon).toBeGreaterThan(1);
      const updates = (packets: typeof io.prices) => packets.filter((p) => !p.snapshot).flatMap((p) => p.updates);
      await expect.poll(() => updates(io.prices).map((u) => u.symbol), soon).toEqual(expect.arrayContaining(SYMBOLS));
      await expect.poll(() => updates(io.features).at(-1), soon).toMatchObject({ symbol: 'BTC', features: { rsi_14: expect.any(Number) } });
      await expect.poll(() => heard.filter((m) => m.type === 'price_update' && !m.snapshot).at(-1), soon).toMatchObject({ symbol: 'BTC', seq: expect.any(Number), data: { price_usd: expect.any(Number), market_cap: expect.any(Number) } });
    } finally {
      io.socket.disconnect();
      ws.terminate();
    }
  }, 180_000);

  it('answers REST by ticker and by CoinGecko id', async () => {
    const price = await json('/api/v1/prices/current/BTC');
    expect(price).toMatchObject({ symbol: 'BTC', name: 'Bitcoin', current_price: expect.any(Number), data_source: 'sim:coingecko', timestamp: expect.stringMatching(/Z$/) });
    expect(await json('/api/v1/prices/current/bitcoin')).toMatchObject({ symbol: 'BTC' });
    expect(await json('/api/v1/technical/eth?timeframe=5m')).toMatchObject({ symbol: 'ETH', timeframe: '5m', indicators: { rsi_14: expect.any(Number) } });
    expect(await json('/api/v1/prices/historical/SOL?interval=5m&days=1')).toMatchObject({ symbol: 'SOL', interval: '5m', data: expect.arrayContaining([expect.objectContaining({ is_final: true })]) });
    const features = await json('/api/v1/ml-features/ethereum/current?format=flat');
    expect(features).toMatchObject({ symbol: 'ETH', features: { rsi_14: expect.any(Number), price: expect.any(Number) } });
    expect(features['feature_count']).toBeGreaterThanOrEqual(60);
    expect(await json(`/api/v1/ml-features/bulk?symbols=${SYMBOLS.join(',')}`)).toMatchObject({ total: SYMBOLS.length, missing: [], unknown: [] });
    expect(((await json('/api/v1/symbols?active=true'))['data'] as Json[]).length).toBeGreaterThanOrEqual(120);
    expect((await json('/api/v1/stats/collectors'))['data']).toHaveLength(datasetNames.length);
    expect((await json('/api/v1/stats/coverage'))['data']).not.toHaveLength(0);
    expect((await get('/api/v1/prices/current/BTC', null)).status).toBe(401);
    expect((await get('/api/v1/ml-features/BTC/current', farm.keys.readonly)).status).toBe(403);
    expect((await get('/api/v1/prices/current/NOPE')).status).toBe(404);
  }, 60_000);

  it('is ready and healthy, and guards its queues', async () => {
    expect(await (await get('/ready', null)).json()).toMatchObject({ status: 'ready' });
    // Only 3 of all the registered symbols are collected, which the score says; what runs is not unhealthy.
    await expect.poll(async () => (await get('/health', null)).status, soon).toBe(200);
    expect((await get('/admin/queues', null)).status).toBe(401);
    expect((await get('/admin/queues', farm.keys.readonly)).status).toBe(403);
    const { queues } = (await (await get('/admin/queues/api/queues', farm.keys.master)).json()) as { queues: { name: string }[] };
    expect(queues.map((q) => q.name).sort()).toEqual([...queueNames].sort());
  }, 60_000);

  it('npm run validate finds every promise kept, from its home and from its address alone', async () => {
    const { code, stdout, output } = await runs('node', ['dist/scripts/validate.js', '--home', home, '--json']);
    expect(code, output).toBe(0);
    const { checks: all } = JSON.parse(stdout) as { checks: { check: string; state: string; text: string }[] };
    expect(all).toHaveLength(checks.length);
    // Only what is due more rarely than this farm has run may have no row yet.
    expect(all.filter((c) => c.state !== 'passed' && !/^rows\..*no row yet/.test(`${c.check} ${c.text}`))).toEqual([]);
    const { master, trading, readonly } = farm.keys;
    const remote = await runs('node', ['dist/scripts/validate.js', '--url', farm.api_url, '--no-updates'], { API_KEY_MASTER: master, API_KEY_TRADING: trading, API_KEY_READONLY: readonly });
    expect(remote.code, remote.output).toBe(0);
    expect(remote.stdout).toMatch(/^\d+ passed, 0 failed, \d+ skipped$/m);
  }, 180_000);

  it('npm run health says the score, the reasons and the age of every dataset', async () => {
    const { code, stdout, output } = await runs('node', ['dist/scripts/health.js', '--home', home]);
    expect(code, output).toBe(0);
    expect(stdout).toMatch(/^\d+ of 100, (healthy|degraded) /);
    expect(datasetNames.filter((d) => !stdout.includes(`  ${d} `))).toEqual([]);
    expect((await runs('node', ['dist/scripts/health.js', '--url', farm.api_url, '--json', '--least', '1'])).stdout).toMatch(/^\{"farm":"http.*"health_score":\d+.*"reasons":null\}\n$/);
  }, 60_000);

  it('npm run backfill plans a stretch of the past, has it filled, and says what is wrong with a question', async () => {
    const backfill = (...args: string[]) => runs('node', ['dist/scripts/backfill.js', ...args, '--home', home]);
    const stretch = ['--dataset', 'candles', '--timeframe', '1h', '--from', '2025-03-01', '--to', '2025-03-03', '--symbols', 'bitcoin'];
    const plan = await backfill(...stretch, '--dry-run');
    expect([plan.code, plan.stdout], plan.output).toEqual([0, expect.stringMatching(/^A backfill of ohlc, 1 symbols: 48 rows, 0 of them stored already, in 1 chunks\. Nothing has been begun\.\n/)]);
    expect((await backfill('list')).stdout).toBe('No backfill has been asked for.\n');
    const filled = await backfill(...stretch);
    expect([filled.code, filled.stdout], filled.output).toEqual([0, expect.stringMatching(/^(\d{8}-\w{8}): 48 rows in 1 chunks\n\1 is done: rows stored: 48 candles in [\d:]+ of farm time\.\n$/)]);
    expect((await backfill('list')).stdout).toMatch(/^ {2}\d{8}-\w{8} +done +\[#{24}\] 100 % {2}ohlc, 1 symbols, 2025-03-01 00:00 to 2025-03-03 00:00\n$/);
    const refused = await backfill('--dataset', 'candles', '--from', '2025-03-03', '--to', '2025-03-01');
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([1, '', 'VALIDATION_ERROR (400): from must be before to\n']);
    const lacking = await backfill('--dataset', 'candles');
    expect([lacking.code, lacking.stderr]).toEqual([2, expect.stringMatching(/2 configuration problems:\n {2}- --from is needed: .*\n {2}- --to is needed: /)]);
    expect((await backfill('pause')).stderr).toContain('pause needs the id of a backfill');
  }, 120_000);

  it('every process answers at its metrics_url, and together they export every metric of the contract', async () => {
    const pages = await Promise.all(farm.processes.filter((p) => p.metrics_url !== null).map(async (p) => (await fetch(p.metrics_url as string)).text()));
    for (const page of pages) expect(page).toContain('process_resident_memory_bytes');
    const all = pages.join('\n');
    for (const name of QUIET_METRICS) expect(all).toContain(`# TYPE ${name} `);
    expect(CONTRACT_METRICS.filter((name) => !new RegExp(`^${name}(?:_bucket|_count)?(?:\\{.*\\})? -?[\\d.e+]+$`, 'm').test(all))).toEqual([]);
  }, 60_000);

  it('the trading engine reads its row directly, and every row says that it is simulated', async () => {
    const rows = await database.rows<Json>('SELECT * FROM ml_features_materialized WHERE symbol = ? AND timestamp = (SELECT MAX(timestamp) FROM ml_features_materialized WHERE symbol = ?)', ['BTC', 'BTC']);
    expect(rows).toMatchObject([{ symbol: 'BTC', price: expect.any(Number), rsi_14: expect.any(Number), macd_line: expect.any(Number), bb_upper: expect.any(Number) }]);
    for (const table of TABLES) {
      expect(await count(`SELECT COUNT(*) AS n FROM ${table}`), table).toBeGreaterThan(0);
      expect(await count(`SELECT COUNT(*) AS n FROM ${table} WHERE data_source NOT LIKE 'sim:%'`), `${table} rows that do not begin with sim:`).toBe(0);
    }
  }, 60_000);

  it('a farm beside it, in another home, comes and goes without disturbing it', async () => {
    const other = homes.next('second');
    const before = running(farm);
    const second = await upDetached(other, ['--symbols', '2']);
    expect(portsOf(second).filter((port) => portsOf(farm).includes(port))).toEqual([]);
    const theirs = databaseOf(second);
    await expect.poll(async () => (await theirs.store.features.latest(['BTC', 'ETH'])).length, soon).toBe(2);
    await theirs.close();
    expect((await fetch(`${second.api_url}/api/v1/prices/current/BTC`, { headers: { authorization: `Bearer ${farm.keys.master}` } })).status, 'the first farm\'s key at the second').toBe(401);

    const newest = async () => (await database.store.features.latest(['BTC']))[0]?.timestamp.getTime() ?? 0;
    const known = await newest();
    expect((await command('down', ['--home', other])).code).toBe(0);
    expect(await takenPorts(second)).toEqual([]);
    expect(running(farm)).toEqual(before);
    await expect.poll(newest, soon).toBeGreaterThan(known);
  }, 180_000);

  it('./scripts/down stops every process and frees every port', async () => {
    await database.close();
    const { code, stdout, output } = await command('down', ['--home', home]);
    expect([code, stdout], output).toEqual([0, 'The farm is down.\n']);
    expect(running(farm)).toEqual([]);
    expect(await takenPorts(farm)).toEqual([]);
    expect((await command('down', ['--home', home])).code, 'down again').toBe(0);
  }, 180_000);
});

/** Declared, and without a sample while nothing has gone wrong. */
const QUIET_METRICS = ['crypto_collector_errors_total', 'crypto_upstream_circuit_open'];
/** What dashboards and the autoscaler rely on: a sample of each, with or without labels. */
const CONTRACT_METRICS = [
  'crypto_collector_requests_total', 'crypto_collector_duration_seconds',
  'api_gateway_requests_total', 'api_gateway_request_duration_seconds', 'api_gateway_active_websockets',
  'mysql_connections_active', 'mysql_query_duration_seconds', 'redis_cache_hits_total', 'redis_cache_misses_total', 'mysql_up', 'redis_up',
  'crypto_queue_jobs', 'crypto_queue_oldest_ready_job_age_seconds', 'crypto_pool_demand_jobs', 'crypto_pool_slots',
  'crypto_jobs_total', 'crypto_job_duration_seconds', 'crypto_job_wait_seconds', 'crypto_upstream_requests_total', 'crypto_upstream_budget_remaining',
  'crypto_dataset_last_success_timestamp_seconds', 'crypto_dataset_freshness_target_seconds', 'crypto_rows_written_total', 'crypto_feature_fill_ratio', 'crypto_slot_lag_seconds', 'crypto_health_score',
];
