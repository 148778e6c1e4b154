/** An answer as it may be kept: what was asked and what came, without a secret. */
import type { RawAnswer } from './transport.js';

export interface Heard {
  host: string;
  path: string;
  query: Record<string, string | number>;
  status: number;
  headers: Record<string, string>;
  /** The body as text; secrets were taken out when it was received. */
  text: string;
  receivedAt: Date;
}

interface Asked {
  host: string;
  path: string;
  query?: Record<string, string | number | undefined>;
}

/** Headers that say something about the answer; never those that could carry a key or a cookie. */
const TELLING = ['content-type', 'date', 'age', 'etag', 'last-modified', 'cache-control', 'retry-after', 'x-mbx-used-weight-1m', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-rate-limit-reset', 'x-bapi-limit-reset-timestamp'] as const;
const SECRET_NAME = /key|token|secret|passw|signature|auth/i;
const REDACTED = '[redacted]';

/** What is asked beside the host's own additions (which may hold a key): by this a request is known again. */
export function identityOf({ host, path, query }: Asked, secrets: readonly string[] = []): Pick<Heard, 'host' | 'path' | 'query'> {
  const clean = (text: string): string => secrets.reduce((t, secret) => t.replaceAll(secret, REDACTED), text);
  const entries = Object.entries(query ?? {}).flatMap(([name, value]): [string, string | number][] => {
    if (value === undefined) return [];
    if (SECRET_NAME.test(name)) return [[name, REDACTED]];
    return [[name, typeof value === 'string' ? clean(value) : value]];
  });
  return { host, path: clean(path), query: Object.fromEntries(entries) };
}

export function heardOf(asked: Asked, answer: RawAnswer, at: { secrets: readonly string[]; receivedAt: Date }): Heard {
  const clean = (text: string): string => at.secrets.reduce((t, secret) => t.replaceAll(secret, REDACTED), text);
  const headers = Object.fromEntries(TELLING.flatMap((name) => (answer.header(name) === undefined ? [] : [[name, clean(String(answer.header(name)))]])));
  return { ...identityOf(asked, at.secrets), status: answer.status, headers, text: answer.text, receivedAt: at.receivedAt };
}
