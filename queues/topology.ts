/**
 * Where jobs wait and who drains them. Live, repair and backfill work have
 * queues of their own, so that catching up never delays the current slot; so
 * have the side datasets (`survey`, `digest`): a slow news site never delays prices.
 */
export interface QueueSpec {
  pool: string;
  /** Jobs one process of the pool runs at the same time. */
  concurrency: number;
}

export const queues = {
  upkeep: { pool: 'process', concurrency: 2 },
  collect: { pool: 'collect', concurrency: 8 },
  process: { pool: 'process', concurrency: 4 },
  survey: { pool: 'collect', concurrency: 4 },
  digest: { pool: 'process', concurrency: 2 },
  repair: { pool: 'backfill', concurrency: 2 },
  backfill: { pool: 'backfill', concurrency: 2 },
} as const satisfies Record<string, QueueSpec>;

export type QueueName = keyof typeof queues;
export type PoolName = (typeof queues)[QueueName]['pool'];
export const queueNames = Object.keys(queues) as QueueName[];
export const poolNames = [...new Set(queueNames.map((q) => queues[q].pool))] as PoolName[];
export const queuesOf = (pool: PoolName): QueueName[] => queueNames.filter((q) => queues[q].pool === pool);

/**
 * A worker killed with -9 is noticed after lock + stalled scan: 7–12 s with
 * these, 38–68 s with BullMQ's defaults.
 */
export const LOCK_MS = 10_000;
export const STALLED_SCAN_MS = 5_000;

/** Finished jobs are kept for Bull Board, never as a record: the ledger is the truth. */
export const RETENTION = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 7 * 86_400, count: 5_000 },
} as const;
