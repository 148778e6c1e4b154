/**
 * What becomes of a chunk when its job has ended: done, given up, or open again
 * for later. Written after its rows are committed; then the next chunks are enqueued.
 */
import type { ChunkKey } from '#queues/jobs/contract.js';
import type { Missing, Outcome } from '#queues/outcome.js';
import type { Services } from '../context.js';
import type { ChunkUpdate } from '../store/index.js';
import { feedBackfills } from './feed.js';

/** Times a chunk is tried, each of them with the attempts and the patience of its job. */
export const MOST_TRIES = 5;
const FIRST_AGAIN_MS = 120_000;

/** How a job ended for good: what its handler returned, or that it failed, and whether trying again could help. */
export type Ended = Outcome | { kind: 'failed'; reason: string; hopeless: boolean };
type What = Pick<ChunkUpdate, 'state' | 'rows' | 'missing' | 'reason'> & { againMs: number };

const reasonOf = (missing: readonly Missing[]): string | null => (missing[0] ? `${missing.length} missing, such as ${missing[0].symbol}: ${missing[0].reason}` : null);

/**
 * Pure. @param attempts jobs of the chunk that ended without having done it, before this one.
 * @returns undefined where the chunk was left alone.
 */
export function whatBecomes(ended: Ended, attempts: number): What | undefined {
  const againMs = FIRST_AGAIN_MS * 3 ** attempts;
  const mayTry = attempts + 1 < MOST_TRIES;
  if (ended.kind === 'failed') return { state: ended.hopeless || !mayTry ? 'failed' : 'open', rows: null, missing: [], reason: ended.reason, againMs };
  if (ended.kind !== 'done') return undefined;
  const { rows, missing } = ended;
  const told = { rows, missing, reason: reasonOf(missing), againMs };
  // What the upstream does not have is on record and asked for no more.
  if (missing.every((m) => m.permanent)) return { state: 'done', ...told };
  return { state: mayTry ? 'open' : 'partial', ...told };
}

export async function settleChunk(services: Pick<Services, 'store' | 'producer' | 'clock'>, { key, jobId }: { key: ChunkKey; jobId: string }, ended: Ended): Promise<void> {
  if (ended.kind === 'snooze' || ended.kind === 'await') return;
  const { store, clock } = services;
  const what = whatBecomes(ended, (await store.backfills.chunk(key))?.attempts ?? 0);
  if (!what) return store.backfills.release(key);
  const { againMs, ...update } = what;
  const at = clock.now();
  await store.backfills.settle({ ...key, ...update, notBefore: what.state === 'open' ? new Date(at.getTime() + againMs) : null, jobId, at });
  await store.backfills.finish(key.backfill, at);
  await feedBackfills(services);
}
