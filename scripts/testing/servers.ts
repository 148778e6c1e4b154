/**
 * Where a test farm keeps its rows and its queues: the run's shared servers, or
 * servers of its own that a test may stop, flush and start again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import type { RedisSettings } from '#queues/runtime/redis.js';
import { testRedis } from '#queues/testing/redis.js';
import { databaseNames, type StoreConfig } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import { migrate } from '#workers/store/migrate.js';
import { openMysql } from '#workers/store/mysql.js';
import { testStore, type TestStore } from '#workers/store/testing.js';
import { startMysql } from '#scripts/provision/mysql.js';
import { startRedis } from '#scripts/provision/redis.js';

export interface Outage {
  stop(): Promise<void>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
}

export interface FarmServers {
  redis: RedisSettings;
  prefix: string;
  store: TestStore;
  /** Present when the servers are the farm's own. */
  outages?: { redis: Outage; mysql: Outage };
  close(): Promise<void>;
}

export async function sharedServers(): Promise<FarmServers> {
  const [redis, store] = await Promise.all([testRedis(), testStore()]);
  return { redis: redis.settings, prefix: redis.prefix, store, close: async () => (await store.cleanup(), await redis.cleanup()) };
}

export async function ownServers(): Promise<FarmServers> {
  const home = await mkdtemp(join(tmpdir(), 'farm-own-'));
  const options = { home, durable: true, log: () => undefined };
  let [redis, mysql] = await Promise.all([startRedis(options), startMysql(options)]);
  const settings: RedisSettings = { REDIS_HOST: redis.host, REDIS_PORT: redis.port, REDIS_PASSWORD: redis.password, REDIS_DB: 0, REDIS_TLS: false };
  const config: StoreConfig = { MYSQL_HOST: mysql.host, MYSQL_PORT: mysql.port, MYSQL_USER: mysql.user, MYSQL_PASSWORD: mysql.password, MYSQL_DATABASE_PRICES: 'crypto_prices', MYSQL_DATABASE_TRADING: 'crypto_transactions', MYSQL_DATABASE_STOCK: 'stock_market_news', MYSQL_POOL_SIZE: 8 };
  await migrate(config, silentLog());
  const metrics = createMetrics(false);
  const store: TestStore = { store: createStore(config, metrics, silentLog()), config, mysql: openMysql(config, metrics, silentLog()), databases: databaseNames(config), cleanup: async () => (await store.store.close(), await store.mysql.close()) };
  return {
    redis: settings,
    prefix: '{farm}',
    store,
    outages: {
      redis: { stop: () => redis.stop(), start: async () => void (redis = await startRedis({ ...options, port: redis.port })) },
      mysql: { stop: () => mysql.stop(), start: async () => void (mysql = await startMysql({ ...options, port: mysql.port })) },
    },
    close: async () => {
      await store.cleanup();
      await Promise.all([redis.stop(), mysql.stop()]);
      await rm(home, { recursive: true, force: true });
    },
  };
}
