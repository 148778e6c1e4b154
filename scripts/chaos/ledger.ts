/** What the ledger of a tormented farm says of every slot it was due to do. */
import { BASE_CADENCE, chainDatasets } from '#queues/datasets.js';
import { slotName, slotsBetween } from '#queues/slot.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import type { Arena } from './arena.js';

export interface LedgerReport {
  expected: number;
  done: number;
  /** Settled without all that was wanted: how many of the slots, by reason. */
  missed: Record<string, number>;
  /** Slots the ledger does not know, or that nobody settled. */
  lost: string[];
  /** Slots the timetable does not know, and parts that are there twice. */
  doubled: string[];
}

const SETTLED = new Set(['done', 'partial', 'missed']);
const isWhole = (r: LedgerRow): boolean => r.dataset === 'ml_features' && r.chunk === 0;

/** A reason without what is particular to one slot, so that they can be counted. */
const bare = (reason: string): string => reason.replaceAll(/\d[\d.,:TZ-]*/g, 'N').slice(0, 90);

function reasonsOf(rows: readonly LedgerRow[]): string[] {
  const parts = rows.filter((r) => r.state !== 'done').flatMap((r) => [r.reason ?? '', ...r.missing.map((m) => m.reason)]).filter(Boolean);
  return [...new Set(parts.map(bare))];
}

/** Pure. @param rows of the chain's datasets from `first` on, future ones included. */
export function judgeLedger(rows: readonly LedgerRow[], first: number, end: number): LedgerReport {
  const slots = slotsBetween(first, end, BASE_CADENCE);
  const known = new Set(slots);
  const bySlot = new Map<number, LedgerRow[]>();
  for (const row of rows) bySlot.set(row.slot.getTime(), [...(bySlot.get(row.slot.getTime()) ?? []), row]);
  const report: LedgerReport = { expected: slots.length, done: 0, missed: {}, lost: [], doubled: [] };
  for (const slot of slots) {
    const mine = bySlot.get(slot) ?? [];
    if (!SETTLED.has(mine.find(isWhole)?.state ?? '') || mine.some((r) => r.state === 'pending')) report.lost.push(slotName(slot));
    else if (mine.every((r) => r.state === 'done')) report.done += 1;
    else for (const reason of reasonsOf(mine)) report.missed[reason] = (report.missed[reason] ?? 0) + 1;
  }
  for (const slot of bySlot.keys()) if (slot >= first && slot < end && !known.has(slot)) report.doubled.push(slotName(slot));
  return report;
}

/** @param end exclusive, farm ms. A slot of the future is one too many, too. */
export async function readLedger({ rows, clock }: Arena, first: number, end: number): Promise<LedgerReport> {
  const all = await rows.ledger.ofDatasets(chainDatasets, first, clock.nowMs() + 7 * 86_400_000);
  const report = judgeLedger(all, first, end);
  const ahead = all.map((r) => r.slot.getTime()).filter((slot) => slot > clock.nowMs());
  return { ...report, doubled: [...report.doubled, ...new Set(ahead.map(slotName))] };
}

/** Slots of [first, end) that are not settled in every part. */
export async function unsettled(arena: Arena, first: number, end: number): Promise<string[]> {
  return (await readLedger(arena, first, end)).lost;
}
