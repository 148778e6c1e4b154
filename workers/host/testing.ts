/** A worker's surroundings for tests: real Redis, real store, real producer; the upstream is the caller's. */
import { createProducer } from '#queues/producer.js';
import { publishLanded } from '#queues/landed.js';
import type { PoolName } from '#queues/topology.js';
import { systemClock, type Clock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { testRedis, type TestRedis } from '#queues/testing/redis.js';
import type { Services } from '../context.js';
import { testStore, type TestStore } from '../store/testing.js';
import { UpstreamError } from '#queues/errors.js';
import type { Upstream } from '../upstream/client.js';
import type { Handlers } from './execute.js';
import { startHost, type WorkerHost } from './host.js';

export interface TestWorker {
  redis: TestRedis;
  store: TestStore;
  services: Services;
  /** Starts a host with these handlers (the rest skip) and remembers to close it. */
  host(pools: readonly PoolName[], handlers: Partial<Handlers>): Promise<WorkerHost>;
  cleanup(): Promise<void>;
}

/** An upstream that is not there, for tests of work that needs none. */
const nowhere: Upstream = {
  get: () => Promise.reject(new UpstreamError('unavailable', 'no upstream in this test', { host: 'none' })),
  getIfChanged: () => Promise.reject(new UpstreamError('unavailable', 'no upstream in this test', { host: 'none' })),
  post: () => Promise.reject(new UpstreamError('unavailable', 'no upstream in this test', { host: 'none' })),
  missingKey: () => undefined,
  reserve: () => Promise.resolve(),
  burst: () => 0,
  sparing: () => nowhere,
  report: () => Promise.resolve([]),
  close: () => undefined,
};

const idle = () => Promise.resolve({ kind: 'skip' as const, why: 'not part of this test' });

export async function testWorker({ clock = systemClock, upstream = nowhere }: { clock?: Clock; upstream?: Upstream } = {}): Promise<TestWorker> {
  const redis = await testRedis();
  const store = await testStore();
  const log = silentLog();
  const producer = createProducer({ redis: redis.settings, prefix: redis.prefix, clock, log });
  const services: Services = { clock, metrics: createMetrics(false), store: store.store, upstream, producer, sourcePrefix: 'sim:', landed: (event) => publishLanded(redis.redis, redis.prefix, event) };
  const hosts: WorkerHost[] = [];
  return {
    redis,
    store,
    services,
    host: async (pools, handlers) => {
      const all: Handlers = { collect: idle, indicators: idle, features: idle, 'feature-chunk': idle, sentiment: idle, narratives: idle, patterns: idle, signals: idle, regime: idle, tick: idle, reconcile: idle, watch: idle, audit: idle, tidy: idle, gaps: idle, archive: idle, backfills: idle, 'backfill-chunk': idle, ...handlers };
      const host = startHost({ services, handlers: all, log, redis: redis.settings, prefix: redis.prefix, pools });
      hosts.push(host);
      await host.ready();
      return host;
    },
    cleanup: async () => {
      for (const host of hosts) await host.drain(0);
      await producer.close();
      await store.cleanup();
      await redis.cleanup();
    },
  };
}
