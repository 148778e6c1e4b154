/**
 * How much work waits, and what an autoscaler should read. Computed in one
 * place and exported as absolute gauges by the scheduler: every other reader of
 * the same Redis would report the same numbers, so take `max`, never `sum`.
 *
 * A paused queue is no demand (BullMQ 6 leaves its jobs in `wait`), a delayed
 * job that is due is (nobody promotes it while no worker runs), and active jobs
 * count, or a busy pod would be scaled away. No queue has a limit of its own:
 * what an upstream's budget holds back is delayed until the budget has room, and
 * so is no demand before then; more pods would only wait with it.
 */
import type { Queue } from 'bullmq';
import type { Metrics } from './runtime/metrics.js';
import type { Producer } from './producer.js';
import { within } from './runtime/within.js';
import { poolNames, queueNames, queuesOf, type PoolName, type QueueName } from './topology.js';

export interface QueueDepth {
  waiting: number;
  prioritized: number;
  active: number;
  delayed: number;
  delayedDue: number;
  waitingChildren: number;
  failed: number;
  paused: boolean;
  oldestReadyAgeSeconds: number;
}

const ready = (d: QueueDepth): number => (d.paused ? 0 : d.waiting + d.prioritized + d.delayedDue);

/** Jobs running or ready to run in a pool. Pure. */
export const demandOf = (depths: Record<QueueName, QueueDepth>, pool: PoolName): number => queuesOf(pool).reduce((sum, q) => sum + depths[q].active + ready(depths[q]), 0);

async function oldestReady(queue: Queue, nowRealMs: number): Promise<number> {
  const [job] = await queue.getJobs(['prioritized', 'waiting'], 0, 0, true);
  return job ? Math.max(0, (nowRealMs - (job.timestamp + (job.opts.delay ?? 0))) / 1_000) : 0;
}

/** @param nowRealMs wall-clock ms: BullMQ stamps jobs with it. @throws when Redis does not answer. */
export async function readDepth(queue: Queue, nowRealMs: number): Promise<QueueDepth> {
  const [counts, delayedDue, paused, oldestReadyAgeSeconds] = await Promise.all([
    queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'waiting-children', 'failed'),
    queue.getDelayedCount(nowRealMs + 1),
    queue.isPaused(),
    oldestReady(queue, nowRealMs),
  ]);
  return {
    waiting: counts['wait'] ?? 0,
    prioritized: counts['prioritized'] ?? 0,
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    waitingChildren: counts['waiting-children'] ?? 0,
    failed: counts['failed'] ?? 0,
    delayedDue,
    paused,
    oldestReadyAgeSeconds,
  };
}

/** Reads every queue. @throws when Redis does not answer. */
export async function readDepths(producer: Pick<Producer, 'queue'>, nowRealMs: number): Promise<Record<QueueName, QueueDepth>> {
  const entries = await Promise.all(queueNames.map(async (name) => [name, await readDepth(producer.queue(name), nowRealMs)] as const));
  return Object.fromEntries(entries) as Record<QueueName, QueueDepth>;
}

const STATES = { waiting: 'waiting', prioritized: 'prioritized', active: 'active', delayed: 'delayed', delayedDue: 'delayed_due', waitingChildren: 'waiting_children', failed: 'failed' } as const;

/** Longer than a command may take; without it a Redis that was never there would be waited for in silence. Real ms. */
const READ_MS = 12_000;

/** Sets the gauges, or drops them when Redis cannot be read: a zero would scale the farm in during an outage. @throws when it cannot. */
export async function exportDepths(producer: Pick<Producer, 'queue'>, metrics: Metrics, nowRealMs: number, readMs = READ_MS): Promise<void> {
  try {
    const depths = await within(readDepths(producer, nowRealMs), readMs);
    for (const q of queueNames) {
      for (const [key, state] of Object.entries(STATES)) metrics.queueJobs.set({ queue: q, state }, depths[q][key as keyof typeof STATES]);
      metrics.queueOldest.set({ queue: q }, depths[q].oldestReadyAgeSeconds);
      metrics.queuePaused.set({ queue: q }, depths[q].paused ? 1 : 0);
    }
    for (const pool of poolNames) metrics.poolDemand.set({ pool }, demandOf(depths, pool));
  } catch (error) {
    for (const gauge of [metrics.queueJobs, metrics.queueOldest, metrics.queuePaused, metrics.poolDemand]) gauge.reset();
    metrics.scrapeErrors.inc();
    throw error;
  }
}
