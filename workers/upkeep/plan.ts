/**
 * The reconciler's thinking, without its hands: timetable and ledger in, slots
 * that need work out. Pure.
 */
import { BASE_CADENCE, datasets } from '#queues/datasets.js';
import { cadenceMs, slotsBetween } from '#queues/slot.js';
import type { LedgerRow } from '../store/tables/ledger.js';

export interface SlotWork {
  slot: number;
  why: 'never opened' | 'not settled' | 'incomplete';
  /** Repair rounds already spent on the slot. */
  repairs: number;
}

export interface Plan {
  /** Newest first: the current market matters most. */
  work: SlotWork[];
  /** Slots too old to repair by themselves, to be marked with the reason. */
  expired: number[];
}

/** A slot younger than this is still being worked on. */
export const GRACE_MS = 90_000;
/** Older slots are a backfill's business. */
export const HORIZON_MS = 48 * 3_600_000;
/** An incomplete slot is repaired at most this often, later each time. */
export const MOST_REPAIRS = 3;
const FIRST_REPAIR_AFTER_MS = 5 * 60_000;

/** The row that says whether the slot as a whole is settled. */
export const isSettlement = (row: Pick<LedgerRow, 'dataset' | 'chunk'>): boolean => row.dataset === 'ml_features' && row.chunk === 0;

/** True when a slot ended incomplete and something that happened since may have healed it. */
function repairIsDue(rows: readonly LedgerRow[], settlement: LedgerRow, nowMs: number): boolean {
  if (settlement.repairs >= MOST_REPAIRS || !settlement.finished_at) return false;
  const healable = rows.some((r) => datasets[r.dataset as keyof typeof datasets]?.after.length > 0 && r.state !== 'done' && (r.missing.length === 0 || r.missing.some((m) => !m.permanent)));
  const wait = FIRST_REPAIR_AFTER_MS * 3 ** settlement.repairs;
  return healable && nowMs - settlement.finished_at.getTime() >= wait;
}

/**
 * @param nowMs farm ms. @param firstSlot the first slot the farm ever opened.
 * @param ledger every row with slot in [nowMs − HORIZON_MS − one day, nowMs].
 */
export function planReconcile(nowMs: number, firstSlot: number, ledger: readonly LedgerRow[]): Plan {
  const bySlot = new Map<number, LedgerRow[]>();
  for (const row of ledger) {
    const slot = row.slot.getTime();
    const rows = bySlot.get(slot);
    if (rows) rows.push(row);
    else bySlot.set(slot, [row]);
  }
  const oldest = nowMs - HORIZON_MS;
  const work: SlotWork[] = [];
  for (const slot of slotsBetween(Math.max(firstSlot, oldest), nowMs - GRACE_MS + 1, BASE_CADENCE)) {
    const rows = bySlot.get(slot) ?? [];
    const settlement = rows.find(isSettlement);
    if (!settlement) work.push({ slot, why: 'never opened', repairs: 0 });
    else if (settlement.state === 'pending') work.push({ slot, why: 'not settled', repairs: settlement.repairs });
    else if (settlement.state === 'partial' && repairIsDue(rows, settlement, nowMs)) work.push({ slot, why: 'incomplete', repairs: settlement.repairs });
  }
  const expired = [...bySlot].filter(([slot, rows]) => slot < oldest && rows.some((r) => r.state === 'pending')).map(([slot]) => slot);
  return { work: work.reverse(), expired };
}

/** Whether a snapshot for the slot can still be taken. */
export const snapshotsPossible = (slot: number, nowMs: number): boolean => nowMs < slot + cadenceMs(BASE_CADENCE);
