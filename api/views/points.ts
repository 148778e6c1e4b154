/** Histories of several names, a page at a time: by time and then by name over all of them, so that a long one is read through without holding it. */
import { cursorAfter, markIn } from './page.js';

/** How much of a history is asked for. Without a limit: all of it. */
export interface PointPage {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Where the read of a page begins. @throws ApiError VALIDATION_ERROR for a cursor this api has not given. */
export const pageStart = (fromMs: number, { cursor }: PointPage): number => (cursor === undefined ? fromMs : Math.max(fromMs, markIn(cursor).atMs));

/**
 * @param histories by name, points as they were read from `pageStart` on.
 * @returns the points of the page by name, each name's oldest first, and the cursor of the next page.
 */
export function pageOfPoints<N extends string, P>(histories: ReadonlyMap<N, readonly P[]>, atOf: (point: P) => number, { limit, cursor }: PointPage): { points: Map<N, P[]>; next: string | null } {
  const after = cursor === undefined ? undefined : markIn(cursor);
  const isLater = (at: number, name: string): boolean => after === undefined || at > after.atMs || (at === after.atMs && name > after.key);
  const all = [...histories].flatMap(([name, points]) => points.map((point) => ({ name, point, at: atOf(point) })).filter((p) => isLater(p.at, p.name)));
  all.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
  const page = limit === undefined ? all : all.slice(0, limit);
  const last = page.at(-1);
  const points = new Map<N, P[]>([...histories.keys()].map((name) => [name, []]));
  for (const { name, point } of page) points.get(name)?.push(point);
  return { points, next: last !== undefined && page.length < all.length ? cursorAfter({ atMs: last.at, key: last.name }) : null };
}
