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
 * What an answer's bar of the present is worth, all its bars are: those further back have nobody left to contradict them.
 * @param seen what is stored by symbol, oldest first.
 * @returns the reason, by `seriesOf`, for every series that is not to be stored.
 */
export function unbelievable(rows: readonly JudgedBar[], seen: ReadonlyMap<string, readonly Seen[]>): Map<string, string> {
  const series = new Map<string, JudgedBar[]>();
  for (const row of rows) {
    const known = series.get(seriesOf(row));
    if (known) known.push(row);
    else series.set(seriesOf(row), [row]);
  }
  const reasons = new Map<string, string>();
  for (const [name, bars] of series) {
    const reason = doubtAboutSeries(bars, seen);
    if (reason) reasons.set(name, reason);
  }
  return reasons;
}

/** The newest bar of which anybody has said anything decides: after a silence that is the one that was stored last, which comes once more. */
function doubtAboutSeries(bars: readonly JudgedBar[], seen: ReadonlyMap<string, readonly Seen[]>): string | undefined {
  const said = seen.get(bars[0]?.symbol ?? '') ?? [];
  if (said.length === 0) return undefined;
  const newestFirst = bars.toSorted((a, b) => b.open_time.getTime() - a.open_time.getTime());
  const judged = newestFirst.find((bar) => nearTo(bar, said).length > 0);
  return judged && doubtAbout(judged, nearTo(judged, said));
}

const nearTo = ({ available_at }: JudgedBar, seen: readonly Seen[]): Seen[] => seen.filter((s) => (s.score === null || s.score >= TRUSTED) && Math.abs(s.at - available_at.getTime()) <= limits.opinionMs);

/**
 * The nearest word of another source decides; without one, the venue's own of the last minutes. A close is a price of
 * the bar's end, or of the moment an open bar was received: four hours after it opened, for some.
 */
function doubtAbout({ venue, close }: JudgedBar, near: readonly Seen[]): string | undefined {
  const others = near.filter((s) => s.source !== venue).map((s) => ({ source: s.source, apart: apart(close, s.price) })).sort((a, b) => a.apart - b.apart);
  const [nearest] = others;
  if (nearest) return nearest.apart > limits.apart.over ? `disagrees:${nearest.source}` : undefined;
  const own = near.at(-1);
  return own && apart(close, own.price) > limits.apart.over ? 'jump' : undefined;
}
