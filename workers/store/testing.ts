/**
 * A store of its own for one test file: fresh, migrated databases on the run's
 * MySQL, dropped at the end. Refuses to run outside vitest, which hands out the server.
 */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type {} from '#scripts/testing/services.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { databaseNames, type DatabaseNames, type StoreConfig } from './config.js';
import { createStore } from './create.js';
import { quoted } from './ddl.js';
import type { Store } from './index.js';
import { migrate } from './migrate.js';
import { openMysql, type Mysql } from './mysql.js';
import type { DatabaseName } from './table.js';
import { views } from './tables/index.js';

export interface TestStore {
  store: Store;
  config: StoreConfig;
  /** A door of its own, for assertions in SQL; its default is no database: name them. */
  mysql: Mysql;
  databases: { prices: string; trading: string; stock: string };
  /** Call it last: closes the store and drops the databases. */
  cleanup(): Promise<void>;
}

/** Settings of databases that do not exist yet. */
export function testConfig(): StoreConfig {
  const { host, port, user, password } = inject('services').mysql;
  const suffix = randomBytes(5).toString('hex');
  return {
    MYSQL_HOST: host,
    MYSQL_PORT: port,
    MYSQL_USER: user,
    MYSQL_PASSWORD: password,
    MYSQL_DATABASE_PRICES: `prices_${suffix}`,
    MYSQL_DATABASE_TRADING: `trading_${suffix}`,
    MYSQL_DATABASE_STOCK: `stock_${suffix}`,
    MYSQL_POOL_SIZE: 10,
  };
}

/** Made by the first file that needs them, under the lock of migrations; the server goes with the run. */
const template: DatabaseNames = { prices: 'template_prices', trading: 'template_trading', stock: 'template_stock' };
let made: Promise<unknown> | undefined;

/**
 * Databases like the ones that `migrate` made once for the whole run: a table by its
 * model takes a fraction of what the history of the schema takes. What migrations do
 * is tested in migrate.db.test.ts.
 */
async function copyTemplate(config: StoreConfig): Promise<void> {
  made ??= migrate({ ...config, MYSQL_DATABASE_PRICES: template.prices, MYSQL_DATABASE_TRADING: template.trading, MYSQL_DATABASE_STOCK: template.stock }, silentLog());
  await made;
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, createMetrics(false), silentLog());
  const run = (sql: string) => mysql.run({ table: 'test', sql });
  for (const [name, to] of Object.entries(databaseNames(config)) as [DatabaseName, string][]) {
    await run(`CREATE DATABASE ${quoted(to)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const tables = await mysql.rows<{ t: string }>({ table: 'test', sql: "SELECT table_name AS t FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'", values: [template[name]] });
    for (const { t } of tables) await run(`CREATE TABLE ${quoted(to)}.${quoted(t)} LIKE ${quoted(template[name])}.${quoted(t)}`);
  }
  await run(`INSERT INTO ${quoted(config.MYSQL_DATABASE_PRICES)}.schema_migrations SELECT * FROM ${quoted(template.prices)}.schema_migrations`);
  for (const v of views) {
    await run(`USE ${quoted(databaseNames(config)[v.database])}`);
    await run(`CREATE VIEW ${quoted(v.name)} AS ${v.as}`);
  }
  await mysql.close();
}

/** Drops the databases of a test's settings. */
export async function dropDatabases(config: StoreConfig, mysql: Mysql): Promise<void> {
  for (const name of Object.values(databaseNames(config))) await mysql.run({ table: 'test', sql: `DROP DATABASE IF EXISTS ${quoted(name)}` });
}

export async function testStore(): Promise<TestStore> {
  const config = testConfig();
  await copyTemplate(config);
  const metrics = createMetrics(false);
  const store = createStore(config, metrics, silentLog());
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 4 }, metrics, silentLog());
  const cleanup = async (): Promise<void> => {
    await store.close();
    await dropDatabases(config, mysql);
    await mysql.close();
  };
  return { store, config, mysql, databases: databaseNames(config), cleanup };
}
