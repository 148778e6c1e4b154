/** Writes down whom the slots since the last look asked for: the ledger of slots rolls off, what was expected stays. */
import type { Context } from '../context.js';
import { extendDuties, type Duty, type OpenedSlot } from './duty.js';

/** Slots read at a time: their symbols are kilobytes. */
const STRETCH_MS = 86_400_000;

const newestBySymbol = (runs: readonly Duty[]): Duty[] => [...new Map(runs.map((r) => [r.symbol, r])).values()];

export async function extendExpected({ store, clock }: Pick<Context, 'store' | 'clock'>): Promise<void> {
  const runs = await store.gaps.expected();
  const [firstSlot, nowMs] = [await store.ledger.firstSlot(), clock.nowMs()];
  if (firstSlot === null) return;
  let known = newestBySymbol(runs);
  const last = Math.max(firstSlot - 1, ...known.map((r) => r.until));
  for (let from = last + 1; from <= nowMs; from += STRETCH_MS) {
    const rows = await store.ledger.ofDatasets(['ml_features'], from, Math.min(from + STRETCH_MS, nowMs + 1));
    const opened: OpenedSlot[] = rows.filter((r) => r.chunk > 0).map((r) => ({ slot: r.slot.getTime(), symbols: r.symbols }));
    const changed = extendDuties(known, opened);
    await store.gaps.expect(changed, clock.now());
    known = newestBySymbol([...known, ...changed]);
  }
}
