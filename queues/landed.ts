/**
 * What workers tell the world: "these rows are in the store now". A Redis
 * stream carrying references, not values; any number of api replicas read it
 * from where they left off, and load the rows through the store.
 */
import { z } from 'zod';
import { datasetNames, type DatasetName } from './datasets.js';
import type { Redis } from './runtime/redis.js';

export const landedEvent = z.object({
  kind: z.enum(['rows', 'slot_complete']),
  dataset: z.enum(datasetNames as [DatasetName, ...DatasetName[]]),
  slot: z.number().int(),
  chunk: z.number().int(),
  rows: z.number().int(),
  symbols: z.array(z.string()),
});
export type LandedEvent = z.infer<typeof landedEvent>;
export type Landed = LandedEvent & {
  /** Position in the stream, for resuming. */
  id: string;
  /** Strictly increasing, the same on every replica. */
  seq: number;
};

const MOST_KEPT = 20_000;
export const landedKey = (prefix: string): string => `${prefix}:landed`;

export async function publishLanded(redis: Redis, prefix: string, event: LandedEvent): Promise<void> {
  await redis.xadd(landedKey(prefix), 'MAXLEN', '~', MOST_KEPT, '*', 'event', JSON.stringify(event));
}

/** Stream ids are `ms-n`; a thousand entries a millisecond fit before 2^53 overflows in the year 2255. */
export const seqOf = (streamId: string): number => {
  const [ms, n] = streamId.split('-').map(Number) as [number, number];
  return ms * 1_000 + Math.min(n, 999);
};

/** The id behind a position. */
export const idOf = (seq: number): string => `${Math.floor(seq / 1_000)}-${seq % 1_000}`;

/**
 * Every event kept after a position, oldest first; null where the position itself is no longer kept, so that some
 * may be missing. Does not block.
 */
export async function landedSince(redis: Redis, prefix: string, seq: number): Promise<Landed[] | null> {
  const entries = (await redis.xrange(landedKey(prefix), idOf(seq), '+')) as [string, string[]][];
  const [first] = entries;
  if (!first || seqOf(first[0]) !== seq) return null;
  return entries.slice(1).map(([id, fields]) => ({ ...landedEvent.parse(JSON.parse(fields[1] as string)), id, seq: seqOf(id) }));
}

/** The id of the newest event, or `0-0` when there is none. */
export async function newestLanded(redis: Redis, prefix: string): Promise<string> {
  const [entry] = (await redis.xrevrange(landedKey(prefix), '+', '-', 'COUNT', 1)) as [string, string[]][];
  return entry?.[0] ?? '0-0';
}

/** Waits up to `blockMs` for events after `lastId`. The connection must not be shared: it blocks. */
export async function readLanded(redis: Redis, prefix: string, lastId: string, blockMs: number): Promise<Landed[]> {
  const answer = (await redis.xread('COUNT', 200, 'BLOCK', blockMs, 'STREAMS', landedKey(prefix), lastId)) as [string, [string, string[]][]][] | null;
  return (answer?.[0]?.[1] ?? []).map(([id, fields]) => ({ ...landedEvent.parse(JSON.parse(fields[1] as string)), id, seq: seqOf(id) }));
}
