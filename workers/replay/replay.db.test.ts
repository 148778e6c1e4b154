/**
 * A farm of this process lives some slots on a simulated market, with an upstream
 * that fails, throttles and restates; then the window is replayed and compared. Then
 * things are spoiled, one at a time, and the replay must say which.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportText } from '#scripts/replay/text.js';
import { runs } from '#scripts/testing/commands.js';
import type { FaultRule } from '#scripts/simulator/faults.js';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import { root } from '#queues/flows/tree.js';
import { realNowMs, systemClock, type Clock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { slotName } from '#queues/slot.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { createArchive } from '../archive/archive.js';
import { createHandlers } from '../handlers.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { indicators } from '../processors/indicators/run.js';
import { createSentiment } from '../processors/sentiment/run.js';
import { lexiconScorer } from '../processors/sentiment/scoring/lexicon/scorer.js';
import { contextFor } from '../processors/testing.js';
import type { StoreConfig } from '../store/config.js';
import { openMysql, type SqlValue } from '../store/mysql.js';
import { seedAssets } from '../store/seeds/assets.js';
import { createUpstream, type Upstream } from '../upstream/client.js';
import { readUpstreamConfig, type UpstreamConfig } from '../upstream/config.js';
import { hostsOf } from '../upstream/hosts.js';
import type { Window } from './ground.js';
import { replay, type Replay } from './replay.js';
import { makeScratch } from './scratch.js';

const MIN5 = 300_000;
const FIRST = Date.UTC(2026, 5, 1, 14, 50);
const SLOTS = [0, 1, 2, 3].map((k) => FIRST + k * MIN5);
/** Without the first slot: what it did is what was known before. The full hour lies in it, with everything that is due then. */
const WINDOW: Window = { from: FIRST + MIN5, to: FIRST + 4 * MIN5 };
const SYMBOLS = 6;
const SYMBOL = 'BTC';
/** What goes wrong upstream in each slot of the window. */
const FAULTS: FaultRule[][] = [
  [{ host: 'binance', kind: 'server-error', ratio: 1, limit: 8 }, { host: 'coingecko', kind: 'server-error', ratio: 1, limit: 6 }],
  [{ host: 'coingecko', kind: 'rate-limit', ratio: 1, limit: 1 }, { host: 'coindesk', kind: 'server-error', ratio: 1, limit: 1 }, { host: 'bybit', kind: 'garbage', ratio: 1, limit: 1 }],
  [],
];

/** Runs like the wall clock, and can be set forward. */
function settableClock(): Clock & { set(ms: number): void } {
  let offset = 0;
  const nowMs = (): number => realNowMs() + offset;
  return { ...systemClock, nowMs, now: () => new Date(nowMs()), toReal: (ms) => ms - offset, toFarm: (ms) => ms + offset, set: (ms) => void (offset = ms - realNowMs()) };
}

const clock = settableClock();
let redis: TestRedis;
let sim: Simulator;
let worker: TestWorker;
let upstream: Upstream;
let config: UpstreamConfig;
const scorers = { crypto: lexiconScorer('crypto'), stock: lexiconScorer('stock') };
const sentiment = createSentiment(scorers);
let models = [scorers.crypto.model, scorers.stock.model];

const sql = <T>(text: string, values: SqlValue[] = []) => worker.store.mysql.rows<T>({ table: 'test', sql: text.replaceAll('$', `\`${worker.store.databases.prices}\`.`), values, prepared: true });
const change = (text: string, values: SqlValue[] = []) => worker.store.mysql.run({ table: 'test', sql: text.replaceAll('$', `\`${worker.store.databases.prices}\`.`), values, prepared: true });

async function live(slot: number): Promise<void> {
  clock.set(slot + 2_000);
  const tick = root('tick', { v: 1, slot });
  await worker.services.producer.addFlow({ ...tick, opts: { ...tick.opts, jobId: `tick.${slotName(slot)}` } });
  const open = async (): Promise<string> => {
    const rows = await worker.services.store.ledger.between(slot - 3_600_000, slot + 1);
    const whole = rows.find((r) => r.slot.getTime() === slot && r.dataset === 'ml_features' && r.chunk === 0);
    return rows.some((r) => r.state === 'pending') || !whole ? 'under way' : whole.state;
  };
  await expect.poll(open, { timeout: 120_000, interval: 100 }).not.toBe('under way');
}

beforeAll(async () => {
  clock.set(FIRST);
  [redis, sim] = await Promise.all([testRedis(), startSimulator({ clock })]);
  config = readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: sim.url, COINGECKO_PLAN: 'demo', COINGECKO_API_KEY: 'test-cg-key-0123456789abcdef0123' });
  upstream = createUpstream({ config, redis: redis.redis, prefix: redis.prefix, clock, log: silentLog(), metrics: createMetrics(false) });
  worker = await testWorker({ clock, upstream });
  worker.services.archive = createArchive(worker.services.store, silentLog(), clock);
  await seedAssets(worker.services.store, 'seed', clock);
  await worker.host(['collect', 'process'], createHandlers({ wanted: SYMBOLS, chunkSymbols: 4 }, { SOURCES: 'all', HISTORY_BARS: 60 }, sentiment));
}, 60_000);
afterAll(async () => {
  upstream.close();
  await worker.cleanup();
  await sim.stop();
  await redis.cleanup();
});

const again = (window: Window = WINDOW, keep = false, signal = new AbortController().signal): Promise<Replay> =>
  replay({ live: worker.store.config, window, leadMs: 0, hosts: hostsOf(config), sentiment, models, keep, signal, tell: { plan: () => undefined, step: () => undefined, runs: () => undefined } });

const TAKEN_OVER = expect.stringMatching(/^sentiment_data scored by .*not open here \(MODEL_DIR\): taken over as stored$/) as string;

/** What differs, by table. */
const differences = ({ tables }: Replay) => tables.filter((t) => t.differing + t.onlyStored + t.onlyReplayed > 0);
const equalRows = ({ tables }: Replay): Record<string, number> => Object.fromEntries(tables.map((t) => [t.table, t.equal]));

const databases = () => Object.values(worker.store.databases);
/** A checksum of every table of the farm. */
async function checksums(): Promise<[string, string][]> {
  const names = await worker.store.mysql.rows<{ t: string }>({ table: 'test', sql: `SELECT CONCAT('\`', table_schema, '\`.\`', table_name, '\`') AS t FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema IN (?, ?, ?) ORDER BY t`, values: databases() });
  const sums = await worker.store.mysql.rows<{ Table: string; Checksum: string }>({ table: 'test', sql: `CHECKSUM TABLE ${names.map((n) => n.t).join(', ')} EXTENDED` });
  return sums.map((s) => [s.Table, String(s.Checksum)]);
}
const left = async (): Promise<string[]> => (await worker.store.mysql.rows<{ name: string }>({ table: 'test', sql: 'SELECT schema_name AS name FROM information_schema.schemata' })).map((r) => r.name).filter((n) => databases().some((d) => n.startsWith(`${d}_replay_`)));

describe('a stretch of the past, done again', () => {
  it('was lived: an upstream away, one that throttled, one that garbled, a bar restated', async () => {
    await live(SLOTS[0] as number);
    // A bar that the venue will give otherwise when it is asked again.
    await change("UPDATE $ohlc_data SET close = close * 1.001, high = high * 1.001 WHERE symbol = ? AND timeframe = '5m' AND is_final = 1 ORDER BY open_time DESC LIMIT 1", [SYMBOL]);
    await worker.services.store.indicators.forgetStates([{ symbol: SYMBOL, timeframe: '5m' }], clock.now());
    const payload = { v: 1 as const, slot: SLOTS[0] as number, chunk: 1, symbols: [SYMBOL], round: 0 };
    await indicators(payload, contextFor(worker.services, 'indicators', payload, { clock }));
    for (const [k, faults] of FAULTS.entries()) {
      sim.faults.set(faults);
      await live(SLOTS[k + 1] as number);
    }
    expect(await sql('SELECT row_key FROM $restatements WHERE seen_at > ?', [new Date(WINDOW.from)])).not.toEqual([]);
    expect(await sql('SELECT item FROM $quarantine')).not.toEqual([]);
    expect((await sql<{ status: number }>('SELECT DISTINCT status FROM $asked')).map((r) => r.status)).toEqual(expect.arrayContaining([200, 429, 500]));
    expect(await sql('SELECT run FROM $collect_runs WHERE attempt > 1')).not.toEqual([]);
  }, 240_000);

  it('gives the same rows to the last bit in every table, and changes nothing of the farm', async () => {
    const before = await checksums();
    // A replay that was killed left this.
    for (const name of databases()) await change(`CREATE DATABASE \`${name}_replay_deadbeef\``);
    const found = await again(WINDOW, true);
    expect([found.strayed, differences(found)]).toEqual([[], []]);
    expect(found.identical).toBe(true);
    expect(await checksums()).toEqual(before);
    expect(found.swept).toEqual(['deadbeef']);
    // It was told to leave its databases.
    expect([(await left()).length, await left()]).toEqual([3, expect.arrayContaining([found.kept])]);
    const equal = equalRows(found);
    // The first slot, in which nothing is stored of what is told hourly and daily, lies before the window.
    for (const table of ['price_data_real', 'ohlc_data', 'restatements', 'technical_indicators', 'ml_features_materialized', 'quarantine', 'derivatives_data', 'onchain_data', 'news_articles', 'sentiment_data', 'sentiment_analysis', 'news_narratives', 'market_regime']) expect([table, equal[table]]).toEqual([table, expect.toSatisfy((n: number) => n > 0)]);
    expect(equal['ml_features_materialized']).toBe(FAULTS.length * SYMBOLS);
    expect(found.leftOut.filter((c) => !c.endsWith('.ingested_at'))).toEqual(['restatements.job_id', 'ml_features_materialized.job_id']);
  }, 120_000);

  it('names the one stored value that is not what was computed, and takes away its own databases only', async () => {
    const kept = await left();
    const [row] = await sql<{ symbol: string; timestamp: Date; rsi_14: number }>('SELECT symbol, timestamp, rsi_14 FROM $ml_features_materialized WHERE rsi_14 IS NOT NULL ORDER BY timestamp DESC, symbol LIMIT 1');
    const { symbol: name, timestamp, rsi_14: value } = row as NonNullable<typeof row>;
    const other = value * (1 + Number.EPSILON);
    expect(other).not.toBe(value);
    await change('UPDATE $ml_features_materialized SET rsi_14 = ? WHERE symbol = ? AND timestamp = ?', [other, name, timestamp]);
    try {
      models = [];
      const found = await again();
      expect([found.identical, found.swept, await left()]).toEqual([false, [], kept]);
      // As if the texts had been scored by models that are not here.
      expect(found.notReplayed.filter((n) => n.rows !== null).map((n) => `${n.what} ${n.reason}`)).toEqual(scorers.crypto.model === scorers.stock.model ? [TAKEN_OVER] : [TAKEN_OVER, TAKEN_OVER]);
      expect(differences(found)).toMatchObject([{ table: 'ml_features_materialized', differing: 1, onlyStored: 0, onlyReplayed: 0, first: [{ key: `${name} ${timestamp.toISOString()}`, column: 'rsi_14', stored: String(other), replayed: String(value) }] }]);
      expect(reportText(found)).toContain(`ml_features_materialized ${name} ${timestamp.toISOString()}  rsi_14: stored ${other}, replayed ${value}`);
    } finally {
      models = [scorers.crypto.model, scorers.stock.model];
      await change('UPDATE $ml_features_materialized SET rsi_14 = ? WHERE symbol = ? AND timestamp = ?', [value, name, timestamp]);
    }
  }, 120_000);

  it('takes its databases away when it is stopped', async () => {
    for (const name of await left()) await change(`DROP DATABASE \`${name}\``);
    await expect(again(WINDOW, true, AbortSignal.abort(new Error('stopped by hand')))).rejects.toThrow('stopped by hand');
    expect(await left()).toEqual([]);
  }, 120_000);

  it('says which right is missing, and how to give it, where it may not make databases', async () => {
    const [name, password] = [`plain_${worker.store.databases.prices}`.slice(0, 30), 'a-password-of-nobody-0123'];
    await change(`CREATE USER '${name}'@'127.0.0.1' IDENTIFIED BY '${password}'`);
    const config: StoreConfig = { ...worker.store.config, MYSQL_USER: name, MYSQL_PASSWORD: password };
    const plain = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, createMetrics(false), silentLog());
    try {
      await expect(plain.alone((session) => makeScratch(session, config))).rejects.toThrow(new RegExp(`the user ${name} may not make them.*\\n {2}GRANT ALL ON .*_replay\\\\_%.* TO '${name}'@'%';`));
    } finally {
      await plain.close();
      await change(`DROP USER '${name}'@'127.0.0.1'`);
    }
  }, 60_000);

  it('is a word: 0 where it is the same, 1 where it is not, 2 for wrong options', async () => {
    const env = { PATH: process.env.PATH ?? '', ...Object.fromEntries(Object.entries(worker.store.config).map(([k, v]) => [k, String(v)])), FARM_MODE: 'sim', SIMULATOR_URL: sim.url };
    const word = (...args: string[]) => runs(process.execPath, ['dist/scripts/replay.js', ...args], env);
    const options = ['--from', '2026-06-01T14:55', '--to', '2026-06-01T15:10Z', '--lead', '0'];
    const [same, wrong] = await Promise.all([word(...options), word('--from', 'yesterday', '--lead', '-1')]);
    expect([same.code, same.stderr.split('\n')[0]], same.output).toEqual([0, expect.stringMatching(/^Replaying 2026-06-01 14:55:00 to 2026-06-01 15:10:00 \(UTC\): \d+ slots/)]);
    expect(same.stdout).toMatch(/ml_features_materialized +18 +18 +18 +0 +0 +0\n[^]*Compared: every column but ingested_at, job_id\.\nBit-identical: [\d,]+ rows\.\n$/);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/--from must be a time[^]*--to is needed[^]*--lead must be/)]);
    // The whole begins with the farm's first day: no venue ever told this bar, which is too old to have been asked for again.
    await change("UPDATE $ohlc_data SET trades = trades + 1 WHERE symbol = ? AND timeframe = '5m' AND open_time = '2026-06-01 14:00:00'", [SYMBOL]);
    const whole = await word('--from', '2026-06-01T14:00', '--to', '2026-06-01T15:10Z', '--json');
    expect([whole.code, whole.stderr], whole.output).toEqual([1, '']);
    const told = JSON.parse(whole.stdout) as Replay;
    expect([told.identical, told.tables.find((t) => t.table === 'ohlc_data')?.first]).toEqual([false, expect.arrayContaining([expect.objectContaining({ key: 'BTC 5m 2026-06-01T14:00:00.000Z', column: 'trades' })])]);
  }, 120_000);

  it('refuses a window that the archive does not hold whole, naming what is missing and the cure', async () => {
    const [lost] = await sql<Record<string, SqlValue>>('SELECT b.* FROM $answers b JOIN $asked a ON a.sha256 = b.sha256 WHERE a.source = ? AND a.slot = ? LIMIT 1', ['crypto-prices', new Date(SLOTS[1] as number)]);
    const { sha256 } = lost as { sha256: string };
    await change('DELETE FROM $answers WHERE sha256 = ?', [sha256]);
    await expect(again()).rejects.toThrow(new RegExp(`\\d+ answers .* no longer in the archive, such as crypto-prices .* SHA-256 ${sha256}.*ARCHIVE_DAYS`));
    await change('DELETE FROM $asked WHERE sha256 = ?', [sha256]);
    await expect(again()).rejects.toThrow(/\d+ answers .* no longer in the archive, such as crypto-prices, run /);
    await change('DELETE FROM $collect_runs WHERE source = ? AND slot = ?', ['crypto-prices', new Date(SLOTS[1] as number)]);
    await expect(again()).rejects.toThrow(/jobs that wrote rows .* have no run in the archive, such as crypto-prices\./);
    await expect(again({ from: FIRST - 86_400_000, to: FIRST - 3_600_000 })).rejects.toThrow(/no job that the archive knows of ran .* The archive holds runs from 2026-06-01T14:50/);
    expect(await left()).toEqual([]);
  }, 60_000);
});
