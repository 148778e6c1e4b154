/**
 * The Redis and MySQL that the environment points at, asked before anything is
 * started: a farm whose servers do not answer would come up, wait for them, and
 * say only after minutes what was wrong.
 */
import { StoreError } from '#queues/errors.js';
import { readRuntimeConfig } from '#queues/runtime/config.js';
import type { Environment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { connectRedis, type RedisSettings } from '#queues/runtime/redis.js';
import { readStoreConfig } from '#workers/store/config.js';
import { openMysql } from '#workers/store/mysql.js';
import { ProvisionError } from '#scripts/provision/failure.js';
import type { Servers } from './environment.js';

/** Why Redis cannot be used with these settings, in its own words; null when it answers. */
export async function redisRefusal(settings: RedisSettings): Promise<string | null> {
  const redis = connectRedis(settings, silentLog(), { retryStrategy: () => null, lazyConnect: true });
  let reason: Error | undefined;
  redis.on('error', (error: Error) => (reason = error));
  try {
    await redis.connect();
    await redis.ping();
    return null;
  } catch (error) {
    const { message } = reason ?? (error as Error);
    return /NOAUTH|WRONGPASS/.test(message) ? 'it refused the password' : message;
  } finally {
    redis.disconnect();
  }
}

/** Null where REDIS_HOST is not set. @throws ProvisionError when it does not answer. */
export async function givenRedis(env: Environment): Promise<Servers['redis'] | null> {
  if (!env['REDIS_HOST']) return null;
  const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_DB, REDIS_TLS } = env;
  const settings = readRuntimeConfig({ REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_DB, REDIS_TLS });
  const refusal = await redisRefusal(settings);
  if (refusal !== null) throw new ProvisionError(`Redis at ${settings.REDIS_HOST}:${settings.REDIS_PORT} cannot be used: ${refusal}`, 'check REDIS_HOST, REDIS_PORT and REDIS_PASSWORD, or unset REDIS_HOST for a private Redis');
  return { host: settings.REDIS_HOST, port: settings.REDIS_PORT, password: settings.REDIS_PASSWORD ?? '' };
}

/** Null where MYSQL_HOST is not set. @throws ProvisionError when it does not let us in. */
export async function givenMysql(env: Environment): Promise<Servers['mysql'] | null> {
  if (!env['MYSQL_HOST']) return null;
  const { MYSQL_HOST, MYSQL_PORT, MYSQL_PASSWORD } = env;
  const config = readStoreConfig({ MYSQL_HOST, MYSQL_PORT, MYSQL_PASSWORD, MYSQL_USER: env['MYSQL_USER'] || 'root', MYSQL_POOL_SIZE: '1' });
  const mysql = openMysql(config, createMetrics(false), silentLog());
  try {
    await mysql.rows({ table: 'MySQL', sql: 'SELECT 1' });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new ProvisionError(`MySQL at ${config.MYSQL_HOST}:${config.MYSQL_PORT} cannot be used: ${error.message.replace(/^MySQL: /, '')}`, 'check MYSQL_HOST, MYSQL_PORT, MYSQL_USER and MYSQL_PASSWORD, or unset MYSQL_HOST for a private MySQL');
  } finally {
    await mysql.close();
  }
  return { host: config.MYSQL_HOST, port: config.MYSQL_PORT, user: config.MYSQL_USER, password: config.MYSQL_PASSWORD };
}
