/** The pieces of a query string that several routes share, and the one way in which a bad one is refused. */
import { z } from 'zod';
import { ApiError } from '../errors.js';
import { timeframes } from '../views/candles.js';

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const EARLIEST = Date.UTC(2009, 0, 3);
const LATEST = Date.UTC(2100, 0, 1);
const HAS_TIME_BUT_NO_ZONE = /T[^Z+]*$/;

function instantMs(text: string): number {
  // A literal + arrives as a space unless it was encoded.
  const iso = text.trim().replace(' ', '+');
  if (!ISO.test(iso)) return Number.NaN;
  const naked = HAS_TIME_BUT_NO_ZONE.test(iso) && !/-\d{2}:\d{2}$/.test(iso);
  return Date.parse(naked ? `${iso}Z` : iso);
}

/** ISO 8601, UTC where it names no zone; becomes milliseconds. */
export const instant = z
  .string()
  .meta({ description: 'ISO 8601; UTC where it names no zone', examples: ['2026-01-01T00:00:00Z', '2026-01-01'] })
  .transform(instantMs)
  .refine((ms) => ms >= EARLIEST && ms < LATEST, 'must be an ISO 8601 time between 2009-01-03 and 2100, such as 2026-01-01T00:00:00Z');

/** Names separated by commas, without repeats. The document says so as OpenAPI does: a list whose form does not explode. */
export const names = (most: number) =>
  z
    .string()
    .meta({ type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, maxItems: most })
    .transform((text) => [...new Set(text.split(',').map((n) => n.trim()).filter(Boolean))])
    .refine((list) => list.length > 0 && list.length <= most, `must be 1 to ${most} names separated by commas`);

export const timeframe = z.enum(timeframes as [(typeof timeframes)[number], ...typeof timeframes]);
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
