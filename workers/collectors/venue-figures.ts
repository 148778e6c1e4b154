/**
 * Numbers and instants as trading venues send them: decimals as text, an empty
 * text for "not known", instants as numbers or as text. Pure. Refuses nothing by
 * itself: what is unknown is null, and the caller says whether that matters.
 */

/** The number, or null where the venue gave none (`""`, null, absent) or something that is no number. */
export function figureOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** A figure that cannot be 0 or less, such as a price; null otherwise. */
export function positiveOf(value: unknown): number | null {
  const number = figureOf(value);
  return number !== null && number > 0 ? number : null;
}

/** A property of an unknown item. */
export const fieldOf = (item: unknown, name: string): unknown => (typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[name] : undefined);

/** A text of an unknown item; empty where there is none. */
export function wordOf(item: unknown, name: string): string {
  const value = fieldOf(item, name);
  return typeof value === 'string' ? value : '';
}

/** A venue's clock may be ahead of ours by this much; more is not believed. */
const AHEAD_MS = 120_000;
const FIRST_MS = Date.UTC(2017, 0, 1);

/** Milliseconds, as a number or as text; or the reason why it is no instant of a futures market. */
export function instantOf(value: unknown, now: number): number | string {
  const ms = figureOf(value);
  if (ms === null || !Number.isInteger(ms) || ms < FIRST_MS) return 'the instant is missing or not in milliseconds';
  return ms > now + AHEAD_MS ? `the instant lies ${Math.round((ms - now) / 1_000)} s ahead of our clock` : ms;
}
