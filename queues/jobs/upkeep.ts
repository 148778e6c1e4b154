import { z } from 'zod';
import { job, slotMs, version } from './contract.js';

const upkeep = <P extends z.ZodType>(name: string, payload: P, timeoutMs: number) =>
  job({
    queue: 'upkeep',
    payload,
    attempts: 3,
    backoffMs: 500,
    timeoutMs,
    id: () => name,
    priority: () => 'critical',
    ledger: () => undefined,
    deadline: () => undefined,
    label: () => name,
  });

/**
 * Opens a slot in the ledger and adds its flow. Made by the timetable, and then the
 * slot is in the job's id; or made by hand with the slot in the payload.
 */
export const tick = upkeep('tick', z.object({ v: version, slot: slotMs.optional() }), 30_000);
/** Made by the timetable: compares timetable and ledger and enqueues exactly what is missing. */
export const reconcile = upkeep('reconcile', z.object({ v: version }), 60_000);
/** Made by the timetable: looks for assets whose price nobody has answered for a day. */
export const watch = upkeep('watch', z.object({ v: version }), 60_000);
/** Made by the timetable: looks for rows that should be stored and are not, and has them repaired. */
export const gaps = upkeep('gaps', z.object({ v: version }), 240_000);
/** Made by the timetable: makes partitions ahead and lets rows go that are older than they are kept. */
export const tidy = upkeep('tidy', z.object({ v: version }), 120_000);
/** Made by the timetable: rolls off upstream answers that have been kept long enough, or are too many. */
export const archive = upkeep('archive', z.object({ v: version }), 120_000);
/** Made by the timetable: recomputes a sample of stored indicators with an independent library. */
export const audit = upkeep('audit', z.object({ v: version }), 60_000);
/** Made whenever a backfill was asked for or goes on: enqueues its open chunks at once instead of within a minute. */
export const backfills = { ...upkeep('backfills', z.object({ v: version, at: slotMs }), 60_000), id: (p: { at: number }): string => `backfills.${p.at}` };
