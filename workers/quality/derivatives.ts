/**
 * Is this row of a futures venue to be believed? Pure: looks at the row, at the
 * venue's snapshot before it and at the other venue's. Impossible figures are refused.
 */
import type { DerivativesRow } from '../store/tables/signals.js';
import { apart, overFirst, refused, scored, type Finding, type Verdict } from './finding.js';
import { derivatives as limits } from './thresholds.js';

export type JudgedFutures = Pick<DerivativesRow, 'venue' | 'observed_at' | 'ingested_at' | 'mark_price' | 'index_price' | 'basis' | 'funding_rate' | 'funding_final' | 'open_interest' | 'open_interest_value'>;
type Known = Pick<DerivativesRow, 'venue' | 'observed_at' | 'mark_price' | 'index_price' | 'funding_rate' | 'open_interest'>;

const isWrong = (x: number | null): boolean => x !== null && !(Number.isFinite(x) && x > 0);
const isBelow = (x: number | null): boolean => x !== null && !(Number.isFinite(x) && x >= 0);

/** @param known the newest snapshots of the same symbol, one per venue. */
export function judgeFutures(row: JudgedFutures, known: readonly Known[]): Verdict {
  if (isWrong(row.mark_price) || isWrong(row.index_price)) return refused('impossible:price');
  if (isBelow(row.open_interest) || isBelow(row.open_interest_value)) return refused('impossible:open_interest');
  if (row.funding_rate !== null && !(Math.abs(row.funding_rate) <= limits.mostFunding)) return refused('impossible:funding_rate');
  const before = known.find((k) => k.venue === row.venue && k.observed_at < row.observed_at);
  const other = known.find((k) => k.venue !== row.venue);
  const isSnapshot = !row.funding_final && row.mark_price !== null;
  return scored([
    ...overFirst('funding_range', row.funding_rate === null ? null : Math.abs(row.funding_rate), [limits.funding]),
    ...overFirst('basis', row.basis === null ? null : Math.abs(row.basis), limits.basis),
    ...(isSnapshot ? overFirst('stale', row.ingested_at.getTime() - row.observed_at.getTime(), [limits.staleMs]) : []),
    ...(isSnapshot && before ? against(row, before) : []),
    ...(isSnapshot && row.mark_price && other?.mark_price ? overFirst(`disagrees:${other.venue}`, apart(row.mark_price, other.mark_price), limits.venues) : []),
  ]);
}

function against(row: JudgedFutures, before: Known): Finding[] {
  const found: Finding[] = [];
  if (row.mark_price && before.mark_price) found.push(...overFirst('jump', apart(row.mark_price, before.mark_price), [limits.markJump]));
  if (row.open_interest && before.open_interest) found.push(...overFirst('interest_jump', apart(row.open_interest, before.open_interest), [limits.interestJump]));
  const same = row.mark_price === before.mark_price && row.index_price === before.index_price && row.funding_rate === before.funding_rate;
  return same && row.observed_at.getTime() > before.observed_at.getTime() ? [...found, { code: 'repeat', penalty: limits.repeat.penalty }] : found;
}
