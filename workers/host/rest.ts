/**
 * A worker that Redis refuses (its disk or memory is full, it is read-only) asks
 * again at once in BullMQ, some thousand times a second, and tells each time: a core
 * and a disk would be gone for nothing. Here it rests in between.
 */
import type { Worker } from 'bullmq';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';

/** So many errors within a second are one that lasts. */
const MANY = 5;
const WITHIN_MS = 1_000;
const REST_MS = 2_000;

/** Tells the worker's errors, and lets it rest when they do not end. */
export function restWhenRefused(worker: Worker, log: Log): void {
  const queue = worker.name;
  let [since, errors, isResting] = [-Infinity, 0, false];
  const rest = async (): Promise<void> => {
    isResting = true;
    log.warn({ queue, restMs: REST_MS }, 'Redis refuses what this worker asks: it rests');
    await worker.pause(true);
    await realSleep(REST_MS);
    isResting = false;
    if (!worker.closing) await worker.resume();
  };
  worker.on('error', (error) => {
    // Jobs that were under way fail to say so: told once is enough.
    if (isResting) return;
    if (stopwatchMs() - since > WITHIN_MS) [since, errors] = [stopwatchMs(), 0];
    errors += 1;
    log.warn({ err: error.message, queue }, 'worker connection');
    if (errors < MANY || worker.closing) return;
    rest().catch((failed: unknown) => log.warn({ err: failed instanceof Error ? failed.message : failed, queue }, 'worker connection'));
  });
}
