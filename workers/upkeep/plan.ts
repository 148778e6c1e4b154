/**
 * The reconciler's thinking, without its hands: timetable and settlements in,
 * slots that need work out. Pure.
 */
import { BASE_CADENCE, datasets, type DatasetName } from '#queues/datasets.js';
import { cadenceMs, slotsBetween } from '#queues/slot.js';
import type { Settlement } from '../store/index.js';
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

/** How long ago a slot ended, ms. An end that has not come was written by a clock that was ahead: then since the slot itself. */
const endedFor = ({ slot, finished_at }: Settlement, nowMs: number): number => nowMs - (finished_at && finished_at.getTime() <= nowMs ? finished_at : slot).getTime();

/** True when a slot ended incomplete and it is time to try again. */
function repairIsDue(settlement: Settlement, nowMs: number): boolean {
  const { state, repairs, finished_at } = settlement;
  return state === 'partial' && repairs < MOST_REPAIRS && finished_at !== null && endedFor(settlement, nowMs) >= FIRST_REPAIR_AFTER_MS * 3 ** repairs;
}

/** Whether anything that happened since may have healed the slot: a row that is not done and whose reasons are not all final. */
export const isHealable = (rows: readonly LedgerRow[]): boolean =>
  rows.some((r) => datasets[r.dataset as DatasetName].part === 'chain' && datasets[r.dataset as DatasetName].after.length > 0 && r.state !== 'done' && (r.missing.length === 0 || r.missing.some((m) => !m.permanent)));

/** True when a slot was settled while nobody had written down what became of a part: its job ended when the store could not be written. */
const isUnwritten = (s: Settlement, nowMs: number): boolean => s.state !== 'pending' && s.repairs < MOST_REPAIRS && s.finished_at !== null && endedFor(s, nowMs) >= GRACE_MS;

/**
 * @param nowMs farm ms. @param firstSlot the first slot the farm ever opened.
 * @param settlements of every slot in [nowMs − HORIZON_MS − one day, nowMs].
 * @param pending slots a part of which is pending.
 */
export function planReconcile(nowMs: number, firstSlot: number, settlements: readonly Settlement[], pending: readonly number[] = []): Plan {
  const bySlot = new Map(settlements.map((s) => [s.slot.getTime(), s]));
  const inPart = new Set(pending);
  const oldest = nowMs - HORIZON_MS;
  const work: SlotWork[] = [];
  for (const slot of slotsBetween(Math.max(firstSlot, oldest), nowMs - GRACE_MS + 1, BASE_CADENCE)) {
    const settlement = bySlot.get(slot);
    const repairs = settlement?.repairs ?? 0;
    if (!settlement) work.push({ slot, why: 'never opened', repairs });
    else if (settlement.state === 'pending') work.push({ slot, why: 'not settled', repairs });
    else if (inPart.has(slot) && isUnwritten(settlement, nowMs)) work.push({ slot, why: 'not settled', repairs });
    else if (repairIsDue(settlement, nowMs)) work.push({ slot, why: 'incomplete', repairs });
  }
  const expired = [...bySlot.values()].filter((s) => s.state === 'pending' && s.slot.getTime() < oldest).map((s) => s.slot.getTime());
  return { work: work.reverse(), expired };
}

/** Whether a snapshot for the slot can still be taken. */
export const snapshotsPossible = (slot: number, nowMs: number): boolean => nowMs < slot + cadenceMs(BASE_CADENCE);
