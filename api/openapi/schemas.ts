/** JSON Schema (2020-12, on which OpenAPI 3.1 is built) from the zod schemas that validate. */
import { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const isObject = (v: Json | undefined): v is JsonObject => typeof v === 'object' && v !== null && !Array.isArray(v);

const DEFS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

/** `anyOf: [number, null]` is `type: [number, null]`, which people read and generators understand. */
function nullable({ anyOf, ...rest }: JsonObject): JsonObject | undefined {
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return undefined;
  const [schema, none] = anyOf;
  if (!isObject(schema) || !isObject(none) || none['type'] !== 'null' || typeof schema['type'] !== 'string' || 'enum' in schema || 'const' in schema) return undefined;
  return { ...schema, ...rest, type: [schema['type'], 'null'] };
}

/** What zod says of every integer, and nobody needs to read. */
const isUnbounded = (key: string, value: Json): boolean => (key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
/** Values, not schemas: they stay as they are. */
const VALUES = new Set(['examples', 'default', 'enum', 'const']);

function tidy(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isObject(value)) return typeof value === 'string' && value.startsWith(DEFS) ? COMPONENTS + value.slice(DEFS.length) : value;
  const kept = Object.entries(value).filter(([key, v]) => key !== '$schema' && !isUnbounded(key, v));
  const clean = Object.fromEntries(kept.map(([key, v]) => [key, VALUES.has(key) ? v : tidy(v)]));
  return nullable(clean) ?? clean;
}

const toJson = (schema: z.ZodType, io: 'input' | 'output'): JsonObject => tidy(z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'throw' }) as unknown as Json) as JsonObject;

/** The named schemas (`named`) that the given ones are or contain, and each given one with references to them. */
export function answerSchemas<K extends string>(schemas: ReadonlyMap<K, z.ZodType>): { named: JsonObject; of(key: K): JsonObject } {
  const { properties, $defs } = toJson(z.object(Object.fromEntries(schemas)), 'output');
  return { named: $defs as JsonObject, of: (key) => (properties as JsonObject)[key] as JsonObject };
}

/** The fields of an object that comes in: their schemas, and which of them must be there. */
export function inputFields(schema: z.ZodType): { name: string; required: boolean; schema: JsonObject }[] {
  const { properties, required } = toJson(schema, 'input');
  const needed = new Set((required as string[] | undefined) ?? []);
  return Object.entries((properties ?? {}) as Record<string, JsonObject>).map(([name, field]) => ({ name, required: needed.has(name), schema: field }));
}

/** The whole schema of what comes in: a body. */
export const inputSchema = (schema: z.ZodType): JsonObject => toJson(schema, 'input');
