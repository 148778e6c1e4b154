/** The rows of a farm that `up` has made: through its state file while it runs, or from its home after it has ended. */
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { StoreConfig } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import type { Store } from '#workers/store/index.js';
import { openMysql } from '#workers/store/mysql.js';
import type { FarmState } from '#scripts/farm/files.js';
import { startMysql } from '#scripts/provision/mysql.js';

export interface Database {
  store: Store;
  /** Rows of a statement; `crypto_prices` is the default database. */
  rows<T>(sql: string, values?: (string | number | Date)[]): Promise<T[]>;
  close(): Promise<void>;
}

function open(config: StoreConfig): Database {
  const metrics = createMetrics(false);
  const store = createStore({ ...config, MYSQL_POOL_SIZE: 2 }, metrics, silentLog());
  const mysql = openMysql({ ...config, MYSQL_POOL_SIZE: 1 }, metrics, silentLog());
  return {
    store,
    rows: async (sql, values = []) => {
      await mysql.run({ table: 'test', sql: `USE \`${config.MYSQL_DATABASE_PRICES}\`` });
      return mysql.rows({ table: 'test', sql, values });
    },
    close: async () => {
      await store.close();
      await mysql.close();
    },
  };
}

/** Of a farm that is up. */
export function databaseOf({ mysql }: FarmState): Database {
  const { prices, trading, stock } = mysql.databases;
  return open({ MYSQL_HOST: mysql.host, MYSQL_PORT: mysql.port, MYSQL_USER: mysql.user, MYSQL_PASSWORD: mysql.password, MYSQL_DATABASE_PRICES: prices, MYSQL_DATABASE_TRADING: trading, MYSQL_DATABASE_STOCK: stock, MYSQL_POOL_SIZE: 1 });
}

/** Of a farm that has ended: its MySQL is started alone. @param market the market's folder in the home. */
export async function databaseIn(market: string): Promise<Database> {
  const server = await startMysql({ home: market, durable: true, log: () => undefined });
  const database = open({ MYSQL_HOST: server.host, MYSQL_PORT: server.port, MYSQL_USER: server.user, MYSQL_PASSWORD: server.password, MYSQL_DATABASE_PRICES: 'crypto_prices', MYSQL_DATABASE_TRADING: 'crypto_transactions', MYSQL_DATABASE_STOCK: 'stock_market_news', MYSQL_POOL_SIZE: 1 });
  return {
    ...database,
    close: async () => {
      await database.close();
      await server.stop();
    },
  };
}
