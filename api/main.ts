/** The api process: reads what it needs, opens the doors, listens, and closes everything in reverse order. */
import { createProducer } from '#queues/producer.js';
import { parseClock, realSleep } from '#queues/runtime/clock.js';
import { readRuntimeConfig } from '#queues/runtime/config.js';
import { processEnvironment, readAll } from '#queues/runtime/env.js';
import { createLifecycle, ownProcess, start } from '#queues/runtime/lifecycle.js';
import { createLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { readStoreConfig } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import { composeApi } from './compose.js';
import { readApiConfig } from './config.js';

start(async () => {
  const env = processEnvironment();
  const config = readAll({ runtime: () => readRuntimeConfig(env), store: () => readStoreConfig(env), api: () => readApiConfig(env) });
  const log = createLog(config.runtime, 'api');
  const lifecycle = createLifecycle(log, config.runtime.DRAIN_TIMEOUT_MS + config.api.CLOSE_DELAY_MS);
  ownProcess(lifecycle, log);

  const clock = parseClock(config.runtime.FARM_CLOCK);
  const metrics = createMetrics();
  const store = createStore(config.store, metrics, log);
  lifecycle.onStop('store', () => store.close());
  const producer = createProducer({ redis: config.runtime, prefix: config.runtime.REDIS_PREFIX, clock, log });
  lifecycle.onStop('producer', () => producer.close());

  const api = composeApi({ config: config.api, clock, log, metrics, store, producer, redis: config.runtime, prefix: config.runtime.REDIS_PREFIX, live: () => lifecycle.live });
  lifecycle.onStop('api', () => api.close());
  // Behind a Service requests come for a moment after /ready said no: they are answered before anything closes.
  lifecycle.onStop('farewell', () => realSleep(config.api.CLOSE_DELAY_MS));
  const port = await api.listen();
  log.info({ host: config.api.HOST, port }, 'listening');
});
