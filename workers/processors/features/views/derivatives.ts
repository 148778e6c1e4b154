/**
 * A coin's perpetual futures at a slot, of two venues: funding, basis and open
 * interest, and how the open interest has moved. A change compares only venues
 * that are known at both instants.
 */
import type { SettledFunding } from '../../../store/index.js';
import type { DerivativesRow } from '../../../store/tables/signals.js';
import { growth, minutesSince, NOTHING, type View } from './view.js';

/** The venue's name in the store → its name in inputs. */
const venues = { binance_futures: 'binance', bybit: 'bybit' } as const;
type Venue = (typeof venues)[keyof typeof venues];
/** hours: between two payments of funding, as the venue states them, else as those of the last day were spaced. */
type OfVenue = 'funding' | 'hours' | 'basis' | 'age';
export type DerivativesFigure = `${Venue}.${OfVenue}` | 'funding_24h' | 'open_interest_value' | 'volume_24h' | 'open_interest_change_1h' | 'open_interest_change_24h';

export type Snapshot = Pick<DerivativesRow, 'symbol' | 'venue' | 'basis' | 'funding_rate' | 'funding_interval_hours' | 'open_interest' | 'open_interest_value' | 'volume_24h' | 'available_at'>;

/** What is known of one coin: snapshots at three instants, one per venue, and the funding of a day. */
export interface Futures {
  now: readonly Snapshot[];
  hourAgo: readonly Pick<Snapshot, 'venue' | 'open_interest'>[];
  dayAgo: readonly Pick<Snapshot, 'venue' | 'open_interest'>[];
  settled: readonly SettledFunding[];
}

function total(of: readonly (number | null)[]): number | null {
  const known = of.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0);
}

/** Growth of the open interest of the venues that are known at both instants. */
function change(now: Futures['hourAgo'], then: Futures['hourAgo']): number | null {
  const before = new Map(then.map((row) => [row.venue, row.open_interest]));
  const both = now.filter((row) => row.open_interest !== null && typeof before.get(row.venue) === 'number');
  return growth(total(both.map((row) => row.open_interest)), total(both.map((row) => before.get(row.venue) ?? null)));
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length;
}

export function derivativesView({ now, hourAgo, dayAgo, settled }: Futures, at: number): View<DerivativesFigure> {
  if (now.length === 0 && settled.length === 0) return NOTHING;
  const view: Partial<Record<DerivativesFigure, number | null>> = {
    funding_24h: meanOf(settled.map((s) => s.mean)),
    open_interest_value: total(now.map((row) => row.open_interest_value)),
    volume_24h: total(now.map((row) => row.volume_24h)),
    open_interest_change_1h: change(now, hourAgo),
    open_interest_change_24h: change(now, dayAgo),
  };
  for (const row of now) {
    const venue = venues[row.venue as keyof typeof venues] as Venue | undefined;
    if (!venue) continue;
    view[`${venue}.funding`] = row.funding_rate;
    view[`${venue}.hours`] = row.funding_interval_hours ?? settled.find((s) => s.venue === row.venue)?.spacingHours ?? null;
    view[`${venue}.basis`] = row.basis;
    view[`${venue}.age`] = minutesSince(row.available_at.getTime(), at);
  }
  return view;
}
