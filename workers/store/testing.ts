/**
 * A store of its own for one test file: fresh, migrated databases on the run's
 * MySQL, dropped at the end. Refuses to run outside vitest, which hands out the server.
 */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type {} from '#scripts/testing/services.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { databaseNames, type StoreConfig } from './config.js';
import { createStore } from './create.js';
import { quoted } from './ddl.js';
import type { Store } from './index.js';
import { migrate } from './migrate.js';
import { openMysql, type Mysql } from './mysql.js';

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

/** Drops the databases of a test's settings. */
export async function dropDatabases(config: StoreConfig, mysql: Mysql): Promise<void> {
  for (const name of Object.values(databaseNames(config))) await mysql.run({ table: 'test', sql: `DROP DATABASE IF EXISTS ${quoted(name)}` });
}

export async function testStore(): Promise<TestStore> {
  const config = testConfig();
  await migrate(config, silentLog());
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
