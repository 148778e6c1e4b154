/** How far the heap grows between two full collections. */
import { setFlagsFromString } from 'node:v8';
import type { PoolName } from '#queues/topology.js';

/**
 * Rebuilding history makes and drops some hundred MB a second, packets and lists of
 * numbers for the most part, beside a heap of thirty. V8 by itself lets such a heap grow
 * by a few MB and marks all of it again, every 80 ms: a third of the processor time of a
 * rebuild as it then was (23,800 rows/s, 31,400 with this). Twice of thirty MB is well within the limit
 * that the process has; where more is held, that limit comes first.
 */
const TWICE_WHAT_LIVES = '--heap-growing-percent=100';

/** Not among the options that the environment can set, so set from within; another V8 that has none leaves all as it was. */
export function growHeapFor(pools: readonly PoolName[]): void {
  if (pools.includes('backfill')) setFlagsFromString(TWICE_WHAT_LIVES);
}
