/** What a finished repair means for the gaps it was to fill and did not. Pure. */
import type { MissingRun } from '../store/index.js';
import type { GapRow } from '../store/tables/gaps.js';

/** What a repair that has ended says of the rows it could not bring. */
export interface Holes {
  /** Why the upstream, or the inputs, have nothing for a symbol and stretch; will not change. */
  permanent: readonly (MissingRun & { symbol: string; reason: string })[];
  /** What else went wrong, or null. */
  reason: string | null;
}

/** A gap that so many repairs have left open stays open for good. */
export const MOST_ATTEMPTS = 4;
const FIRST_RETRY_MS = 3_600_000;

/**
 * A gap that is still there after its repair has ended: given up where the repair
 * says that nothing will ever come, or that was the last attempt; else open
 * again, later each time.
 */
export function afterRepair(gap: GapRow, { permanent, reason }: Holes, now: Date): GapRow {
  const attempts = gap.attempts + 1;
  const hole = permanent.find((h) => h.symbol === gap.symbol && h.from < gap.until.getTime() && gap.since.getTime() < h.to);
  if (hole) return { ...gap, attempts, state: 'permanent', reason: hole.reason, closed_at: now };
  const why = reason ?? 'the repair ended and brought no row';
  if (attempts >= MOST_ATTEMPTS) return { ...gap, attempts, state: 'permanent', reason: `given up after ${attempts} repairs: ${why}`, closed_at: now };
  return { ...gap, attempts, state: 'open', reason: why, retry_at: new Date(now.getTime() + FIRST_RETRY_MS * 3 ** (attempts - 1)) };
}
