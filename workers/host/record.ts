/**
 * The ledger's side of a job: what became of the chunk, written after the rows
 * are committed. A write that fails fails the job, which then runs again: every
 * handler may run twice.
 */
import type { Missing, Outcome } from '#queues/outcome.js';
import { settleChunk } from '../backfill/settle.js';
import type { Services } from '../context.js';
import type { Run } from './run.js';
import type { Verdict } from './verdict.js';

type Ledger = Pick<Services, 'store' | 'clock' | 'producer'>;

export async function recordOutcome(services: Ledger, run: Run, outcome: Outcome): Promise<void> {
  if (run.backfill) await settleChunk(services, { key: run.backfill, jobId: run.job.id ?? '' }, outcome);
  if (outcome.kind === 'done') {
    // What nothing can heal is on record, but does not keep the slot open.
    const state = outcome.missing.every((m) => m.permanent) ? 'done' : 'partial';
    await settle(services, run, { state, rows: outcome.rows, missing: outcome.missing, reason: outcome.missing[0] ? summary(outcome.missing) : null });
  }
  if (outcome.kind === 'skip') await settle(services, run, { state: 'missed', rows: 0, missing: [], reason: outcome.why });
}

export async function recordFailure(services: Ledger, run: Run, { kind, reason }: Pick<Verdict, 'kind' | 'reason'>): Promise<void> {
  if (run.backfill) await settleChunk(services, { key: run.backfill, jobId: run.job.id ?? '' }, { kind: 'failed', reason, hopeless: kind === 'never' });
  await settle(services, run, { state: 'missed', rows: 0, missing: [], reason });
}

const summary = (missing: readonly Missing[]): string => `${missing.length} missing, such as ${missing[0]?.symbol}: ${missing[0]?.reason}`.slice(0, 500);

interface Settlement {
  state: 'done' | 'partial' | 'missed';
  rows: number;
  missing: Missing[];
  reason: string | null;
}

async function settle({ store, clock }: Ledger, run: Run, s: Settlement): Promise<void> {
  if (!run.ledger) return;
  await store.ledger.settle({ ...run.ledger, ...s, jobId: run.job.id ?? '', startedAt: run.startedAt, finishedAt: clock.now() });
}
