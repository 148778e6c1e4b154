/** A whole api on a free port: a store with rows in it, a real Redis, three keys. Refuses nothing; tests close what they open. */
import { createProducer } from '#queues/producer.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog, type Log } from '#queues/runtime/log.js';
import { createMetrics, type Metrics } from '#queues/runtime/metrics.js';
import type { RedisSettings } from '#queues/runtime/redis.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import { testStore, type TestStore } from '#workers/store/testing.js';
import type { Store } from '#workers/store/index.js';
import { composeApi, type Api } from '../compose.js';
import { readApiConfig } from '../config.js';
import { createFarm } from '../client/farm.js';
import { restRoutes } from '../rest/index.js';
import { holdDeclared } from './declared.js';
import { fillStore, NOW } from './rows.js';

export const KEYS = { master: 'test-master-0123456789abcdef', trading: 'test-trading-0123456789abcdef', readonly: 'test-readonly-0123456789abcdef' } as const;
export const JWT_SECRET = 'test-signing-0123456789abcdef0123456789';

export interface Running {
  url: string;
  api: Api;
  /** The client of other projects, with the master key unless another is given; its answers are held like those of `get`. */
  farm(key?: string): ReturnType<typeof createFarm>;
  /** Asks, and holds the answer against what its route declares. */
  get(path: string, options?: { key?: string | null; headers?: Record<string, string>; method?: string; body?: string }): Promise<Response>;
  close(): Promise<void>;
}

/** What a replica may have otherwise than the ground has it. */
export interface TestDoors {
  redis?: RedisSettings;
  store?: Store;
  log?: Log;
  /** Without those of the process where none are given. */
  metrics?: Metrics;
}

export interface Ground {
  store: TestStore;
  redis: TestRedis;
  clock: ReturnType<typeof manualClock>;
  /** Starts one more replica on the same ground. */
  start(env?: Record<string, string>, doors?: TestDoors): Promise<Running>;
  cleanup(): Promise<void>;
}

/** Nothing listens here. */
export const NOBODY: RedisSettings = { REDIS_HOST: '127.0.0.1', REDIS_PORT: 9, REDIS_PASSWORD: undefined, REDIS_DB: 0, REDIS_TLS: false };

async function startApi(ground: Pick<Ground, 'store' | 'redis' | 'clock'>, env: Record<string, string>, doors: TestDoors): Promise<Running> {
  const log = doors.log ?? silentLog();
  const config = readApiConfig({ PORT: '0', API_KEY_MASTER: KEYS.master, API_KEY_TRADING: KEYS.trading, API_KEY_READONLY: KEYS.readonly, JWT_SECRET_KEY: JWT_SECRET, CORS_ORIGINS: 'https://desk.example.com', RATE_LIMIT_REQUESTS: '100000', ...env });
  const redis = doors.redis ?? ground.redis.settings;
  const { prefix } = ground.redis;
  const producer = createProducer({ redis, prefix, clock: ground.clock, log });
  const api = composeApi({ config, clock: ground.clock, log, metrics: doors.metrics ?? createMetrics(false), store: doors.store ?? ground.store.store, producer, redis, prefix, live: () => true });
  const url = `http://127.0.0.1:${await api.listen()}`;
  const routes = restRoutes(api.ctx);
  const held = async (method: string, asked: string, response: Response): Promise<Response> => {
    await holdDeclared(routes, method, asked, response);
    return response;
  };
  return {
    url,
    api,
    farm: (key = KEYS.master) => createFarm({ baseUrl: url, key, fetch: async (request) => held(request.method, request.url, await fetch(request)) }),
    get: async (path, { key = KEYS.master, headers = {}, ...init } = {}) => {
      const response = await fetch(url + path, { redirect: 'manual', ...init, headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers } });
      return held(init.method ?? 'GET', url + path, response);
    },
    close: async () => {
      await api.close();
      await producer.close();
    },
  };
}

export async function testGround(): Promise<Ground> {
  const store = await testStore();
  await fillStore(store.store);
  const redis = await testRedis();
  const ground = { store, redis, clock: manualClock(NOW) };
  const running: Running[] = [];
  return {
    ...ground,
    start: async (env = {}, doors = {}) => {
      const r = await startApi(ground, env, doors);
      running.push(r);
      return r;
    },
    cleanup: async () => {
      await Promise.all(running.map((r) => r.close()));
      await redis.cleanup();
      await store.cleanup();
    },
  };
}

/** The error shape every failure has, without the parts that differ each time. */
export async function errorOf(response: Response): Promise<{ status: number; code: string; message: string; details: unknown }> {
  const { error } = (await response.json()) as { error: { code: string; message: string; details: unknown; timestamp: string; request_id: string } };
  if (error.request_id !== response.headers.get('x-request-id') || Number.isNaN(Date.parse(error.timestamp))) throw new Error(`an error without its id or time: ${JSON.stringify(error)}`);
  return { status: response.status, code: error.code, message: error.message, details: error.details };
}
