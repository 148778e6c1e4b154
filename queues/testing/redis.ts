/**
 * A corner of the run's Redis for one test file: a key prefix nobody else has,
 * and a check at the end that the file wrote nowhere else and closed every
 * connection it opened. Refuses to run outside vitest, which hands out the server.
 */
import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { inject } from 'vitest';
import type {} from './provided.js';
import { realSleep, stopwatchMs } from '../runtime/clock.js';
import { connectRedis, type Redis, type RedisSettings } from '../runtime/redis.js';
import { silentLog } from '../runtime/log.js';

export interface TestRedis {
  settings: RedisSettings;
  /** Hash-tagged, as in production. */
  prefix: string;
  redis: Redis;
  /**
   * Call it last. Removes the prefix's keys and closes the connection.
   * @throws Error when keys were left outside every test prefix, or connections to the server are still open.
   */
  cleanup(): Promise<void>;
}

/** Every prefix of this kit; a key that begins with none of them is a leak. */
const OURS = '{test-';

async function keysMatching(redis: Redis, pattern: string): Promise<string[]> {
  const keys: string[] = [];
  let cursor = '0';
  do {
    const [next, page] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
    keys.push(...page);
    cursor = next;
  } while (cursor !== '0');
  return keys;
}

/** Sockets of this process to the port. Node offers no public list of open handles with their addresses. */
function openSockets(port: number): number {
  const { _getActiveHandles } = process as unknown as { _getActiveHandles(): unknown[] };
  return _getActiveHandles.call(process).filter((h) => h instanceof Socket && h.remotePort === port && !h.destroyed).length;
}

/** Closing takes a few turns of the event loop, so the count is asked for until it is right. */
async function socketsClosed(port: number, allowed: number): Promise<void> {
  const started = stopwatchMs();
  while (openSockets(port) > allowed) {
    if (stopwatchMs() - started > 2_000) throw new Error(`${openSockets(port) - allowed} connections to Redis are still open: close queues, workers and clients before cleanup()`);
    await realSleep(10);
  }
}

/** @param db number of the logical database; the leak check looks at that one alone. */
export async function testRedis({ db = 0 }: { db?: number } = {}): Promise<TestRedis> {
  const { host, port, password } = inject('services').redis;
  const socketsBefore = openSockets(port);
  const settings: RedisSettings = { REDIS_HOST: host, REDIS_PORT: port, REDIS_PASSWORD: password, REDIS_DB: db, REDIS_TLS: false };
  const prefix = `${OURS}${randomBytes(6).toString('hex')}}`;
  const redis = connectRedis(settings, silentLog());
  await redis.ping();
  const before = new Set(await keysMatching(redis, '*'));
  const cleanup = async () => {
    const mine = await keysMatching(redis, `${prefix}*`);
    for (let i = 0; i < mine.length; i += 500) await redis.del(mine.slice(i, i + 500));
    const leaked = (await keysMatching(redis, '*')).filter((key) => !key.startsWith(OURS) && !before.has(key));
    await redis.quit();
    await socketsClosed(port, socketsBefore);
    if (leaked.length > 0) throw new Error(`keys were written outside any test prefix: ${leaked.slice(0, 5).join(', ')}`);
  };
  return { settings, prefix, redis, cleanup };
}
