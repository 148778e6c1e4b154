import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { StoreConfig } from './config.js';
import { createStore } from './create.js';
import { readMigrations } from './migration-files.js';
import { migrate, pendingMigrations, verifySchema } from './migrate.js';
import { openMysql, type Mysql } from './mysql.js';
import { dropDatabases, testConfig } from './testing.js';

const log = silentLog();
const names = readMigrations().map((f) => f.name);

describe('migrations', () => {
  let config: StoreConfig;
  let mysql: Mysql;
  beforeEach(() => {
    config = testConfig();
    mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 2 }, createMetrics(false), log);
  });
  afterEach(async () => {
    await dropDatabases(config, mysql);
    await mysql.close();
  });
  const sql = (text: string) => mysql.run({ table: 'test', sql: text });

  it('create everything on an empty server, and nothing the second time', async () => {
    expect(await pendingMigrations(config, log)).toEqual(names);
    expect(await migrate(config, log)).toMatchObject({ applied: names, partitions: expect.arrayContaining([expect.stringMatching(/^cut ml_features_materialized by timestamp/)]) as unknown, problems: [] });
    expect(await migrate(config, log)).toEqual({ applied: [], partitions: [], problems: [] });
    expect(await pendingMigrations(config, log)).toEqual([]);
    await expect(verifySchema(config)).resolves.toBeUndefined();
  });

  it('started by three processes at once are applied by one', async () => {
    const runs = await Promise.all([migrate(config, log), migrate(config, log), migrate(config, log)]);
    expect(runs.flatMap((r) => r.applied)).toEqual(names);
    await expect(verifySchema(config)).resolves.toBeUndefined();
  });

  it('stopped between two statements go on from there', async () => {
    await migrate(config, log);
    const [first = ''] = names;
    await sql(`UPDATE ${config.MYSQL_DATABASE_PRICES}.schema_migrations SET statements_done = 3 WHERE name = '${first}'`);
    await sql(`DROP TABLE ${config.MYSQL_DATABASE_TRADING}.performance_metrics`);
    expect((await migrate(config, log)).applied).toEqual([first]);
    await expect(verifySchema(config)).resolves.toBeUndefined();
  });

  it('are refused when a file was changed after it was applied', async () => {
    await migrate(config, log);
    const changed = readMigrations().map((f) => ({ ...f, checksum: 'f'.repeat(64) }));
    await expect(migrate(config, log, changed)).rejects.toMatchObject({ kind: 'permanent', code: 'MIGRATION_CHANGED', message: expect.stringContaining(names[0] as string) as string });
  });

  it('keep the tables of the trading engine as it shaped them', async () => {
    await sql(`CREATE DATABASE ${config.MYSQL_DATABASE_TRADING}`);
    await sql(`CREATE TABLE ${config.MYSQL_DATABASE_TRADING}.trades (engine_id INT PRIMARY KEY)`);
    await migrate(config, log);
    expect(await mysql.rows({ table: 'test', sql: `SHOW COLUMNS FROM ${config.MYSQL_DATABASE_TRADING}.trades` })).toHaveLength(1);
    await expect(verifySchema(config)).resolves.toBeUndefined();
  });

  it('leave a schema whose every departure is found: a dropped column, another type, a lost table', async () => {
    await migrate(config, log);
    const prices = config.MYSQL_DATABASE_PRICES;
    await sql(`ALTER TABLE ${prices}.ml_features_materialized DROP COLUMN rsi_14`);
    await sql(`ALTER TABLE ${prices}.price_data_real MODIFY current_price FLOAT NOT NULL`);
    await sql(`DROP TABLE ${prices}.quarantine`);
    await expect(verifySchema(config)).rejects.toThrow(/price_data_real\.current_price: is float, expected DOUBLE\n.*ml_features_materialized\.rsi_14: the column is missing\n.*quarantine: the table is missing/);
  });

  it('and everything else answer a wrong password with one clear error that does not show it', async () => {
    const wrong = { ...config, MYSQL_PASSWORD: 'not-the-password' };
    const attempt = await migrate(wrong, log).catch((e: unknown) => e as Error);
    expect(attempt).toMatchObject({ name: 'StoreError', kind: 'permanent' });
    expect(String(attempt)).toMatch(/refused the user name or password; check MYSQL_USER and MYSQL_PASSWORD/);
    expect(JSON.stringify(attempt) + String(attempt)).not.toContain('not-the-password');
  });

  it('and everything else call a server that is away transient', async () => {
    const store = createStore({ ...config, MYSQL_PORT: 1 }, createMetrics(false), log);
    await expect(store.ping()).rejects.toMatchObject({ name: 'StoreError', kind: 'transient' });
    await store.close();
  });
});
