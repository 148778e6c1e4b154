/**
 * The schema of an answer, piece by piece. A view's answer is declared once: its
 * TypeScript type, the document at `/openapi.json` and the check in the tests are
 * the same declaration. Columns bring the doc text and the nullability of their table.
 */
import { z } from 'zod';
import type { Column } from '#workers/store/table.js';

/** As a column's value leaves: instants are ISO 8601 text. */
type Leaving<T> = T extends Date ? string : T;
type Scalar = string | number | boolean | Date | null;

const INSTANT = { format: 'date-time', examples: ['2026-01-02T12:00:00.000Z'] };
/** ISO 8601, UTC, to the millisecond. */
export const instantField = (doc: string): z.ZodString => z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/).meta({ ...INSTANT, description: doc });

const schemas = {
  string: (doc: string) => z.string().describe(doc),
  number: (doc: string) => z.number().describe(doc),
  boolean: (doc: string) => z.boolean().describe(doc),
  date: instantField,
} as const;

/** A column as it leaves: its doc text, and null where it may be unknown. JSON columns declare their own shape, `jsonField`. */
export function field<T extends Scalar>(c: Column<T>): z.ZodType<Leaving<T>> {
  if (c.kind === 'json' || c.kind === 'bytes') throw new TypeError(`a ${c.kind} column declares its own shape`);
  const schema = schemas[c.kind](c.doc);
  return (c.nullable ? schema.nullable().describe(c.doc) : schema) as unknown as z.ZodType<Leaving<T>>;
}

/** A JSON column: the shape from the caller, the doc text from the table. */
export const jsonField = <S extends z.ZodType>(c: Column, shape: S): S => shape.describe(c.doc);

/** A figure that may be unknown. */
export const figure = (doc: string): z.ZodNullable<z.ZodNumber> => z.number().nullable().describe(doc);
export const count = (doc: string): z.ZodNumber => z.number().int().min(0).describe(doc);

/** Unknown is null. */
export const maybe = <S extends z.ZodType>(schema: S): z.ZodNullable<S> => schema.nullable().describe(schema.description ?? '');

/** Gives the schema a name of its own in the document. */
export const named = <S extends z.ZodType>(id: string, description: string, schema: S): S => schema.meta({ id, description });
