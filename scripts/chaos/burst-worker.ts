/**
 * A worker process for the burst: the farm's own host, drain and lifecycle, and one
 * handler whose effect cannot hide being done twice: it adds a row without a key.
 * Says `ready` on stdout once it can be given jobs.
 */
import { createProducer } from '#queues/producer.js';
import { publishLanded } from '#queues/landed.js';
import { done } from '#queues/outcome.js';
import { realSleep, systemClock } from '#queues/runtime/clock.js';
import { readRuntimeConfig } from '#queues/runtime/config.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { createLifecycle, ownProcess, start } from '#queues/runtime/lifecycle.js';
import { createLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { readCollectorsConfig } from '#workers/collectors/config.js';
import { createHandlers } from '#workers/handlers.js';
import { startHost } from '#workers/host/host.js';
import { readStoreConfig } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import { openMysql } from '#workers/store/mysql.js';
import { createUpstream } from '#workers/upstream/client.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { EFFECTS } from './effects.js';

/** Jobs of one process at the same time, and how long each takes before its effect, real ms. */
const CONCURRENCY = 16;
const WORK_MS = 40;

start(async () => {
  const env = processEnvironment();
  const runtime = readRuntimeConfig(env);
  const config = { ...readStoreConfig(env), MYSQL_POOL_SIZE: CONCURRENCY };
  const log = createLog(runtime, 'burst');
  const lifecycle = createLifecycle(log, runtime.DRAIN_TIMEOUT_MS);
  ownProcess(lifecycle, log);
  const [clock, metrics, prefix] = [systemClock, createMetrics(false), runtime.REDIS_PREFIX];
  const redis = connectRedis(runtime, log);
  lifecycle.onStop('redis', async () => void (await redis.quit()));
  const mysql = openMysql(config, metrics, log);
  lifecycle.onStop('mysql', () => mysql.close());
  const store = createStore({ ...config, MYSQL_POOL_SIZE: 1 }, metrics, log);
  lifecycle.onStop('store', () => store.close());
  const producer = createProducer({ redis: runtime, prefix, clock, log });
  lifecycle.onStop('producer', () => producer.close());
  const upstream = createUpstream({ config: readUpstreamConfig(env), redis, prefix, clock, metrics, log });
  lifecycle.onStop('upstream', () => upstream.close());
  const handlers = {
    ...createHandlers({ wanted: 1, chunkSymbols: 1 }, readCollectorsConfig(env)),
    watch: async (_payload: unknown, { job }: { job: { id: string } }) => {
      await realSleep(WORK_MS);
      return done(await mysql.run({ table: EFFECTS, sql: `INSERT INTO \`${config.MYSQL_DATABASE_PRICES}\`.${EFFECTS} (job) VALUES (?)`, values: [job.id], prepared: true }));
    },
  };
  const services = { clock, metrics, store, upstream, producer, sourcePrefix: 'sim:', landed: publishLanded.bind(null, redis, prefix) };
  const host = startHost({ services, handlers, log, redis: runtime, prefix, pools: ['process'], concurrency: CONCURRENCY });
  lifecycle.onStop('workers', () => host.drain(runtime.DRAIN_TIMEOUT_MS));
  await host.ready();
  process.stdout.write('ready\n');
});
