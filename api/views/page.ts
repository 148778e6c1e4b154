/** Where the next page begins, as the caller hands it back: opaque, and refused when it is not ours. */
import { z } from 'zod';
import type { Page, PageMark } from '#workers/store/index.js';
import { ApiError } from '../errors.js';

/** A question about event times in [fromMs, toMs), as known at an instant. */
export type PageQuestion = Omit<Page, 'after'> & { cursor?: string | undefined };

/** How an answer tells that there is more. */
export const nextCursor = z.string().nullable().describe('the cursor of the next page; null on the last');

const LATEST = Date.UTC(2100, 0, 1);
const LONGEST_KEY = 80;

export const cursorAfter = (mark: PageMark | null): string | null => mark && Buffer.from(JSON.stringify([mark.atMs, mark.key])).toString('base64url');

function markOf(text: string): PageMark | undefined {
  try {
    const [atMs, key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown];
    const isMark = Number.isSafeInteger(atMs) && Math.abs(atMs as number) < LATEST && typeof key === 'string' && key.length <= LONGEST_KEY;
    return isMark ? { atMs: atMs as number, key: key as string } : undefined;
  } catch {
    return undefined; // whoever made it up is told so below
  }
}

/** @throws ApiError VALIDATION_ERROR for a cursor this api has not given. */
export function markIn(cursor: string): PageMark {
  const after = markOf(cursor);
  if (!after) throw new ApiError('VALIDATION_ERROR', 'cursor: not one this route has given', { details: [{ field: 'cursor', message: 'unknown' }] });
  return after;
}

/** @throws ApiError VALIDATION_ERROR for a cursor this api has not given. */
export const pageOf = ({ cursor, ...page }: PageQuestion): Page => (cursor === undefined ? page : { ...page, after: markIn(cursor) });
