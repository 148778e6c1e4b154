/**
 * Are these bars of a venue to be believed? Pure. Bars carry no score, and what
 * they say reaches every indicator: so they are stored or refused, and refused
 * only where they are off by more than any market ever was.
 */
import type { OhlcRow } from '../store/tables/ohlc.js';
import { apart } from './finding.js';
import type { Seen } from './price.js';
import { bars as limits, TRUSTED } from './thresholds.js';

export type JudgedBar = Pick<OhlcRow, 'symbol' | 'venue' | 'timeframe' | 'open_time' | 'available_at' | 'close'>;
/** Answers of several timeframes are judged together, and each may lie for itself. */
export const seriesOf = ({ symbol, venue, timeframe }: Pick<JudgedBar, 'symbol' | 'venue' | 'timeframe'>): string => `${symbol} ${venue} ${timeframe}`;

/**
 * What an answer's bar of the present is worth, all its bars are: those of the past have nobody left to contradict them.
 * @param seen what is stored by symbol, oldest first.
 * @returns the reason, by `seriesOf`, for every series that is not to be stored.
 */
export function unbelievable(rows: readonly JudgedBar[], seen: ReadonlyMap<string, readonly Seen[]>): Map<string, string> {
  const newest = new Map<string, JudgedBar>();
  for (const row of rows) {
    const known = newest.get(seriesOf(row));
    if (!known || known.open_time < row.open_time) newest.set(seriesOf(row), row);
  }
  const reasons = new Map<string, string>();
  for (const [series, row] of newest) {
    const reason = doubtAbout(row, seen.get(row.symbol) ?? []);
    if (reason) reasons.set(series, reason);
  }
  return reasons;
}

/**
 * The nearest word of another source decides; without one, the venue's own of the last minutes. A close is a price of
 * the bar's end, or of the moment an open bar was received: four hours after it opened, for some.
 */
function doubtAbout({ venue, available_at, close }: JudgedBar, seen: readonly Seen[]): string | undefined {
  const near = seen.filter((s) => (s.score === null || s.score >= TRUSTED) && Math.abs(s.at - available_at.getTime()) <= limits.opinionMs);
  const others = near.filter((s) => s.source !== venue).map((s) => ({ source: s.source, apart: apart(close, s.price) })).sort((a, b) => a.apart - b.apart);
  const [nearest] = others;
  if (nearest) return nearest.apart > limits.apart.over ? `disagrees:${nearest.source}` : undefined;
  const own = near.at(-1);
  return own && apart(close, own.price) > limits.apart.over ? 'jump' : undefined;
}
