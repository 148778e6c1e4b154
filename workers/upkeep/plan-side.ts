/**
 * What the reconciler thinks about side work: only the newest slot of a dataset
 * matters, since what it reads reaches back over everything that was missed.
 * Pure.
 */
import { datasets, type DatasetName } from '#queues/datasets.js';
import { cadenceMs, slotAt } from '#queues/slot.js';
import type { LedgerRow } from '../store/tables/ledger.js';
import { GRACE_MS, MOST_REPAIRS } from './plan.js';

export interface SidePlan {
  /** The newest slot was never opened. */
  open: { dataset: DatasetName; slot: number }[];
  /** Chunks of the newest slot to be enqueued again, unless Redis is still at them. */
  again: LedgerRow[];
  /** Chunks of older slots that nobody settled: a newer slot has read what they would have. */
  superseded: LedgerRow[];
}

/** First wait before a failed chunk is tried again; triples. */
const FIRST_REPAIR_AFTER_MS = 60_000;

/** The newest slot of a dataset whose grace is over. */
export const newestDue = (dataset: DatasetName, nowMs: number): number => slotAt(nowMs - GRACE_MS, datasets[dataset].every);

function isDueAgain(row: LedgerRow, nowMs: number): boolean {
  if (row.state === 'pending') return nowMs - row.opened_at.getTime() >= GRACE_MS;
  if (row.state !== 'missed' && row.state !== 'partial') return false;
  const hopeless = row.state === 'partial' && row.missing.every((m) => m.permanent);
  return !hopeless && row.repairs < MOST_REPAIRS && row.finished_at !== null && nowMs - row.finished_at.getTime() >= FIRST_REPAIR_AFTER_MS * 3 ** row.repairs;
}

/**
 * @param rows of these datasets, newest two cadences at least.
 */
export function planSide(nowMs: number, names: readonly DatasetName[], rows: readonly LedgerRow[]): SidePlan {
  const plan: SidePlan = { open: [], again: [], superseded: [] };
  for (const dataset of names) {
    const newest = newestDue(dataset, nowMs);
    const mine = rows.filter((r) => r.dataset === dataset);
    const current = mine.filter((r) => r.slot.getTime() === newest);
    if (current.length === 0) plan.open.push({ dataset, slot: newest });
    // Past its own cadence a slot is the next one's business.
    if (nowMs < newest + cadenceMs(datasets[dataset].every)) plan.again.push(...current.filter((r) => isDueAgain(r, nowMs)));
    plan.superseded.push(...mine.filter((r) => r.state === 'pending' && r.slot.getTime() < newest));
  }
  return plan;
}
