/** What Apollo is told to do around every query: refuse what is too large, and let errors leave in the api's own codes. */
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { ApiError, asApiError } from '../errors.js';
import { usualRowsOf } from './field.js';
import { excess, sizeOf, type Measured } from './measure.js';

/** Apollo wraps what was thrown, sometimes twice: the first that is one of ours, or the innermost. */
function cause(error: unknown): unknown {
  for (let at: unknown = error; ; ) {
    const inner = (at as { originalError?: unknown }).originalError;
    if (at instanceof ApiError || inner === undefined || inner === null) return at;
    at = inner;
  }
}

/** How Apollo calls problems of the query's own text, which has no cause of ours. */
const QUERY_PROBLEMS: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

function toldOf(error: GraphQLFormattedError, thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const isQuery = QUERY_PROBLEMS.has(error.extensions?.['code']) || thrown instanceof GraphQLError;
  // Validation speaks of the schema and the query only; it has seen nothing that is stored.
  return isQuery ? new ApiError('VALIDATION_ERROR', error.message.slice(0, 500)) : asApiError(thrown);
}

/** What the outside is told: message, place and the code REST would answer with; no stack, no statement. */
export function formatted(error: GraphQLFormattedError, onUnexpected: (error: unknown) => void): GraphQLFormattedError {
  const thrown = cause(error);
  const told = toldOf(error, thrown);
  if (told.status >= 500) onUnexpected(thrown);
  const { locations, path } = error;
  return { message: told.message, ...(locations ? { locations } : {}), ...(path ? { path } : {}), extensions: { code: told.code, details: told.extras.details ?? null } };
}

export type Resolved = { document: Parameters<typeof sizeOf>[0]; operation: Parameters<typeof sizeOf>[1]; variables: Measured['variables'] };

/** @throws GraphQLError for a query that is too large: the one kind of error whose words Apollo keeps at this stage. */
export function refuseLarge(schema: GraphQLSchema, { document, operation, variables }: Resolved): void {
  const problem = excess(sizeOf(document, operation, { variables, usualRows: (field) => usualRowsOf(schema, field) }));
  if (problem !== undefined) throw new GraphQLError(problem, { extensions: { code: 'BAD_USER_INPUT' } });
}
