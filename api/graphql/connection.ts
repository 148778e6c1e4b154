/**
 * Lists as connections. Views page by a cursor of their own; an edge's cursor
 * names the page it stood on and its place there, so that asking goes on after
 * any edge, not only after the last of a page.
 */
import { GraphQLBoolean, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString, type GraphQLOutputType } from 'graphql';
import { z } from 'zod';
import { ApiError } from '../errors.js';
import { whole } from '../rest/question.js';

/** A view's own page: `next` is null on the last one. */
export interface Page<N = object> {
  data: readonly N[];
  next: string | null;
}

interface Place {
  /** The view's cursor; undefined is its first page. */
  page: string | undefined;
  skip: number;
}

export const paging = (most: number, usual: number) => ({
  first: whole(1, most).default(usual).describe('how many at most'),
  after: z.string().min(1).max(400).optional().describe('the cursor of an edge: answers what comes after it'),
});

const place = z.tuple([z.string().max(250).nullable(), z.number().int().min(0).max(1_000)]);
const cursorAt = ({ page, skip }: Place): string => Buffer.from(JSON.stringify([page ?? null, skip])).toString('base64url');

function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return { page: undefined, skip: 0 };
  try {
    const [page, skip] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { page: page ?? undefined, skip };
  } catch (error) {
    throw new ApiError('VALIDATION_ERROR', 'after: not a cursor this api has given', { details: [{ field: 'after', message: error instanceof SyntaxError ? 'not ours' : 'unknown' }] });
  }
}

/** @param load the view: its cursor, and how many rows. @throws ApiError VALIDATION_ERROR for a cursor that is not ours. */
export async function connection<P extends Page>({ first, after }: { first: number; after?: string | undefined }, load: (cursor: string | undefined, limit: number) => Promise<P>) {
  const { page, skip } = placeOf(after);
  const loaded = await load(page, skip + first);
  const rows = loaded.data.slice(skip);
  const at = (i: number): string => cursorAt(i === rows.length - 1 && loaded.next !== null ? { page: loaded.next, skip: 0 } : { page, skip: skip + i + 1 });
  const edges = rows.map((node, i) => ({ node, cursor: at(i) }));
  const pageInfo = { hasNextPage: loaded.next !== null, hasPreviousPage: after !== undefined, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return { ...loaded, edges, pageInfo };
}

const must = <T extends GraphQLOutputType>(type: T) => new GraphQLNonNull(type);
const pageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: { hasNextPage: { type: must(GraphQLBoolean) }, hasPreviousPage: { type: must(GraphQLBoolean), description: 'whether the question named a cursor' }, startCursor: { type: GraphQLString }, endCursor: { type: GraphQLString } },
});

export function connectionType(node: GraphQLObjectType): GraphQLObjectType {
  const edge = new GraphQLObjectType({ name: `${node.name}Edge`, fields: { node: { type: must(node) }, cursor: { type: must(GraphQLString), description: 'opaque' } } });
  return new GraphQLObjectType({ name: `${node.name}Connection`, fields: { edges: { type: must(new GraphQLList(must(edge))) }, pageInfo: { type: must(pageInfo) } } });
}
