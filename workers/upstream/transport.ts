/**
 * HTTP itself: axios over kept-alive sockets, one time limit for a whole
 * exchange, a size limit, and bodies taken as text so that truncated or HTML
 * answers are ours to judge. Follows no redirect: it would carry the key along.
 */
import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { type z } from 'zod';
import { UpstreamError } from '#queues/errors.js';
import type { Answer, Host } from './host.js';

const MOST_SOCKETS = 32;
const MOST_BYTES = 32 * 1_024 * 1_024;
const SAMPLE_BYTES = 2_048;
const USER_AGENT = 'crypto-data-farm/0.1';

export interface RawAnswer extends Answer {
  text: string;
}

/** What is sent, beside what the host adds to everything. */
export interface Outgoing {
  path: string;
  query?: Record<string, string | number | undefined>;
  headers?: Readonly<Record<string, string>>;
  /** Makes it a POST: a form, or JSON. */
  form?: Readonly<Record<string, string>>;
  json?: unknown;
}

export interface Transport {
  /** Asks one host. @throws UpstreamError `unavailable`, or the signal's reason when it aborts. */
  to(name: string, host: Host): (what: Outgoing, signal: AbortSignal) => Promise<RawAnswer>;
  close(): void;
}

export function createTransport(timeoutMs: number): Transport {
  const agents = { httpAgent: new HttpAgent({ keepAlive: true, maxSockets: MOST_SOCKETS }), httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: MOST_SOCKETS }) };
  return {
    to: (name, host) => {
      const client = axios.create({
        ...agents,
        ...(isLoopback(host.baseUrl) ? { proxy: false } : {}),
        baseURL: host.baseUrl,
        headers: { 'User-Agent': USER_AGENT, Accept: 'application/json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5', ...host.headers },
        timeout: timeoutMs,
        responseType: 'arraybuffer',
        validateStatus: () => true,
        maxRedirects: 0,
        maxContentLength: MOST_BYTES,
        decompress: true,
      });
      return async (what, signal) => {
        signal.throwIfAborted();
        const limit = limited(timeoutMs, signal);
        try {
          return answerOf(await client.request<Buffer>({ ...requestOf(what, host), signal: limit.signal }), host.secrets);
        } catch (error) {
          if (signal.aborted) throw signal.reason;
          throw unreachable(name, what.path, error as Error & { code?: string }, limit.signal.aborted ? timeoutMs : undefined);
        } finally {
          limit.end();
        }
      };
    },
    close: () => void (agents.httpAgent.destroy(), agents.httpsAgent.destroy()),
  };
}

function requestOf({ path, query, headers, form, json }: Outgoing, host: Host): AxiosRequestConfig {
  const common = { url: path, params: { ...query, ...host.query }, ...(headers ? { headers } : {}) };
  if (form) return { ...common, method: 'POST', data: new URLSearchParams(form) };
  return json === undefined ? { ...common, method: 'GET' } : { ...common, method: 'POST', data: json };
}

const isLoopback = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/** A signal that aborts with the caller's, or when the time is up: axios's own timeout starts anew with every byte. */
function limited(timeoutMs: number, outer: AbortSignal): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  setMaxListeners(0, outer); // a batch listens to one job's signal many times over
  outer.addEventListener('abort', abort, { once: true });
  return { signal: controller.signal, end: () => (clearTimeout(timer), outer.removeEventListener('abort', abort)) };
}

/** The axios error itself carries the request's headers, key included: only its code goes on. */
function unreachable(host: string, path: string, error: Error & { code?: string }, timedOutMs: number | undefined): UpstreamError {
  if (error.message.includes('maxContentLength')) return new UpstreamError('malformed', `${path}: the answer is larger than ${MOST_BYTES} bytes`, { host });
  const timedOut = timedOutMs !== undefined || error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT';
  const why = timedOut ? `no whole answer within ${timedOutMs ?? 'the allowed'} ms` : (error.code ?? 'the connection failed');
  return new UpstreamError('unavailable', `${path}: ${why}`, { host, cause: new Error(why) });
}

/** Secrets are taken out before anybody reads or cuts the text: a host may echo the key. */
function answerOf(response: AxiosResponse<Buffer>, secrets: readonly string[]): RawAnswer {
  const headers = response.headers as Record<string, string | undefined>;
  const raw = textOf(response.data, headers['content-type']);
  const text = secrets.reduce((t, secret) => t.replaceAll(secret, '[redacted]'), raw);
  return { status: response.status, header: (name) => headers[name], body: jsonOf(text), text };
}

/** The bytes as text: by the charset of the header (RFC 9110 §8.3), else of the XML declaration, else UTF-8. */
function textOf(bytes: Buffer, contentType = ''): string {
  const named = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? /^\s*<\?xml[^>]*encoding=["']([\w-]+)/i.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  if (!named || /^utf-?8$/i.test(named)) return bytes.toString().replace(/^\uFEFF/, '');
  try {
    return new TextDecoder(named).decode(bytes);
  } catch {
    return bytes.toString(); // a charset nobody knows: the text is judged as it reads
  }
}

/** Undefined when the text is not JSON; JSON itself has no undefined. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // truncated, HTML or empty: the host's judge and the schema say what follows
  }
}

/** At most 2 KiB of a body. */
export const sampleOf = (text: string): string => Buffer.from(text.slice(0, SAMPLE_BYTES)).subarray(0, SAMPLE_BYTES).toString().replace(/\uFFFD+$/, '');

/** The body as the caller's type. @throws UpstreamError `malformed` with a sample. */
export function parsed<T>(request: { host: string; path: string; response: z.ZodType<T>; as?: 'text' }, answer: RawAnswer): T {
  const result = request.response.safeParse(request.as === 'text' ? answer.text : answer.body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const why = answer.body === undefined && request.as !== 'text' ? `not JSON (${answer.text.length} characters)` : `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'unexpected'}`;
  throw new UpstreamError('malformed', `${request.path}: ${why}`, { host: request.host, status: answer.status, sample: sampleOf(answer.text) });
}
