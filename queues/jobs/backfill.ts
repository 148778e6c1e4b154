import { z } from 'zod';
import { stages } from '../backfills/stages.js';
import { job, round, version } from './contract.js';
import { roundSuffix } from './ids.js';

/** Ids name a day and a few characters; they are part of job ids and of addresses. */
export const BACKFILL_ID = /^[a-z0-9][a-z0-9-]{5,39}$/;

/**
 * Does one chunk of a backfill. What the chunk is stands in the ledger alone
 * (`backfill_chunks`); the job only says which one. `round` counts the times it
 * was enqueued anew, so that a finished job that is still kept never swallows it.
 */
export const backfillChunk = job({
  queue: 'backfill',
  payload: z.object({ v: version, backfill: z.string().regex(BACKFILL_ID), chunk: z.number().int().min(1), stage: z.enum(stages), round }),
  attempts: 4,
  backoffMs: 2_000,
  timeoutMs: 600_000,
  id: (p) => `backfill.${p.backfill}.c${p.chunk}${roundSuffix(p.round)}`,
  priority: () => 'low',
  ledger: () => undefined,
  backfill: (p) => ({ backfill: p.backfill, chunk: p.chunk }),
  deadline: () => undefined,
  label: (p) => `backfill.${p.stage}`,
});
