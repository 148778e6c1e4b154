/**
 * What worker processes tell of themselves: which pools they drain and how the
 * upstreams look from where they stand. For eyes; nothing decides by it. A
 * report is gone from the list soon after its process is: nobody has to clear up.
 * Instants are wall-clock ms, like everything about processes.
 */
import { z } from 'zod';
import type { Redis } from './runtime/redis.js';

const budget = z.object({ window: z.enum(['second', 'minute', 'day', 'month']), remaining: z.number(), capacity: z.number() });
const upstream = z.object({
  host: z.string(),
  /** No call is sent while the circuit is open. */
  open: z.boolean(),
  /** Farm ms until the host wants to be asked again; 0 when it has not asked for quiet. */
  pausedMs: z.number(),
  /** Of the budget that all processes share. */
  budgets: z.array(budget),
  /** Calls since the process started, and those that brought no answer. */
  calls: z.number().int(),
  failed: z.number().int(),
  last: z.object({ outcome: z.string(), at: z.number() }).nullable(),
});
export type UpstreamReport = z.infer<typeof upstream>;

const report = z.object({ process: z.string(), at: z.number(), pools: z.array(z.string()), upstreams: z.array(upstream) });
export type ProcessReport = z.infer<typeof report>;

export const REPORT_EVERY_MS = 5_000;
/** Three reports missed and the process counts as gone. */
const STANDS_MS = 3 * REPORT_EVERY_MS;

const listKey = (prefix: string): string => `${prefix}:reports`;
const reportKey = (prefix: string, process: string): string => `${prefix}:report:${process}`;

export async function writeReport(redis: Redis, prefix: string, r: ProcessReport): Promise<void> {
  await redis
    .multi()
    .set(reportKey(prefix, r.process), JSON.stringify(r), 'PX', STANDS_MS)
    .zadd(listKey(prefix), r.at, r.process)
    .zremrangebyscore(listKey(prefix), '-inf', r.at - STANDS_MS)
    .exec();
}

/** A process that stops says so. */
export async function removeReport(redis: Redis, prefix: string, process: string): Promise<void> {
  await redis.multi().del(reportKey(prefix, process)).zrem(listKey(prefix), process).exec();
}

/** The reports that stand, by process. One that another version wrote and this one cannot read is left out. */
export async function readReports(redis: Redis, prefix: string): Promise<ProcessReport[]> {
  const processes = await redis.zrange(listKey(prefix), '0', '-1');
  if (processes.length === 0) return [];
  const texts = await redis.mget(processes.map((p) => reportKey(prefix, p)));
  return texts.flatMap((text) => {
    const parsed = text === null ? undefined : report.safeParse(JSON.parse(text));
    return parsed?.success ? [parsed.data] : [];
  });
}
