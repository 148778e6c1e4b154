/**
 * A farm that is looked at from outside, wherever it runs: its api, its keys, and
 * what else can be reached of it from here. What cannot be reached is absent, and
 * the checks that need it say so.
 */
import type { StoreConfig } from '#workers/store/config.js';
import type { RedisSettings } from '#queues/runtime/redis.js';

/** The Prometheus page of one process. */
export interface MetricsPage {
  /** `api`, `scheduler`, `worker collect`. */
  role: string;
  read(): Promise<string>;
}

export interface Target {
  /** For the first line of a report. */
  name: string;
  /** Without a slash at the end. */
  api: string;
  keys: { master?: string | undefined; trading?: string | undefined; readonly?: string | undefined };
  metrics: readonly MetricsPage[];
  mysql?: StoreConfig;
  redis?: RedisSettings;
  close(): Promise<void>;
}

const PATIENCE_MS = 10_000;

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** One question, no redirect followed. @throws Error when nobody answers within ten seconds. */
export async function askHttp(url: string, key: string | undefined, init: RequestInit = {}): Promise<Answer> {
  const headers = { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : '';
    throw new Error(`${url} does not answer: ${cause || error.message}`);
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

export const pageAt = (role: string, url: string): MetricsPage => ({
  role,
  read: async () => {
    const { status, text } = await askHttp(url, undefined);
    if (status !== 200) throw new Error(`${url} answered ${status}`);
    return text;
  },
});
