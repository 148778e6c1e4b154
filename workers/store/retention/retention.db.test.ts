/** On a real server: tables with rows are cut, filled, cut ahead and rolled off, and nobody loses a row too early. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { migrate } from '../migrate.js';
import { readMigrations } from '../migration-files.js';
import { testStore, type TestStore } from '../testing.js';
import { outlook } from './outlook.js';
import { aheadOf } from './plan.js';
import { daysOf } from './policy.js';
import { survey } from './survey.js';

const DAY = 86_400_000;
const NOW = Date.now();
const MONTH = (back: number): Date => new Date(Date.UTC(new Date(NOW).getUTCFullYear(), new Date(NOW).getUTCMonth() - back, 15, 12));

let db: TestStore;
beforeAll(async () => (db = await testStore()));
afterAll(async () => db.cleanup());
const t = (name: string) => `\`${db.databases.prices}\`.${name}`;
const sql = (text: string, values: (string | Date)[] = []) => db.mysql.run({ table: 'test', sql: text, values });
const count = async (name: string, where = 'TRUE') => Number((await db.mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT COUNT(*) AS n FROM ${t(name)} WHERE ${where}` }))[0]?.n);
const cut = async (name: string) => (await survey(db.mysql, db.config)).find((s) => s.table.name === name);
const derivative = (symbol: string, at: Date) => sql(`INSERT INTO ${t('derivatives_data')} (symbol, venue, observed_at, market, available_at, ingested_at, data_source) VALUES (?, 'binance', ?, 'X', ?, ?, 'test')`, [symbol, at, at, at]);
const feature = (symbol: string, at: Date) => sql(`INSERT INTO ${t('ml_features_materialized')} (symbol, timestamp, feature_version, fill_ratio, lineage, job_id, available_at, ingested_at, data_source) VALUES (?, ?, 1, 1, '{}', 'test', ?, ?, 'test')`, [symbol, at, at, at]);
const tidy = (nowMs: number, policy = '') => db.store.retention.tidy(nowMs, daysOf(policy));
afterEach(async () => {
  for (const name of ['derivatives_data', 'ml_features_materialized', 'slot_ledger']) await sql(`DELETE FROM ${t(name)}`);
});

describe('a table in one piece, with rows', () => {
  it('is cut by `migrate`, keeps every row, and is called pending until it is', async () => {
    await sql(`ALTER TABLE ${t('derivatives_data')} REMOVE PARTITIONING`);
    for (const back of [80, 3, 2, 0]) await derivative('BTC', MONTH(back));
    const wish = { nowMs: NOW, days: daysOf(''), mostRows: 5 };
    expect((await outlook(db.config, silentLog(), wish, true)).uncut).toEqual(['derivatives_data']);
    expect((await tidy(NOW)).problems).toEqual(['derivatives_data: in one piece; run `npm run migrate`']);
    const { partitions } = await migrate(db.config, silentLog());
    expect(partitions).toEqual([expect.stringMatching(/^cut derivatives_data by observed_at, a month each, into \d+ partitions$/)]);
    expect(await count('derivatives_data')).toBe(4);
    expect(await count('derivatives_data PARTITION (beyond)')).toBe(0);
    expect((await migrate(db.config, silentLog())).partitions).toEqual([]);
  });
});

describe('a partitioned table', () => {
  it('refuses no row, however old or far ahead, and answers the trading engine with the newest', async () => {
    for (const at of [new Date('2009-01-03'), MONTH(1), MONTH(0), new Date('2099-12-31')]) await feature('BTC', at);
    await feature('ETH', MONTH(0));
    const newest = await db.mysql.rows<{ timestamp: Date }>({
      table: 'test',
      sql: `SELECT * FROM ${t('ml_features_materialized')} WHERE symbol = 'BTC' AND timestamp = (SELECT MAX(timestamp) FROM ${t('ml_features_materialized')} WHERE symbol = 'BTC')`,
    });
    expect(newest.map((r) => r.timestamp.toISOString())).toEqual(['2099-12-31T00:00:00.000Z']);
    expect((await db.store.features.latest(['ETH'])).map((r) => r.timestamp)).toEqual([MONTH(0)]);
  });

  it('is cut ahead as farm time goes on, backwards too, and says when it has run out', async () => {
    const soon = NOW + 70 * DAY;
    expect((await tidy(soon)).ahead.get('ml_features_materialized')).toBe(3);
    const past = Date.UTC(2021, 5, 15);
    expect((await tidy(past)).done).toEqual(expect.arrayContaining([expect.stringMatching(/^split before_\d{4}_\d\d_01 of ml_features_materialized at 2021-06-01, 2021-07-01/)]));
    for (let i = 0; i < 5_001; i += 1_000) await sql(`INSERT INTO ${t('derivatives_data')} (symbol, venue, observed_at, market, available_at, ingested_at, data_source) SELECT 'BTC', 'v', '2098-01-01' + INTERVAL seq SECOND, 'X', '2098-01-01', '2098-01-01', 'test' FROM (${numbers(i, 1_000)}) n`);
    const late = await tidy(Date.UTC(2098, 0, 2));
    expect(late.ahead.get('derivatives_data')).toBe(0);
    expect(late.problems).toEqual([expect.stringMatching(/^derivatives_data: the partition beyond holds more than 5000 rows.*--rearrange/)]);
    expect(await count('derivatives_data')).toBeGreaterThan(5_000);
  });

  it('rolls off whole months by policy: nothing while the table is not written, then what is older and nothing younger', async () => {
    const far = new Date(NOW - 100 * DAY);
    for (const at of [new Date('2020-01-01'), new Date(NOW - 59 * DAY)]) await derivative('BTC', at);
    await db.store.retention.cutPast('derivatives_data', far.getTime(), NOW);
    await derivative('BTC', far);
    expect((await tidy(NOW, 'derivatives_data=60')).problems).toEqual(['derivatives_data: no row of the last 31 days, so nothing of it is rolled off']);
    await derivative('BTC', new Date(NOW));
    expect((await tidy(NOW, 'derivatives_data=0')).done.filter((d) => d.startsWith('drop'))).toEqual([]);
    const { done } = await tidy(NOW, 'derivatives_data=60');
    expect(done.filter((d) => d.startsWith('drop')).length).toBeGreaterThan(0);
    expect(await count('derivatives_data')).toBe(2);
    await derivative('BTC', far);
    expect(await count('derivatives_data')).toBe(3);
  });

  it('that is in use is left for the next time, and its writers wait no longer than that', async () => {
    await feature('BTC', MONTH(0));
    await db.mysql.alone(async (reader) => {
      await reader.run({ table: 'test', sql: 'START TRANSACTION' });
      await reader.rows({ table: 'test', sql: `SELECT COUNT(*) FROM ${t('ml_features_materialized')}` });
      const report = tidy(NOW + 2_000 * DAY, 'ml_features_materialized=0');
      await feature('ETH', MONTH(0));
      expect((await report).problems).toEqual([expect.stringMatching(/^ml_features_materialized: in use/)]);
    });
    expect((await tidy(NOW + 2_000 * DAY, 'ml_features_materialized=0')).problems).toEqual([]);
    const s = await cut('ml_features_materialized');
    expect(aheadOf(s?.parts ?? [], { by: 'timestamp', every: 'month' }, NOW + 2_000 * DAY)).toBeGreaterThanOrEqual(3);
  });
});

describe('a small table', () => {
  it('loses its old rows in batches, oldest first, and keeps the young ones', async () => {
    const ledger = (at: string, from: number, n: number) =>
      sql(`INSERT INTO ${t('slot_ledger')} (dataset, slot, chunk, state, symbols, rows_written, missing, attempts, repairs, opened_at) SELECT 'test', '${at}', seq, 'done', '[]', 0, '[]', 1, 0, '${at}' FROM (${numbers(from, n)}) n`);
    await ledger('2020-01-01', 0, 1_100);
    await ledger(new Date(NOW - DAY).toISOString().slice(0, 10), 0, 7);
    const wish = { nowMs: NOW, days: daysOf(''), mostRows: 5 };
    expect((await outlook(db.config, silentLog(), wish, true)).farm).toEqual([expect.stringMatching(/^delete 1100 rows of slot_ledger/)]);
    expect((await tidy(NOW, 'slot_ledger=0')).deleted).toBe(0);
    expect((await tidy(NOW)).deleted).toBe(1_100);
    expect(await count('slot_ledger')).toBe(7);
  });

  it('of what was begun and ended loses what ended long ago; what has no end stays, however old', async () => {
    const old = new Date('2020-01-01');
    const ends: [string, Date | null][] = [['old', old], ['young', new Date(NOW - DAY)], ['open', null]];
    for (const [id, end] of ends) {
      await sql(`INSERT INTO ${t('backfills')} (id, dataset, symbols, timeframes, from_time, to_time, only, origin, state, fingerprint, chunks, rows_expected, opened_at, finished_at) VALUES (?, 'ohlc', '[]', '[]', ?, ?, 0, 'gap', 'x', ?, 1, 1, ?, ${end ? '?' : 'NULL'})`, [id, old, old, id, old, ...(end ? [end] : [])]);
      await sql(`INSERT INTO ${t('backfill_chunks')} (backfill, chunk, step, stage, symbols, from_time, to_time, state, rows_expected, rows_written, missing, attempts, round, finished_at) VALUES (?, 1, 1, 'candles', '[]', ?, ?, 'x', 1, 1, '[]', 1, 0, ${end ? '?' : 'NULL'})`, [id, old, old, ...(end ? [end] : [])]);
      await sql(`INSERT INTO ${t('data_gaps')} (dataset, timeframe, symbol, since, until, missing, state, attempts, found_at, retry_at, closed_at) VALUES ('ohlc', '5m', ?, ?, ?, 1, 'x', 0, ?, ?, ${end ? '?' : 'NULL'})`, [id, old, old, old, old, ...(end ? [end] : [])]);
    }
    expect((await tidy(NOW)).deleted).toBe(3);
    expect([await count('backfills', "id <> 'old'"), await count('backfill_chunks', "backfill <> 'old'"), await count('data_gaps', "symbol <> 'old'")]).toEqual([2, 2, 2]);
    expect([await count('backfills'), await count('backfill_chunks'), await count('data_gaps')]).toEqual([2, 2, 2]);
  });

  it('and the large ones are left to a migration that is running', async () => {
    await db.mysql.alone(async (other) => {
      await other.rows({ table: 'test', sql: 'SELECT GET_LOCK(?, 5)', values: [`farm-migrate:${db.databases.prices}`.slice(0, 64)] });
      expect(await tidy(NOW)).toMatchObject({ problems: ['a migration is running: partitions are left to it'] });
    });
    expect(readMigrations().length).toBeGreaterThan(1);
  });
});

/** `seq` from, from + 1, … in SQL that both servers speak. */
function numbers(from: number, n: number): string {
  const digit = '(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)';
  return `SELECT ${from} + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS seq FROM ${digit} a, ${digit} b, ${digit} c, ${digit} e WHERE a.d + 10 * b.d + 100 * c.d + 1000 * e.d < ${n}`;
}
