/**
 * A Redis and a MySQL that a fault may kill, fill and start again: durable as `up`
 * starts them, on the same port with the same data. The farm's user is no
 * superuser, so that a server that refuses writes or connections refuses the
 * farm's; the administrator's own connection stays.
 */
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { connectRedis, type Redis, type RedisSettings } from '#queues/runtime/redis.js';
import { databaseNames, readStoreConfig, type StoreConfig } from '#workers/store/config.js';
import { migrate } from '#workers/store/migrate.js';
import { openMysql, type Mysql } from '#workers/store/mysql.js';
import type { Closers } from '../farm/closers.js';
import { startMysql } from '../provision/mysql.js';
import { startRedis } from '../provision/redis.js';
import type { RunningServer } from '../provision/server.js';

export interface KillableServer {
  /** Its folder, for a fault that fills the disk under it. */
  readonly folder: string;
  isRunning(): boolean;
  /** SIGKILL: no goodbye, nothing flushed. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it unless it runs. */
  start(): Promise<void>;
}

export interface ArenaServers {
  redis: KillableServer;
  mysql: KillableServer;
  settings: RedisSettings;
  store: StoreConfig;
  /** A connection for a fault's own commands. */
  client: Redis;
  /** May do anything; the farm's processes may not. */
  admin: Mysql;
}

/** What is not the farm's: a user of its databases, and nothing more. */
const FARM_USER = 'chaos';

function killable(folder: string, first: RunningServer, again: () => Promise<RunningServer>): KillableServer & { stop(): Promise<void> } {
  let server = first;
  let isGone = false;
  const watch = (s: RunningServer): void => void s.exited.then(() => (isGone ||= s === server));
  watch(first);
  return {
    folder,
    isRunning: () => !isGone,
    kill: async () => {
      if (!isGone) process.kill(server.pid, 'SIGKILL');
      await server.exited;
      isGone = true;
    },
    start: async () => {
      if (!isGone) return;
      server = await again();
      isGone = false;
      watch(server);
    },
    stop: () => server.stop(),
  };
}

/** Starts both and migrates. @param home a folder that may be on a file system of limited size. */
export async function startServers(home: string, closers: Closers): Promise<ArenaServers> {
  const options = { home, durable: true, log: () => undefined };
  const redis = await startRedis(options);
  const redisServer = killable(`${home}/redis`, redis, () => startRedis({ ...options, port: redis.port }));
  closers.add('redis', () => redisServer.stop());
  const ofMysql = { ...options, plainUser: { name: FARM_USER, databases: Object.values(databaseNames(readStoreConfig({ MYSQL_USER: FARM_USER }))) } };
  const mysql = await startMysql(ofMysql);
  const mysqlServer = killable(`${home}/mysql`, mysql, () => startMysql({ ...ofMysql, port: mysql.port }));
  closers.add('mysql', () => mysqlServer.stop());
  const superuser = readStoreConfig({ MYSQL_HOST: mysql.host, MYSQL_PORT: String(mysql.port), MYSQL_USER: mysql.user, MYSQL_PASSWORD: mysql.password });
  await migrate(superuser, silentLog());
  const admin = openMysql({ ...superuser, MYSQL_POOL_SIZE: 2 }, createMetrics(false), silentLog());
  closers.add('admin', () => admin.close());
  const settings: RedisSettings = { REDIS_HOST: redis.host, REDIS_PORT: redis.port, REDIS_PASSWORD: redis.password, REDIS_DB: 0, REDIS_TLS: false };
  const client = connectRedis(settings, silentLog());
  closers.add('redis client', () => client.disconnect());
  return { redis: redisServer, mysql: mysqlServer, settings, client, admin, store: { ...superuser, MYSQL_USER: FARM_USER, MYSQL_POOL_SIZE: 6 } };
}
