/**
 * What the host costs around an empty job: `startHost` with a handler that does
 * nothing, against a bare BullMQ worker with the same options, in turns, on the
 * same Redis and with the same job options.
 */
import { Queue, Worker, type JobsOptions } from 'bullmq';
import { root } from '#queues/flows/tree.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import { done } from '#queues/outcome.js';
import { LOCK_MS, STALLED_SCAN_MS, type QueueName } from '#queues/topology.js';
import { stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { producerConnection, workerConnection } from '#queues/runtime/redis.js';
import type { Services } from '#workers/context.js';
import type { Handlers } from '#workers/host/execute.js';
import { startHost } from '#workers/host/host.js';
import type { Bench, Report } from './figures.js';
import { farmServices } from './farm-services.js';
import { withServices, type BenchServices } from './services.js';

const JOBS = 20_000;
const CONCURRENCY = 50;
const QUEUE: QueueName = 'repair';
const NOWHERE = { SIMULATOR_URL: 'http://127.0.0.1:9' };

/** Resolves at the last of the jobs. */
interface Count {
  one(): void;
  all: Promise<void>;
}

function countOf(jobs: number): Count {
  let left = jobs;
  let finish: () => void;
  const all = new Promise<void>((resolve) => (finish = resolve));
  return { one: () => void (--left === 0 && finish()), all };
}

/** The job that needs neither ledger nor payload, as the timetable makes it. */
async function fill(b: BenchServices, round: string): Promise<void> {
  const queue = new Queue(QUEUE, { connection: producerConnection(b.redis), prefix: b.prefix });
  const { name, data, opts } = root('reconcile', { v: PAYLOAD_VERSION });
  for (let from = 0; from < JOBS; from += 1_000) {
    await queue.addBulk(Array.from({ length: 1_000 }, (_, i) => ({ name, data, opts: { ...opts, jobId: `${round}.${from + i}` } as JobsOptions })));
  }
  await queue.close();
}

/** @returns jobs per second from the start of fetching to the last job's handler. */
async function bare(b: BenchServices): Promise<number> {
  const count = countOf(JOBS);
  const options = { connection: workerConnection(b.redis), prefix: b.prefix, concurrency: CONCURRENCY, lockDuration: LOCK_MS, stalledInterval: STALLED_SCAN_MS, maxStalledCount: 20, autorun: false };
  const worker = new Worker(QUEUE, async () => count.one(), options);
  await worker.waitUntilReady();
  const started = stopwatchMs();
  const running = worker.run();
  await count.all;
  const seconds = (stopwatchMs() - started) / 1_000;
  await worker.close();
  await running;
  return JOBS / seconds;
}

/** @returns jobs per second, connecting included (some milliseconds of a second and a half). */
async function ours(b: BenchServices, services: Services & { log: Parameters<typeof startHost>[0]['log'] }): Promise<number> {
  const count = countOf(JOBS);
  const noop = (): Promise<ReturnType<typeof done>> => (count.one(), Promise.resolve(done(0)));
  const handlers: Handlers = { collect: noop, indicators: noop, features: noop, 'feature-chunk': noop, sentiment: noop, narratives: noop, patterns: noop, signals: noop, regime: noop, tick: noop, reconcile: noop, watch: noop, audit: noop, tidy: noop, gaps: noop, archive: noop, backfills: noop, 'backfill-chunk': noop };
  const started = stopwatchMs();
  const host = startHost({ services, handlers, log: services.log, redis: b.redis, prefix: b.prefix, pools: ['backfill'], concurrency: CONCURRENCY });
  await count.all;
  const seconds = (stopwatchMs() - started) / 1_000;
  await host.drain(10_000);
  return JOBS / seconds;
}

export const wrapper: Bench = ({ runs, progress }) =>
  withServices(async (b): Promise<Report> => {
    const services = farmServices(b, systemClock, NOWHERE);
    const rates: { bare: number[]; ours: number[] } = { bare: [], ours: [] };
    for (let run = 0; run <= runs; run++) {
      progress(run === 0 ? 'warming up' : `pair ${run} of ${runs}`);
      // Which goes first changes with every pair.
      for (const side of run % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
        await fill(b, `${side}.${run}`);
        const rate = side === 'bare' ? await bare(b) : await ours(b, services);
        if (run > 0) rates[side].push(rate);
      }
    }
    return {
      bench: `wrapper: ${JOBS} empty jobs, concurrency ${CONCURRENCY}, one process`,
      figures: [
        { name: 'bare BullMQ worker', unit: 'jobs/s', samples: rates.bare },
        { name: 'our host: contract, context, verdict, metrics', unit: 'jobs/s', samples: rates.ours },
      ],
      ratios: [{ name: 'ours / bare, pair by pair', samples: rates.ours.map((rate, i) => rate / (rates.bare[i] as number)), goal: '≥ 0.85' }],
      notes: [],
    };
  });
