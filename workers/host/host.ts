/**
 * The only `new Worker`: one per queue of the pools this process drains, all
 * closed together. A drain stops fetching, gives running jobs their time, then
 * hands back what is left; nothing is lost and no attempt is spent.
 */
import { Worker, type Processor } from 'bullmq';
import { DrainError } from '#queues/errors.js';
import { repeatStrategy } from '#queues/schedule.js';
import { LOCK_MS, queues, queuesOf, STALLED_SCAN_MS, type PoolName, type QueueName } from '#queues/topology.js';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import { workerConnection, type RedisSettings } from '#queues/runtime/redis.js';
import type { Services } from '../context.js';
import { backoffMs } from './backoff.js';
import { createExecute, type Handlers } from './execute.js';
import { restWhenRefused } from './rest.js';

export interface HostOptions {
  services: Services;
  handlers: Handlers;
  log: Log;
  redis: RedisSettings;
  prefix: string;
  pools: readonly PoolName[];
  /** Overrides the topology's concurrency for every queue. */
  concurrency?: number | undefined;
}

export interface WorkerHost {
  /** Resolves when every worker has its connections. */
  ready(): Promise<void>;
  /** Stops fetching, waits up to `timeoutMs` real ms, hands back the rest, closes. */
  drain(timeoutMs: number): Promise<void>;
}

/** How long BullMQ may take to say goodbye to Redis once no job runs; with Redis away it would try for ever. */
const LETTING_GO_MS = 5_000;

export function startHost(o: HostOptions): WorkerHost {
  const draining = new AbortController();
  const execute = createExecute({ services: o.services, handlers: o.handlers, log: o.log, drain: draining.signal });
  const running = { jobs: 0 };
  const workers = o.pools.flatMap(queuesOf).map((queue) => startWorker(queue, counted(execute as Processor, running), o));
  for (const pool of o.pools) o.services.metrics.poolSlots.set({ pool }, queuesOf(pool).reduce((n, q) => n + (o.concurrency ?? queues[q].concurrency), 0));
  return {
    ready: async () => void (await Promise.all(workers.map((w) => w.waitUntilReady()))),
    drain: async (timeoutMs) => {
      await Promise.all(workers.map((w) => w.pause(true)));
      const closing = { done: false };
      const closed = Promise.all(workers.map((w) => w.close())).then(() => (closing.done = true));
      await Promise.race([closed, realSleep(timeoutMs), idle(running, closing)]);
      if (running.jobs > 0) {
        o.log.warn({ timeoutMs, jobs: running.jobs }, 'handing running jobs back');
        draining.abort(new DrainError());
        await Promise.race([closed, realSleep(LETTING_GO_MS)]);
      }
      // A second close, forced or not, would only wait for the first: the process ends without it.
      if (!closing.done) o.log.warn('Redis did not answer our goodbye');
    },
  };
}

/** The processor, and how many of it run. */
const counted =
  (process: Processor, running: { jobs: number }): Processor =>
  async (...job) => {
    running.jobs += 1;
    try {
      return (await process(...job)) as unknown;
    } finally {
      running.jobs -= 1;
    }
  };

/** Resolves when no job has run for a while, or the closing is done. */
async function idle(running: { jobs: number }, closing: { done: boolean }): Promise<void> {
  for (let since = stopwatchMs(); !closing.done && stopwatchMs() - since < LETTING_GO_MS; ) {
    await realSleep(100);
    if (running.jobs > 0) since = stopwatchMs();
  }
}

function startWorker(queue: QueueName, processor: Processor, o: HostOptions): Worker {
  const worker = new Worker(queue, processor, {
    connection: workerConnection(o.redis),
    prefix: o.prefix,
    concurrency: o.concurrency ?? queues[queue].concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_SCAN_MS,
    // A job may lose its worker more than once in a bad hour; the verdict, not bad luck, decides when it has failed.
    maxStalledCount: 20,
    settings: {
      repeatStrategy: repeatStrategy(o.services.clock),
      backoffStrategy: (attemptsMade, _type, _error, job) => backoffMs(attemptsMade, typeof job?.opts.backoff === 'object' ? (job.opts.backoff.delay ?? 500) : 500),
    },
  });
  const { metrics } = o.services;
  restWhenRefused(worker, o.log);
  worker.on('stalled', (jobId) => {
    metrics.jobs.inc({ queue, job: 'unknown', outcome: 'stalled' });
    o.log.warn({ job: jobId, queue }, 'a worker was lost while it ran this job; running it again');
  });
  return worker;
}
