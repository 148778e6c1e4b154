/** The headers of answers, said once for all operations. */
import type { JsonObject } from './schemas.js';

const text = (description: string, example: string): JsonObject => ({ description, schema: { type: 'string' }, example });
const whole = (description: string, example: number): JsonObject => ({ description, schema: { type: 'integer', minimum: 0 }, example });

export const headers = {
  'X-Request-Id': text("this call's name in the log: the caller's own `X-Request-Id` where it is harmless, else a new one", '0b0e5f57-1c52-4b8d-9f9e-0e6a2f0f9f10'),
  'X-RateLimit-Limit': whole('requests allowed per window', 1_000),
  'X-RateLimit-Remaining': whole('requests left in this window, over all replicas', 997),
  'X-RateLimit-Reset': whole('seconds until the window starts anew', 58),
  'Retry-After': whole('seconds to wait before asking again', 5),
  ETag: text('name of these bytes: send it back as `If-None-Match`, and unchanged data answers 304', 'W/"2jmj7l5rSw0yVb_vlWAYkK_YBwk"'),
  'Cache-Control': text('`private, no-cache`: keep it, but ask again; `no-store` on errors', 'private, no-cache'),
  'WWW-Authenticate': text('how to say who you are', 'Bearer'),
} as const satisfies Record<string, JsonObject>;
export type Header = keyof typeof headers;

/** References to them, for one response. */
export const headerRefs = (names: readonly Header[]): JsonObject => Object.fromEntries(names.map((n) => [n, { $ref: `#/components/headers/${n}` }]));

export const LIMIT_HEADERS = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] as const satisfies readonly Header[];
