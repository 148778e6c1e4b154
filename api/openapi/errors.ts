/** The error answers of an operation: one response per status, shared by all operations that have the same codes under it. */
import { errorBody, ApiError, STATUS, type ErrorCode } from '../errors.js';
import { errorsOf, type Route } from '../rest/route.js';
import { headerRefs, LIMIT_HEADERS, type Header } from './headers.js';
import type { Json, JsonObject } from './schemas.js';

const MEANING: Readonly<Record<ErrorCode, { description: string; message: string; details: Json }>> = {
  INVALID_API_KEY: { description: 'no key, an unknown one, or an expired token', message: 'the key is not valid or has expired', details: null },
  FORBIDDEN_SCOPE: { description: 'the key lacks the scope of this operation', message: 'this key lacks the scope read:ml-features', details: { required: 'read:ml-features' } },
  INVALID_SYMBOL: { description: 'the registry knows no such symbol', message: 'unknown symbol: NOPE', details: { symbols: ['NOPE'], known: '/api/v1/symbols' } },
  DATA_NOT_AVAILABLE: { description: 'nothing has been stored that answers this yet', message: 'no price has been stored for BTC yet', details: { symbol: 'BTC' } },
  VALIDATION_ERROR: { description: 'a parameter, or the body, is not as described; `details` names each problem', message: 'limit: Too big: expected number to be <=5000', details: [{ field: 'limit', message: 'Too big: expected number to be <=5000' }] },
  INVALID_TIMEFRAME: { description: 'no such timeframe', message: 'timeframe: Invalid option: expected one of "5m"|"1h"|"4h"|"1d"', details: [{ field: 'timeframe', message: 'Invalid option: expected one of "5m"|"1h"|"4h"|"1d"' }] },
  RATE_LIMIT_EXCEEDED: { description: 'no requests left in this window; `Retry-After` says when there are', message: 'more than 1000 requests in this window', details: { reset_seconds: 42 } },
  SERVICE_UNAVAILABLE: { description: 'a part of the farm does not answer; the same request may succeed later', message: 'the store does not answer; try again shortly', details: null },
  INTERNAL_ERROR: { description: 'a fault of ours; the log has the reason under the request id', message: 'the request failed; the log has the reason under this request id', details: null },
};

const EXAMPLE_AT = new Date(Date.UTC(2026, 0, 2, 12, 2));
const example = (code: ErrorCode): Json => errorBody(new ApiError(code, MEANING[code].message, { details: MEANING[code].details }), EXAMPLE_AT, '0b0e5f57-1c52-4b8d-9f9e-0e6a2f0f9f10') as unknown as Json;

/** Which headers come with a refusal: the guard counts before it looks at scopes. */
const HEADERS: Partial<Record<ErrorCode, readonly Header[]>> = { INVALID_API_KEY: ['WWW-Authenticate'], FORBIDDEN_SCOPE: LIMIT_HEADERS, RATE_LIMIT_EXCEEDED: [...LIMIT_HEADERS, 'Retry-After'], SERVICE_UNAVAILABLE: ['Retry-After'] };

export const ERROR_REF: JsonObject = { $ref: '#/components/schemas/Error' };

export function errorResponse(codes: readonly ErrorCode[]): JsonObject {
  return {
    description: codes.map((c) => `\`${c}\`: ${MEANING[c].description}`).join('. '),
    headers: headerRefs(['X-Request-Id', 'Cache-Control', ...codes.flatMap((c) => HEADERS[c] ?? [])]),
    content: { 'application/json': { schema: ERROR_REF, examples: Object.fromEntries(codes.map((c) => [c, { value: example(c) }])) } },
  };
}

/** What is too large, or what no parser reads, has HTTP's own status. */
const OF_BODIES = [413, 415];
const OF_HEADERS = 431;

/** status → codes, in the order of the table of codes. */
export function codesByStatus(route: Route): Map<number, ErrorCode[]> {
  const codes = errorsOf(route);
  const found = new Map<number, ErrorCode[]>();
  for (const code of Object.keys(STATUS) as ErrorCode[]) if (codes.includes(code)) found.set(STATUS[code], [...(found.get(STATUS[code]) ?? []), code]);
  for (const status of [...(route.body ? OF_BODIES : []), OF_HEADERS]) found.set(status, ['VALIDATION_ERROR']);
  return found;
}

/** The name of a shared response: its codes. */
export const responseName = (codes: readonly ErrorCode[]): string => codes.join('.');
