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

const POLL_MS = 200;
/** Real ms that side work may take beyond the slot. */
const SIDE_TIMEOUT_MS = 15_000;

/** The settlement row of the first slot at or after `fromMs` that is no longer pending. */
const settledSlot = (ledger: readonly LedgerRow[]): LedgerRow | undefined => ledger.find((r) => r.dataset === 'ml_features' && r.chunk === 0 && r.state !== 'pending');

const isSide = (r: LedgerRow): boolean => (sideDatasets as string[]).includes(r.dataset);

/** Pure. Side work is reported; only the chain is judged, since a news site may be away. */
export function judge(settlement: LedgerRow, ledger: readonly LedgerRow[]): OnceResult {
  const slot = settlement.slot.getTime();
  const rows = rowsOfSlot(ledger.filter((r) => r.slot.getTime() === slot || isSide(r)));
  const problems = rows.filter((r) => r.rows === 0 && datasets[r.dataset].part === 'chain').map((r) => `${r.dataset} stored no rows${r.reasons.length > 0 ? `: ${r.reasons.slice(0, 5).join('; ')}` : ''}`);
  if (settlement.state === 'missed') problems.unshift(`the slot was missed: ${settlement.reason ?? 'no reason was recorded'}`);
  return { slot, state: settlement.state, rows, problems };
}

/** The newest side work, once none of it is pending or its time is up. */
async function sideWork(store: Store, clock: Clock): Promise<LedgerRow[]> {
  const started = stopwatchMs();
  for (;;) {
    const newest = await store.ledger.newestSlots(sideDatasets);
    const rows = await store.ledger.ofDatasets(sideDatasets, clock.nowMs() - 86_400_000, clock.nowMs() + 1);
    const current = rows.filter((r) => newest.get(r.dataset as (typeof sideDatasets)[number]) === r.slot.getTime());
    if (!current.some((r) => r.state === 'pending') || stopwatchMs() - started > SIDE_TIMEOUT_MS) return current;
    await realSleep(POLL_MS);
  }
}

/** @param fromMs farm instant at which the farm came up. @param timeoutMs real ms. @throws Error when no slot settles in time. */
export async function runOnce(store: Store, clock: Clock, fromMs: number, timeoutMs: number): Promise<OnceResult> {
  const step = cadenceMs(BASE_CADENCE);
  const started = stopwatchMs();
  for (;;) {
    const ledger = (await store.ledger.between(fromMs - step + 1, clock.nowMs() + step)).filter((r) => !isSide(r));
    const settlement = settledSlot(ledger);
    if (settlement) return judge(settlement, [...ledger, ...(await sideWork(store, clock))]);
    if (stopwatchMs() - started > timeoutMs) throw new Error(`no slot was settled within ${timeoutMs / 1_000} s; the ledger knows ${ledger.length} chunks of it, ${ledger.filter((r) => r.state === 'done').length} of them done`);
    await realSleep(POLL_MS);
  }
}
