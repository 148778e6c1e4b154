/**
 * A Redis and a MySQL of its own for one bench, durable as `up` starts them, in a
 * temporary home that is gone afterwards. Never touches a server that runs already.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import type { RedisSettings } from '#queues/runtime/redis.js';
import { readStoreConfig, type StoreConfig } from '#workers/store/config.js';
import { migrate } from '#workers/store/migrate.js';
import { startMysql } from '../provision/mysql.js';
import { startRedis } from '../provision/redis.js';
import { createClosers, type Closers } from '../farm/closers.js';

export interface BenchServices {
  home: string;
  logs: string;
  redis: RedisSettings;
  prefix: string;
  store: StoreConfig;
  /** Variables for the farm's processes: servers, simulated mode, no inherited settings. */
  env: Record<string, string>;
  /** Whatever a bench starts: stopped before the servers, in reverse order. */
  closers: Closers;
}

const PREFIX = '{bench}';

async function startServers(home: string, closers: Closers): Promise<Pick<BenchServices, 'redis' | 'store'>> {
  const options = { home, durable: true, log: () => undefined };
  const redis = await startRedis(options);
  closers.add('redis', () => redis.stop());
  const mysql = await startMysql(options);
  closers.add('mysql', () => mysql.stop());
  return {
    redis: { REDIS_HOST: redis.host, REDIS_PORT: redis.port, REDIS_PASSWORD: redis.password, REDIS_DB: 0, REDIS_TLS: false },
    store: readStoreConfig({ MYSQL_HOST: mysql.host, MYSQL_PORT: String(mysql.port), MYSQL_USER: mysql.user, MYSQL_PASSWORD: mysql.password }),
  };
}

const text = (values: object): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/** Starts both, migrates, runs the work, stops everything, whatever happened. @throws what the work throws. */
export async function withServices<T>(work: (services: BenchServices) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'farm-measure-'));
  const logs = join(home, 'logs');
  mkdirSync(logs);
  const closers = createClosers((name, error) => process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`));
  const interrupted = () => void closers.close().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const { redis, store } = await startServers(home, closers);
    await migrate(store, silentLog());
    const env = { PATH: processEnvironment()['PATH'] ?? '', HOME: home, NODE_ENV: 'development', FARM_MODE: 'sim', LOG_FORMAT: 'json', LOG_LEVEL: 'info', REDIS_PREFIX: PREFIX, ...text(redis), REDIS_TLS: 'false', ...text(store) };
    return await work({ home, logs, redis, prefix: PREFIX, store, env, closers });
  } finally {
    await closers.close();
    process.removeListener('SIGINT', interrupted).removeListener('SIGTERM', interrupted);
    rmSync(home, { recursive: true, force: true });
  }
}
