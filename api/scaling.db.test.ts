import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisSettings } from '#queues/runtime/redis.js';
import { poolNames, queueNames, queues, queuesOf } from '#queues/topology.js';
import { startRedis, type PrivateRedis } from '#scripts/provision/redis.js';
import type { ScalingView } from './views/scaling.js';
import { errorOf, KEYS, NOBODY, testGround, type Ground, type Running } from './testing/api.js';

let ground: Ground;
let home: string;
let redis: PrivateRedis;
let settings: RedisSettings;
/** A replica whose queues live on the Redis that is stopped. */
let api: Running;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'farm-scaling-'));
  [ground, redis] = await Promise.all([testGround(), startRedis({ home, durable: true, log: () => undefined })]);
  settings = { REDIS_HOST: redis.host, REDIS_PORT: redis.port, REDIS_PASSWORD: redis.password, REDIS_DB: 0, REDIS_TLS: false };
  api = await ground.start({}, { redis: settings });
});
afterAll(async () => {
  await ground.cleanup();
  await redis.stop();
  await rm(home, { recursive: true, force: true });
});

const ask = (pool: string, key: string | null = KEYS.readonly, from = api) => from.get(`/internal/scaling/${pool}`, { key });
const view = async (pool: string, from = api): Promise<ScalingView> => (await ask(pool, KEYS.readonly, from)).json() as Promise<ScalingView>;

describe('/internal/scaling/{pool}', () => {
  it('answers a zero for every pool that has nothing to do, and how much one process does at once', async () => {
    for (const pool of poolNames) {
      const answer = await ask(pool);
      expect(answer.status).toBe(200);
      const slots = queuesOf(pool).reduce((sum, q) => sum + queues[q].concurrency, 0);
      expect(await answer.json()).toMatchObject({ pool, demand: 0, slots_per_process: slots });
    }
  });

  it('sums the queues of the pool, and leaves out the paused one', async () => {
    const { producer } = api.api.ctx;
    await producer.queue('collect').add('a', {}, { priority: 2 });
    await producer.queue('survey').add('b', {}, { priority: 2 });
    await expect.poll(async () => (await view('collect')).demand, { timeout: 10_000 }).toBe(2);
    expect((await view('process')).demand).toBe(0);
    await producer.queue('survey').pause();
    await expect.poll(() => view('collect'), { timeout: 10_000 }).toMatchObject({ demand: 1, queues: { collect: { active: 0, ready: 1, paused: false }, survey: { active: 0, ready: 0, paused: true } } });
    await Promise.all(queueNames.map((q) => producer.queue(q).obliterate({ force: true })));
  });

  it('names the pools there are to who asks for another', async () => {
    const error = await errorOf(await ask('colect'));
    expect([error.status, error.code, error.details]).toEqual([404, 'DATA_NOT_AVAILABLE', { pools: poolNames }]);
    for (const name of ['toString', 'COLLECT', '%00']) expect((await ask(name)).status).toBe(404);
  });

  it('wants a key that may read figures of the farm', async () => {
    expect((await ask('collect', null)).status).toBe(401);
    expect((await ask('collect', 'not-a-key-of-ours')).status).toBe(401);
  });

  it('goes on answering a key that has no requests left', async () => {
    const poor = await ground.start({ RATE_LIMIT_REQUESTS: '2', RATE_LIMIT_WINDOW: '600' });
    for (let i = 0; i < 2; i++) await poor.get('/api/v1/session', { key: KEYS.readonly });
    expect((await poor.get('/api/v1/session', { key: KEYS.readonly })).status).toBe(429);
    for (let i = 0; i < 4; i++) expect((await ask('collect', KEYS.readonly, poor)).status).toBe(200);
  });

  it('says 503, never a number, while Redis is stopped, and the number again when it is back', async () => {
    await api.api.ctx.producer.queue('repair').add('a', {});
    await expect.poll(async () => (await view('backfill')).demand, { timeout: 10_000 }).toBe(1);
    await redis.stop();
    await expect.poll(async () => (await ask('backfill')).status, { timeout: 15_000 }).toBe(503);
    const error = await errorOf(await ask('backfill'));
    expect([error.code, error.message]).toEqual(['SERVICE_UNAVAILABLE', 'the queues cannot be read: keep the replicas you have']);
    expect((await ask('nothing')).status).toBe(404);
    redis = await startRedis({ home, durable: true, port: settings.REDIS_PORT, log: () => undefined });
    await expect.poll(async () => (await view('backfill')).demand, { timeout: 20_000 }).toBe(1);
  });

  it('says 503 where Redis never was', async () => {
    expect((await ask('collect', KEYS.readonly, await ground.start({}, { redis: NOBODY }))).status).toBe(503);
  });
});
