/** A worker process: `node dist/workers/main.js --pool collect|process|backfill`. A wiring list. */
import { Command } from 'commander';
import { ConfigError } from '#queues/errors.js';
import { publishLanded } from '#queues/landed.js';
import { createProducer } from '#queues/producer.js';
import { poolNames, type PoolName } from '#queues/topology.js';
import { parseClock } from '#queues/runtime/clock.js';
import { readRuntimeConfig, sourcePrefix } from '#queues/runtime/config.js';
import { processEnvironment, readAll, type Environment } from '#queues/runtime/env.js';
import { createLifecycle, ownProcess, start } from '#queues/runtime/lifecycle.js';
import { createLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { startProbes } from '#queues/runtime/probes.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { createArchive } from './archive/archive.js';
import { readArchiveConfig } from './archive/config.js';
import { readCollectorsConfig } from './collectors/config.js';
import { readWorkersConfig, universeFrom } from './config.js';
import type { Services } from './context.js';
import { createHandlers } from './handlers.js';
import { growHeapFor } from './host/heap.js';
import { startHost } from './host/host.js';
import { openSentiment } from './open-sentiment.js';
import { keepReporting } from './report.js';
import { readSentimentConfig } from './processors/sentiment/scoring/config.js';
import { readStoreConfig } from './store/config.js';
import { readRetentionConfig } from './store/retention/config.js';
import { daysOf } from './store/retention/policy.js';
import { createStore } from './store/create.js';
import { verifySchema } from './store/migrate.js';
import { createUpstream } from './upstream/client.js';
import { readUpstreamConfig } from './upstream/config.js';
import { readLlmConfig } from './upstream/llm/config.js';

interface Flags {
  pool: string[];
  concurrency?: string;
}

const parseFlags = (): Flags =>
  new Command('workers')
    .description('Drains the queues of one or more pools.')
    .option('--pool <name>', `pool to drain, repeatable: ${poolNames.join(', ')}`, (v: string, all: string[]) => [...all, v], [] as string[])
    .option('--concurrency <n>', 'jobs at the same time per queue')
    .allowExcessArguments(false)
    .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2))
    .parse()
    .opts<Flags>();

function poolsOf(flags: Flags, fromEnv: readonly string[]): PoolName[] {
  const asked = flags.pool.length > 0 ? flags.pool : fromEnv;
  if (asked.length === 0) throw new ConfigError([`say which pool to drain: --pool ${poolNames.join(' | --pool ')} (or WORKER_POOLS=${poolNames.join(',')})`]);
  const unknown = asked.filter((p) => !(poolNames as string[]).includes(p));
  if (unknown.length > 0) throw new ConfigError(unknown.map((p) => `there is no pool "${p}"; the pools are ${poolNames.join(', ')}`));
  return [...new Set(asked)] as PoolName[];
}

function concurrencyOf(flags: Flags, fromEnv: number | undefined): number | undefined {
  if (flags.concurrency === undefined) return fromEnv;
  const n = Number(flags.concurrency);
  if (!Number.isInteger(n) || n < 1) throw new ConfigError([`--concurrency must be a whole number of at least 1, got "${flags.concurrency}"`]);
  return n;
}

/** Every slice this process reads, with the problems of all of them in one list. */
function configOf(flags: Flags, env: Environment) {
  return readAll({
    pools: () => poolsOf(flags, readWorkersConfig(env).WORKER_POOLS),
    concurrency: () => concurrencyOf(flags, readWorkersConfig(env).WORKER_CONCURRENCY),
    runtime: () => readRuntimeConfig(env),
    workers: () => readWorkersConfig(env),
    store: () => readStoreConfig(env),
    retention: () => readRetentionConfig(env),
    upstream: () => readUpstreamConfig(env),
    keeping: () => readArchiveConfig(env),
    collecting: () => readCollectorsConfig(env),
    sentiment: () => readSentimentConfig(env),
    llm: () => readLlmConfig(env),
  });
}

start(async () => {
  const config = configOf(parseFlags(), processEnvironment());
  const { runtime, pools, concurrency } = config;
  growHeapFor(pools);
  const log = createLog(runtime, `worker:${pools.join('+')}`);
  const clock = parseClock(runtime.FARM_CLOCK);
  const metrics = createMetrics();
  const lifecycle = createLifecycle(log, runtime.DRAIN_TIMEOUT_MS);
  ownProcess(lifecycle, log);

  const redis = connectRedis(runtime, log);
  lifecycle.onStop('redis', async () => void (await redis.quit()));
  const store = createStore(config.store, metrics, log);
  lifecycle.onStop('mysql', () => store.close());
  await verifySchema(config.store);
  const producer = createProducer({ redis: runtime, prefix: runtime.REDIS_PREFIX, clock, log });
  lifecycle.onStop('producer', () => producer.close());
  const upstream = createUpstream({ config: config.upstream, redis, prefix: runtime.REDIS_PREFIX, clock, metrics, log });
  lifecycle.onStop('upstream', () => upstream.close());
  const services: Services = { clock, metrics, store, upstream, producer, archive: config.keeping.ARCHIVE === 'on' ? createArchive(store, log, clock) : undefined, sourcePrefix: sourcePrefix(runtime), landed: (event) => publishLanded(redis, runtime.REDIS_PREFIX, event) };

  const ready = async (): Promise<void> => {
    if (!lifecycle.live) throw new Error('draining');
    await Promise.all([store.ping(), redis.ping()]);
  };
  const probes = await startProbes({ host: runtime.METRICS_HOST, port: config.workers.METRICS_PORT, metrics, ready });
  lifecycle.onStop('probes', () => probes.close());
  const sentiment = await openSentiment({ ...config, redis, prefix: runtime.REDIS_PREFIX, clock, log, metrics });
  lifecycle.onStop('sentiment', () => sentiment.close());
  const host = startHost({ services, handlers: createHandlers(universeFrom(config.workers), config.collecting, sentiment.handler, { days: daysOf(config.retention.KEEP_DAYS), archive: config.keeping }), log, redis: runtime, prefix: runtime.REDIS_PREFIX, pools, concurrency });
  lifecycle.onStop('workers', () => host.drain(runtime.DRAIN_TIMEOUT_MS));
  await host.ready();
  lifecycle.onStop('report', keepReporting({ redis, prefix: runtime.REDIS_PREFIX, log, pools, upstream }));
  log.info({ pools, port: probes.port }, 'worker started');
});
