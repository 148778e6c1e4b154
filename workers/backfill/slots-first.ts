/**
 * Slots come first: while one is being made, what fills the past waits between two
 * pages, so that processor and database are the slot's. One that hangs is waited for
 * only so long: the past goes on until the next slot begins.
 */
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import { within } from '#queues/runtime/within.js';
import type { Producer } from '#queues/producer.js';

/** Real milliseconds: between two looks, for one slot, for an answer. */
const LOOK_MS = 50;
const LONGEST_MS = 30_000;
const ANSWER_MS = 2_000;

export interface Waiting {
  producer: Pick<Producer, 'queue'>;
  signal: AbortSignal;
  log: Pick<Log, 'debug'>;
}

/** Only live slots have jobs there; that of a slot's features waits for its children until the end. */
async function isSlotInWork({ producer, log }: Waiting): Promise<boolean> {
  try {
    const counts = await within(producer.queue('process').getJobCounts('wait', 'prioritized', 'active', 'waiting-children'), ANSWER_MS);
    return Object.values(counts).some((n) => n > 0);
  } catch (error) {
    log.debug({ err: (error as Error).message }, 'nobody knows whether a slot is in work');
    return false;
  }
}

/** Since when the slot is waited for: by all chunks of the process together. */
const since = new WeakMap<Waiting['producer'], number>();

/** Returns once no slot is in work, or the one that is has been waited for long enough. @throws the signal's reason */
export async function slotsFirst(waiting: Waiting, longestMs: number = LONGEST_MS): Promise<void> {
  const { producer, signal } = waiting;
  while (await isSlotInWork(waiting)) {
    const begun = since.get(producer) ?? stopwatchMs();
    since.set(producer, begun);
    if (stopwatchMs() - begun > longestMs) return;
    await realSleep(LOOK_MS, signal);
    signal.throwIfAborted();
  }
  since.delete(producer);
}
