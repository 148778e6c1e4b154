/**
 * The only door to Redis. BullMQ is handed *options*, never a shared instance:
 * it does not close an instance it did not make, and the process would hang.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { RuntimeConfig } from './config.js';
import type { Log } from './log.js';

export type RedisSettings = Pick<RuntimeConfig, 'REDIS_HOST' | 'REDIS_PORT' | 'REDIS_PASSWORD' | 'REDIS_DB' | 'REDIS_TLS'>;

/** Reconnect for ever, at most 2 s apart: Redis away for a minute must heal by itself. */
const retryStrategy = (times: number): number => Math.min(2_000, 50 * 2 ** Math.min(times, 6));

/** After a failover the old primary answers READONLY: reconnect and send the command again. */
const reconnectOnError = (error: Error): boolean | 2 => (error.message.startsWith('READONLY') ? 2 : false);

/** The connection options the farm uses, in the words that ioredis and BullMQ share. */
export type Connection = Readonly<{
  host: string;
  port: number;
  db: number;
  password?: string;
  tls?: object;
  connectTimeout: number;
  commandTimeout?: number;
  maxRetriesPerRequest?: number | null;
  retryStrategy: (times: number) => number;
  reconnectOnError: (error: Error) => boolean | 2;
}>;

function base(s: RedisSettings): Connection {
  return {
    host: s.REDIS_HOST,
    port: s.REDIS_PORT,
    ...(s.REDIS_PASSWORD ? { password: s.REDIS_PASSWORD } : {}),
    db: s.REDIS_DB,
    ...(s.REDIS_TLS ? { tls: {} } : {}),
    connectTimeout: 5_000,
    retryStrategy,
    reconnectOnError,
  };
}

/** For BullMQ workers: commands wait out an outage. */
export const workerConnection = (s: RedisSettings): Connection => ({ ...base(s), maxRetriesPerRequest: null });

/** For producers and request paths: fail fast instead of hanging while Redis is away. */
export const producerConnection = (s: RedisSettings): Connection => ({ ...base(s), maxRetriesPerRequest: 1, commandTimeout: 10_000 });

/** A plain client for everything that is not BullMQ; the caller closes it with `quit()`. */
export function connectRedis(s: RedisSettings, log: Log, extra: RedisOptions = {}): Redis {
  const redis = new Redis({ ...producerConnection(s), ...extra });
  redis.on('error', (error: Error) => log.warn({ err: error.message }, 'redis connection'));
  return redis;
}

export type { Redis } from 'ioredis';
