/**
 * A view: named figures of one source at a slot, worked out once and shared by
 * every feature that reads them. Pure: the store's rows in, numbers out. A figure
 * that is not known is absent or null, never a default.
 */
export type View<N extends string> = Readonly<Partial<Record<N, number | null>>>;

/** What is known of most coins by most sources: one object, so that it is looked through once. */
export const NOTHING: View<never> = Object.freeze({});

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** a / b − 1; null where either is unknown or the quotient is not finite. */
export function growth(now: number | null | undefined, before: number | null | undefined): number | null {
  if (typeof now !== 'number' || typeof before !== 'number') return null;
  const ratio = now / before - 1;
  return Number.isFinite(ratio) ? ratio : null;
}

/** Whole and part minutes between an instant (ms) and the slot. */
export const minutesSince = (instant: number, at: number): number => (at - instant) / MINUTE;
