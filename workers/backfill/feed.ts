/**
 * Puts chunks that may run into their queue, a few at a time: what is in Redis is
 * bounded however large a backfill is, and whatever Redis forgets is found open
 * in the ledger and put back.
 */
import { jobs, type Payload } from '#queues/jobs/index.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import { root } from '#queues/flows/tree.js';
import type { Services } from '../context.js';
import type { ReadyChunk } from '../store/index.js';

/** Enough that the autoscaler asks for every pod there may be (helm's values), and little beside the 200 that Redis would feel. */
export const MOST_IN_REDIS = 64;
const LIVE_STATES = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

type Feeding = Pick<Services, 'store' | 'producer' | 'clock'>;

/** @returns chunks enqueued. @throws StoreError, or what Redis throws. */
export async function feedBackfills({ store, producer, clock }: Feeding): Promise<number> {
  const ready = await store.backfills.ready(clock.nowMs(), MOST_IN_REDIS);
  const added = await Promise.all(ready.map((chunk) => enqueue({ store, producer }, chunk)));
  return added.filter(Boolean).length;
}

async function enqueue({ store, producer }: Pick<Feeding, 'store' | 'producer'>, { backfill, chunk, stage, round }: ReadyChunk): Promise<boolean> {
  const payload: Payload<'backfill-chunk'> = { v: PAYLOAD_VERSION, backfill, chunk, stage, round };
  const state = await producer.stateOf('backfill', jobs['backfill-chunk'].id(payload));
  if (LIVE_STATES.has(state)) return false;
  // A finished job of this id that is still kept would swallow the next one.
  const next = state === 'unknown' ? round : await store.backfills.renew({ backfill, chunk });
  await producer.addFlow(root('backfill-chunk', { ...payload, round: next }));
  return true;
}
