/** The shape of a field of Query: the scope it needs, the schemas of its question and answer, one call to a view. */
import { getNullableType, GraphQLList, GraphQLNonNull, isListType, type GraphQLFieldConfig, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import type { z } from 'zod';
import { ask } from '../rest/question.js';
import type { Scope } from '../auth/scopes.js';
import { need, type Asking } from './asking.js';
import { connection, connectionType, type Page } from './connection.js';
import { argumentsOf, questionOf, type Fields, type Types } from './types.js';

interface Declared<Q extends z.ZodObject> {
  /** Undefined for what anybody with a key may ask. */
  scope: Scope | undefined;
  summary: string;
  question: Q;
}
type Answering<R> = GraphQLFieldConfig<Record<string, unknown>, Asking> & { readonly answers?: R };
export type QueryField = (name: string, types: Types) => Answering<unknown>;

function declare<Q extends z.ZodObject>(d: Declared<Q>, name: string, type: GraphQLOutputType, answer: (question: z.infer<Q>, asking: Asking) => unknown): Answering<unknown> {
  return {
    type,
    description: d.scope ? `${d.summary}. Scope: ${d.scope}` : d.summary,
    args: argumentsOf(d.question),
    resolve: (_row, args: Record<string, unknown>, asking) => {
      if (d.scope) need(d.scope, asking, name);
      return answer(ask(d.question, questionOf(d.question, args)), asking);
    },
  };
}

/** One object, or null. */
export const one =
  <Q extends z.ZodObject>(d: Declared<Q> & { answer: z.ZodObject; more?: (types: Types) => Fields; find(question: z.infer<Q>, asking: Asking): Promise<object | null> }): QueryField =>
  (name, types) =>
    declare(d, name, types.object(d.answer, name, d.more?.(types)), d.find);

/** A few objects of a kind whose number the farm itself bounds. */
export const several =
  <Q extends z.ZodObject>(d: Declared<Q> & { answer: z.ZodObject; find(question: z.infer<Q>, asking: Asking): Promise<readonly object[]> }): QueryField =>
  (name, types) =>
    declare(d, name, new GraphQLList(new GraphQLNonNull(types.object(d.answer, name))), d.find);

type Paged = { first: number; after?: string | undefined };
/** A connection. */
export const many =
  <Q extends z.ZodObject>(d: Declared<Q> & { node: z.ZodObject; more?: (types: Types) => Fields; load(question: z.infer<Q>, asking: Asking): Promise<(cursor: string | undefined, limit: number) => Promise<Page>> }): QueryField =>
  (name, types) => {
    const node: GraphQLObjectType = types.object(d.node, name, d.more?.(types));
    return declare(d, name, connectionType(node), async (question, asking) => connection(question as Paged, await d.load(question, asking)));
  };

/** Rows that a list of Query answers where the question does not say how many; one for everything else. */
export function usualRowsOf(schema: GraphQLSchema, field: string): number {
  const declared = schema.getQueryType()?.getFields()[field];
  const usual = declared?.args.find((a) => a.name === 'first' || a.name === 'limit')?.defaultValue;
  if (typeof usual === 'number') return usual;
  return declared && isListType(getNullableType(declared.type)) ? FEW : 1;
}
/** About as many as there are series, metrics or datasets. */
const FEW = 40;
