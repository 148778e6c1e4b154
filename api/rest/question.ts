/** The pieces of a query string that several routes share, and the one way in which a bad one is refused. */
import { timeframes } from '#queues/timeframes.js';
import { z } from 'zod';
import { ApiError } from '../errors.js';

const ISO = /^20(?:09|[1-9]\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/;
const HAS_TIME_BUT_NO_ZONE = /T[^Z+]*$/;

/** Date.parse takes 30 February for 2 March. */
const isDay = (day: string): boolean => new Date(Date.parse(day)).toISOString().startsWith(day);

function instantMs(text: string): number {
  // A literal + arrives as a space unless it was encoded.
  const iso = text.trim().replace(' ', '+');
  if (!ISO.test(iso) || !isDay(iso.slice(0, 10))) return Number.NaN;
  const naked = HAS_TIME_BUT_NO_ZONE.test(iso) && !/-\d{2}:\d{2}$/.test(iso);
  return Date.parse(naked ? `${iso}Z` : iso);
}

const instantLike = (...examples: string[]) =>
  z
    .string()
    .meta({ description: 'ISO 8601; UTC where it names no zone', pattern: ISO.source, examples })
    .transform(instantMs)
    .refine((ms) => !Number.isNaN(ms), 'must be an ISO 8601 time from 2009 to 2099, such as 2026-01-01T00:00:00Z');

/** ISO 8601, UTC where it names no zone; becomes milliseconds. */
export const instant = instantLike('2026-01-01T00:00:00Z', '2026-01-01');
/** The end of a stretch: its examples lie after those of its beginning. */
export const until = instantLike('2026-01-02T00:00:00Z', '2026-01-03');

/**
 * Names separated by commas; repeats count towards `most` and are dropped. The document says so as OpenAPI does: a list whose form does not explode.
 * @param said for the document only: whoever looks the names up says which he does not know.
 */
export const names = (most: number, said: { known?: readonly string[]; examples?: string[][] } = {}) =>
  z
    .string()
    .meta({ type: 'array', items: said.known ? { type: 'string', enum: [...said.known] } : { type: 'string', minLength: 1 }, minItems: 1, maxItems: most, ...(said.examples ? { examples: said.examples as unknown as string[] } : {}) })
    .transform((text) => text.split(',').map((n) => n.trim()).filter(Boolean))
    .refine((list) => list.length > 0 && list.length <= most, `must be 1 to ${most} names separated by commas`)
    .transform((list) => [...new Set(list)]);

export const timeframe = z.enum(timeframes);
export const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const TIMEFRAME_FIELDS = new Set<unknown>(['timeframe', 'interval']);

/** @throws ApiError INVALID_TIMEFRAME or VALIDATION_ERROR, with every problem in `details`. */
export function ask<S extends z.ZodType>(schema: S, query: unknown): z.infer<S> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((i) => ({ field: i.path.join('.') || (i.code === 'unrecognized_keys' ? i.keys.join(', ') : 'query'), message: i.message }));
  const badFrame = parsed.error.issues.some((i) => TIMEFRAME_FIELDS.has(i.path[0]));
  const text = problems.map((p) => `${p.field}: ${p.message}`).join('; ');
  throw new ApiError(badFrame ? 'INVALID_TIMEFRAME' : 'VALIDATION_ERROR', text.slice(0, 500), { details: problems });
}
