/** The connections of the population while Redis is away: nothing that fails is left for the process to die of. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { expect, it } from 'vitest';
import { realSleep } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import { silentLog } from '#queues/runtime/log.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { testRedis } from '#queues/testing/redis.js';
import { openRelay } from '../testing/relay.js';
import { createPopulation } from './population.js';

/** Shorter than the outage, as it is in production. */
const COMMAND_TIMEOUT_MS = 100;

it('outlives an outage that is longer than its commands wait, and hears the others after it', async () => {
  const { redis, settings, prefix, cleanup } = await testRedis();
  const relay = await openRelay(settings.REDIS_PORT);
  relay.target = null;
  const warned: string[] = [];
  const log: Log = Object.assign(silentLog(), { warn: (_fields: unknown, message: string) => void warned.push(message) });
  const dropped: unknown[] = [];
  const take = (error: unknown): void => void dropped.push(error);
  process.on('unhandledRejection', take);
  const connect = () => connectRedis({ ...settings, REDIS_PORT: relay.port }, log, { commandTimeout: COMMAND_TIMEOUT_MS, maxRetriesPerRequest: null });
  const population = createPopulation({ connect, prefix, log });
  const io = new Server(createServer(), { adapter: population.adapter });
  await realSleep(5 * COMMAND_TIMEOUT_MS);
  expect(warned).toContain('the live streams wait for Redis');
  relay.target = settings.REDIS_PORT;
  const subscribers = async (): Promise<unknown> => (await redis.pubsub('NUMSUB', `${prefix}:socket.io#/#`))[1];
  await expect.poll(subscribers, { timeout: 10_000 }).toBe(1);
  relay.drop();
  await expect.poll(subscribers, { timeout: 10_000 }).toBe(0);
  await expect.poll(subscribers, { timeout: 10_000 }).toBe(1);
  void io.of('/').adapter.close();
  population.close();
  await realSleep(5 * COMMAND_TIMEOUT_MS);
  process.off('unhandledRejection', take);
  expect(dropped).toEqual([]);
  await relay.close();
  await cleanup();
}, 30_000);
