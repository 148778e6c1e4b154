/** Stretches of time as several routes ask for them: `start`, `end`, and `as_of`, the instant whose knowledge is asked for. */
import { z } from 'zod';
import { ApiError } from '../errors.js';
import { instant, until, whole } from './question.js';

const DAY_MS = 86_400_000;

export const span = {
  start: instant.optional().describe('event time of the first row, inclusive'),
  end: until.optional().describe('event time of the last row, exclusive'),
  as_of: instant.optional().describe('answers what was known at this instant; now where it is left out'),
};
/** A caller's clock may be ahead of the farm's by this much. */
const AHEAD_MS = 60_000;

const refuse = (field: string, problem: string): ApiError => new ApiError('VALIDATION_ERROR', problem, { details: [{ field, message: problem }] });

/** The instant whose knowledge is asked for; undefined where none was named. @throws ApiError VALIDATION_ERROR for one that has not come yet. */
export function asOfMs({ as_of }: Pick<Span, 'as_of'>, nowMs: number): number | undefined {
  if (as_of === undefined) return undefined;
  if (as_of > nowMs + AHEAD_MS) throw refuse('as_of', `as_of lies in the future: by the farm's clock it is ${new Date(nowMs).toISOString()}, and nobody knows what will be known then`);
  return Math.min(as_of, nowMs);
}
/** @throws ApiError VALIDATION_ERROR for a stretch that begins after the instant whose knowledge is asked for. */
export function holdKnowable(start: number | undefined, asOf: number | undefined): void {
  if (start !== undefined && asOf !== undefined && asOf < start) throw refuse('as_of', 'as_of must not lie before start: nothing of that stretch could be known then');
}
/** A page at a time. */
export const paging = (most: number, usual: number) => ({ limit: whole(1, most).default(usual).describe('rows in one answer'), cursor: z.string().min(1).max(200).optional().describe('`next_cursor` of the answer before') });
/** The same, of a stretch of time. */
export const pages = (most: number, usual: number) => ({ ...span, ...paging(most, usual) });

type Span = z.infer<z.ZodObject<typeof span>>;

/** A stretch that may lack a beginning: then only the newest is asked for. @throws ApiError VALIDATION_ERROR. */
export function openSpan({ start, end, as_of }: Span, nowMs: number, mostDays: number): { fromMs: number | undefined; toMs: number; knownAtMs: number } {
  const knownAtMs = asOfMs({ as_of }, nowMs) ?? nowMs;
  if (as_of !== undefined) holdKnowable(start, knownAtMs);
  const toMs = end ?? knownAtMs + 1;
  const problem = spanProblem(start, toMs, mostDays);
  if (problem) throw refuse('start', problem);
  return { fromMs: start, toMs, knownAtMs };
}

function spanProblem(start: number | undefined, toMs: number, mostDays: number): string | undefined {
  if (start === undefined) return undefined;
  if (start >= toMs) return 'start must be before end';
  return toMs - start > mostDays * DAY_MS ? `at most ${mostDays} days can be asked for at once` : undefined;
}

/** The same, where only what has a beginning comes in pages. @throws ApiError VALIDATION_ERROR. */
export function openPages(q: Span & { limit: number; cursor?: string | undefined }, nowMs: number, mostDays: number) {
  if (q.cursor === undefined || q.start !== undefined) return { ...openSpan(q, nowMs, mostDays), limit: q.limit, cursor: q.cursor };
  const problem = 'only a history has pages: give start as well';
  throw new ApiError('VALIDATION_ERROR', `cursor: ${problem}`, { details: [{ field: 'cursor', message: problem }] });
}

/** A stretch of so many days where no beginning is given. */
export function pagedSpan(q: Span & { limit: number; cursor?: string | undefined }, nowMs: number, usualDays: number) {
  const { fromMs, toMs, knownAtMs } = openSpan(q, nowMs, 36_500);
  return { fromMs: fromMs ?? toMs - usualDays * DAY_MS, toMs, knownAtMs, limit: q.limit, cursor: q.cursor };
}
