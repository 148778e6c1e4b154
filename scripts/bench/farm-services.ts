/** The farm's own services in this process, for benches that call handlers or hosts themselves. */
import { createProducer } from '#queues/producer.js';
import type { Clock } from '#queues/runtime/clock.js';
import { createLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { connectRedis } from '#queues/runtime/redis.js';
import type { Services } from '#workers/context.js';
import { createStore } from '#workers/store/create.js';
import { createUpstream } from '#workers/upstream/client.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import type { BenchServices } from './services.js';

/** Nothing is announced: what is measured beside the queue must not pay for it. */
const nobodyListens = (): Promise<void> => Promise.resolve();

/** @param env variables of upstream hosts. Logs as a worker does, warnings and up. */
export function farmServices(bench: BenchServices, clock: Clock, env: Record<string, string>): Services & { log: ReturnType<typeof createLog> } {
  const log = createLog({ LOG_LEVEL: 'warn', LOG_FORMAT: 'json' }, 'bench');
  const metrics = createMetrics(false);
  const redis = connectRedis(bench.redis, log);
  bench.closers.add('redis client', async () => void (await redis.quit()));
  const store = createStore(bench.store, metrics, log);
  bench.closers.add('mysql pool', () => store.close());
  const producer = createProducer({ redis: bench.redis, prefix: bench.prefix, clock, log });
  bench.closers.add('producer', () => producer.close());
  const upstream = createUpstream({ config: readUpstreamConfig({ ...bench.env, ...env }), redis, prefix: bench.prefix, clock, metrics, log });
  bench.closers.add('upstream', () => upstream.close());
  return { clock, metrics, store, upstream, producer, sourcePrefix: 'sim:', landed: nobodyListens, log };
}
