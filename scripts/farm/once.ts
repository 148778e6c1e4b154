/**
 * Waits until one slot is settled in the ledger, and the side work opened with it
 * too (for a while), and judges it: every dataset of the chain must have stored rows.
 */
import { BASE_CADENCE, datasets, sideDatasets } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import { realSleep, stopwatchMs, type Clock } from '#queues/runtime/clock.js';
import type { Store } from '#workers/store/index.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { rowsOfSlot, type DatasetRows } from './report.js';

export interface OnceResult {
  slot: number;
  state: string;
  rows: DatasetRows[];
  /** Why the run is not a success; empty when it is. */
  problems: string[];
}

const STEP_MS = cadenceMs(BASE_CADENCE);
const POLL_MS = 200;
/** Real ms that side work may take beyond the slot. */
const SIDE_TIMEOUT_MS = 15_000;

const isSide = (r: LedgerRow): boolean => (sideDatasets as string[]).includes(r.dataset);

/** Pure. Side work is reported; only the chain is judged, since a news site may be away. */
export function judge(settlement: LedgerRow, ledger: readonly LedgerRow[]): OnceResult {
  const slot = settlement.slot.getTime();
  const rows = rowsOfSlot(ledger.filter((r) => r.slot.getTime() === slot || isSide(r)));
  const problems = rows.filter((r) => r.rows === 0 && datasets[r.dataset].part === 'chain').map((r) => `${r.dataset} stored no rows${r.reasons.length > 0 ? `: ${r.reasons.slice(0, 5).join('; ')}` : ''}`);
  if (settlement.state === 'missed') problems.unshift(`the slot was missed: ${settlement.reason ?? 'no reason was recorded'}`);
  return { slot, state: settlement.state, rows, problems };
}

/**
 * Pure. The rows of each dataset's slot that tells what it can do: the newest one; where that is not settled yet, the
 * newest that was settled since the farm came up. At a full hour all of them begin another slot.
 */
export function tellingSide(rows: readonly LedgerRow[], fromMs: number): LedgerRow[] {
  return sideDatasets.flatMap((dataset) => {
    const slots = new Map<number, LedgerRow[]>();
    for (const row of rows) if (row.dataset === dataset) slots.set(row.slot.getTime(), [...(slots.get(row.slot.getTime()) ?? []), row]);
    const [newest = [], ...older] = [...slots].sort(([a], [b]) => b - a).map(([, own]) => own);
    if (newest.every((r) => r.state !== 'pending')) return newest;
    return older.find((own) => own.every((r) => r.state !== 'pending' && (r.finished_at?.getTime() ?? -Infinity) >= fromMs)) ?? newest;
  });
}

/** The side work that tells, once none of it is pending or its time is up. */
async function sideWork(store: Store, clock: Clock, fromMs: number): Promise<LedgerRow[]> {
  const started = stopwatchMs();
  for (;;) {
    const current = tellingSide(await store.ledger.ofDatasets(sideDatasets, clock.nowMs() - 86_400_000, clock.nowMs() + 1), fromMs);
    if (!current.some((r) => r.state === 'pending') || stopwatchMs() - started > SIDE_TIMEOUT_MS) return current;
    await realSleep(POLL_MS);
  }
}

/**
 * Pure. The settlement row of the first slot that tells what the farm can do, once it is no longer pending. The slot
 * under way when the farm came up tells it only when it went well, or as long as it lasts: what the farm was too late
 * for says nothing, and the next slot has begun.
 */
export function tellingSlot(ledger: readonly LedgerRow[], fromMs: number, nowMs: number): LedgerRow | undefined {
  const settlements = ledger.filter((r) => r.dataset === 'ml_features' && r.chunk === 0);
  const cameTooLate = (r: LedgerRow): boolean => r.slot.getTime() < fromMs && r.state !== 'pending' && r.slot.getTime() + STEP_MS <= nowMs && judge(r, ledger).problems.length > 0;
  const first = settlements.find((r) => !cameTooLate(r));
  return first?.state === 'pending' ? undefined : first;
}

/** @param fromMs farm instant at which the farm came up. @param timeoutMs real ms. @throws Error when no slot settles in time. */
export async function runOnce(store: Store, clock: Clock, fromMs: number, timeoutMs: number): Promise<OnceResult> {
  const started = stopwatchMs();
  for (;;) {
    const ledger = (await store.ledger.between(fromMs - STEP_MS + 1, clock.nowMs() + STEP_MS)).filter((r) => !isSide(r));
    const settlement = tellingSlot(ledger, fromMs, clock.nowMs());
    if (settlement) return judge(settlement, [...ledger, ...(await sideWork(store, clock, fromMs))]);
    if (stopwatchMs() - started > timeoutMs) throw new Error(`no slot was settled within ${timeoutMs / 1_000} s; the ledger knows ${ledger.length} chunks of it, ${ledger.filter((r) => r.state === 'done').length} of them done`);
    await realSleep(POLL_MS);
  }
}
