/**
 * GraphQL types derived from the schemas that the views declare for their
 * answers: the same fields, doc texts and nullability, in camelCase. A column
 * added to a table is a field here without a line of code.
 */
import { GraphQLBoolean, GraphQLFloat, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString, type GraphQLArgumentConfig, type GraphQLFieldConfig, type GraphQLInputType, type GraphQLOutputType } from 'graphql';
import { z } from 'zod';
import type { Asking } from './asking.js';
import { dateTime, jsonScalar } from './scalars.js';

export type Fields = Record<string, GraphQLFieldConfig<Record<string, unknown>, Asking>>;

/** `price_change_24h` → `priceChange24h`; between two digits the underscore stays: `rsi_14_1d` → `rsi14_1d`. */
export const camel = (name: string): string => name.replace(/(?<=[^0-9])_(?=[0-9])/g, '').replace(/_([a-z])/gi, (_, c: string) => c.toUpperCase());

const described = (text: string | undefined) => (text ? { description: text } : {});
const isInstant = (schema: z.ZodType): boolean => schema.meta()?.['format'] === 'date-time';

interface Bare {
  schema: z.ZodType;
  nullable: boolean;
}
/** Takes off what only says that a value may be missing. */
function bare(schema: z.ZodType): Bare {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return { schema: bare(schema.unwrap() as z.ZodType).schema, nullable: true };
  return { schema, nullable: false };
}

/** Object types by name: a shape that two answers share is one type. */
export class Types {
  private readonly objects = new Map<string, GraphQLObjectType>();

  /** @param name of an object type that has none of its own. @throws TypeError for a schema no answer has used before. */
  output(declared: z.ZodType, name: string): GraphQLOutputType {
    const { schema, nullable } = bare(declared);
    const type = this.named(schema, name);
    return nullable ? type : new GraphQLNonNull(type);
  }

  object(schema: z.ZodObject, name: string, more: Fields = {}): GraphQLObjectType {
    const called = (schema.meta()?.id ?? name).replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
    const known = this.objects.get(called);
    if (known) return known;
    const type = new GraphQLObjectType({ name: called, ...described(schema.description), fields: { ...this.fields(schema, called), ...more } });
    this.objects.set(called, type);
    return type;
  }

  private fields(schema: z.ZodObject, parent: string): Fields {
    const fields: Fields = {};
    for (const [key, value] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
      const name = camel(key);
      if (fields[name]) throw new TypeError(`${parent}.${name}: two fields of one name`);
      fields[name] = { type: this.output(value, `${parent}${camel(`_${key}`)}`), ...described(value.description), resolve: (row) => row[key] ?? null };
    }
    return fields;
  }

  private named(schema: z.ZodType, name: string): Exclude<GraphQLOutputType, GraphQLNonNull<never>> {
    if (schema instanceof z.ZodObject) return this.object(schema, name);
    if (schema instanceof z.ZodArray) return new GraphQLList(this.output(schema.element as z.ZodType, name));
    if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? GraphQLInt : GraphQLFloat;
    if (schema instanceof z.ZodBoolean) return GraphQLBoolean;
    if (schema instanceof z.ZodString) return isInstant(schema) ? dateTime : GraphQLString;
    if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return GraphQLString;
    if (schema instanceof z.ZodRecord) return jsonScalar;
    throw new TypeError(`${name}: an answer of this kind has no GraphQL type yet`);
  }
}

function inputOf(schema: z.ZodType, name: string): GraphQLInputType {
  // The one text that a question's schema turns into something else is an instant; lists are arrays here, not texts with commas.
  if (schema instanceof z.ZodPipe) return dateTime;
  if (schema instanceof z.ZodArray) return new GraphQLList(new GraphQLNonNull(inputOf(schema.element as z.ZodType, name)));
  if (schema instanceof z.ZodNumber) return GraphQLInt;
  if (schema instanceof z.ZodBoolean) return GraphQLBoolean;
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return GraphQLString;
  throw new TypeError(`${name}: an argument of this kind has no GraphQL type yet`);
}

const defaultOf = (schema: z.ZodType): unknown => (schema instanceof z.ZodDefault ? schema.parse(undefined) : undefined);

/** The arguments that a question's schema declares; the schema itself reads their values. */
export function argumentsOf(question: z.ZodObject): Record<string, GraphQLArgumentConfig> {
  return Object.fromEntries(
    Object.entries(question.shape as Record<string, z.ZodType>).map(([key, value]) => {
      const { schema, nullable } = bare(value);
      const type = inputOf(schema, key);
      return [camel(key), { type: nullable ? type : new GraphQLNonNull(type), ...described(value.description), defaultValue: defaultOf(value) }];
    }),
  );
}

/** Arguments under the names of the question's schema; null counts as left out. */
export const questionOf = (question: z.ZodObject, args: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.keys(question.shape).flatMap((key) => ((args[camel(key)] ?? undefined) === undefined ? [] : [[key, args[camel(key)]]])));
