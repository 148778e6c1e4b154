/**
 * The outside's error codes and the one shape in which every failure leaves.
 * Refuses to let a stack, a statement or a secret out: an error that is not an
 * `ApiError` becomes a sentence of our own.
 */
import { z } from 'zod';
import { StoreError } from '#queues/errors.js';

export const STATUS = {
  INVALID_API_KEY: 401,
  FORBIDDEN_SCOPE: 403,
  INVALID_SYMBOL: 404,
  DATA_NOT_AVAILABLE: 404,
  VALIDATION_ERROR: 400,
  INVALID_TIMEFRAME: 400,
  RATE_LIMIT_EXCEEDED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
} as const;
export type ErrorCode = keyof typeof STATUS;
export const errorCodes = Object.keys(STATUS) as [ErrorCode, ...ErrorCode[]];

export interface ErrorExtras {
  details?: unknown;
  /** Where HTTP has a more exact status than the code's own: 405, 413. */
  status?: number;
  headers?: Record<string, string>;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extras: ErrorExtras = {},
  ) {
    super(message);
  }
  get status(): number {
    return this.extras.status ?? STATUS[this.code];
  }
}

export const errorAnswer = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(errorCodes).describe('what went wrong, for programs'),
      message: z.string().describe('what went wrong, for people'),
      details: z.unknown().describe('which fields, names or limits are meant; null where there is nothing more to say'),
      timestamp: z.iso.datetime().describe('when it happened'),
      request_id: z.string().nullable().describe('X-Request-Id of the answer: the log has the rest under it'),
    }),
  })
  .meta({ id: 'Error', description: 'The one shape in which every failure leaves' });
export type ErrorBody = z.infer<typeof errorAnswer>;

export const errorBody = (e: ApiError, at: Date, requestId: string | null): ErrorBody => ({
  error: { code: e.code, message: e.message, details: e.extras.details ?? null, timestamp: at.toISOString(), request_id: requestId },
});

const RETRY_SECONDS = '5';
export const unavailable = (what: string): ApiError => new ApiError('SERVICE_UNAVAILABLE', what, { headers: { 'Retry-After': RETRY_SECONDS } });

/** The errors of express's own body parsers carry a `type` and a status. */
function parserError(error: unknown): ApiError | undefined {
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.parse.failed') return new ApiError('VALIDATION_ERROR', 'the body is not valid JSON');
  if (type === 'entity.too.large') return new ApiError('VALIDATION_ERROR', 'the body is larger than 100 kB', { status: 413 });
  if (error instanceof URIError) return new ApiError('VALIDATION_ERROR', 'the path is not a valid URL');
  return typeof status === 'number' && status >= 400 && status < 500 ? new ApiError('VALIDATION_ERROR', 'the request cannot be read', { status }) : undefined;
}

/** What the outside is told about any thrown value. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreError && error.kind === 'transient') return unavailable('the store does not answer; try again shortly');
  return parserError(error) ?? new ApiError('INTERNAL_ERROR', 'the request failed; the log has the reason under this request id');
}
