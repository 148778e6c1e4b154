import { z } from 'zod';
import { job, version } from './contract.js';

const payload = z.object({ v: version });
const upkeep = (name: string, timeoutMs: number) =>
  job({
    queue: 'upkeep',
    payload,
    attempts: 3,
    backoffMs: 500,
    timeoutMs,
    id: () => name,
    priority: () => 'critical',
    ledger: () => undefined,
    label: () => name,
  });

/** Made by the timetable: opens the slot in the ledger and adds its flow. The slot is in the job's id. */
export const tick = upkeep('tick', 30_000);
/** Made by the timetable: compares timetable and ledger and enqueues exactly what is missing. */
export const reconcile = upkeep('reconcile', 60_000);
/** Made by the timetable: recomputes a sample of stored indicators with an independent library. */
export const audit = upkeep('audit', 60_000);
