/**
 * A typed client of the farm, for programs in TypeScript. `schema.ts` is made
 * from the document the farm serves; this file adds the key, one error class for
 * the one error shape, and rows as they come. It stands alone: copy the folder,
 * or import it, with `openapi-fetch` as its only dependency.
 *
 *   const farm = createFarm({ baseUrl: 'http://127.0.0.1:8000', key });
 *   const price = await answer(farm.GET('/api/v1/prices/current/{symbol}', { params: { path: { symbol: 'btc' } } }));
 */
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type Schemas = components['schemas'];
export type FarmErrorCode = Schemas['Error']['error']['code'];

export interface FarmOptions {
  /** Without a slash at its end. */
  baseUrl: string;
  /** A key or a token. Left out: only what anyone may ask. */
  key?: string;
  /** In place of the platform's own: for a proxy, a trace or a test. */
  fetch?: (request: Request) => Promise<Response>;
}

export interface Refusal {
  /** Of HTTP. */
  status: number;
  /** `UNREADABLE` where something in between spoke instead of the farm. */
  code: FarmErrorCode | 'UNREADABLE';
  details: unknown;
  /** Quote it to whoever reads the farm's log. */
  requestId: string | null;
  /** Seconds; null where the farm did not say. */
  retryAfter: number | null;
}

/** What the farm said when it did not answer. */
export class FarmError extends Error {
  override readonly name = 'FarmError';
  constructor(
    message: string,
    readonly refusal: Refusal,
  ) {
    super(`${refusal.code} (${refusal.status}): ${message}`);
  }
}

const isFailure = (body: unknown): body is Schemas['Error'] => {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | null | undefined)?.error;
  return typeof error?.code === 'string' && typeof error.message === 'string';
};

async function failureOf(response: Response): Promise<FarmError> {
  const wait = response.headers.get('retry-after');
  const heard = { status: response.status, requestId: response.headers.get('x-request-id'), retryAfter: wait === null ? null : Number(wait) };
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined; // a proxy's page: its text is the message
  }
  if (!isFailure(body)) return new FarmError(text.slice(0, 200) || response.statusText, { ...heard, code: 'UNREADABLE', details: null });
  const { code, message, details } = body.error;
  return new FarmError(message, { ...heard, code, details });
}

const NOT_MODIFIED = 304;
/** Under 503 these say what is wrong in a body of their own: it is their answer, under `error`. */
const UNAVAILABLE = 503;
const TELLS_BY_STATUS = new Set(['/health', '/ready']);
const throwing: Middleware = {
  onResponse: async ({ response, schemaPath }) => {
    const told = response.status === UNAVAILABLE && TELLS_BY_STATUS.has(schemaPath);
    if (response.ok || response.status === NOT_MODIFIED || told) return undefined;
    throw await failureOf(response);
  },
};

/** Every operation under its method and path. @throws FarmError from every call the farm refuses. */
export function createFarm({ baseUrl, key, fetch }: FarmOptions): Client<paths> {
  const client = createClient<paths>({ baseUrl, ...(fetch ? { fetch } : {}), headers: key === undefined ? {} : { Authorization: `Bearer ${key}` }, querySerializer: { array: { style: 'form', explode: false } } });
  client.use(throwing);
  return client;
}

interface Answered<D> {
  data?: D;
  response: Response;
}

/** The body of a call. @throws FarmError. Whoever sends `If-None-Match` reads `response.status` himself: 304 has no body. */
export async function answer<D>(call: Promise<Answered<D>>): Promise<D> {
  const { data, response } = await call;
  if (data === undefined) throw new FarmError('an answer without a body', { status: response.status, code: 'UNREADABLE', details: null, requestId: response.headers.get('x-request-id'), retryAfter: null });
  return data;
}

/**
 * The rows of a long range as they come, in constant memory: of a call made with `parseAs: 'stream'`.
 * @throws FarmError; SyntaxError where the connection was cut within a row.
 */
export async function* rows<Row>(call: Promise<Answered<ReadableStream<Uint8Array> | null>>): AsyncGenerator<Row> {
  const stream = await answer(call);
  if (stream === null) return;
  let rest = '';
  const text = new TextDecoder();
  // Where the DOM's types are around, a stream does not say that it can be walked.
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + text.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) yield JSON.parse(line) as Row;
  }
  if (rest !== '') yield JSON.parse(rest) as Row;
}
