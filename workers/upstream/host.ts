/** The shape of a host: its address, key and budget, and the way it says no. Plain data and pure functions; no I/O. */
import type { UpstreamFault } from '#queues/errors.js';
import type { Budget, HostName } from './addresses.js';
import type { UpstreamConfig } from './config.js';

export type { BudgetWindow } from './addresses.js';

/** An answer as it came; `body` is undefined when it is not JSON. */
export interface Answer {
  status: number;
  header(name: string): string | undefined;
  body: unknown;
  /** The body as it came, secrets removed. */
  text?: string;
}

/** Why an answer is not a good one. */
export interface Complaint {
  fault: Exclude<UpstreamFault, 'malformed'>;
  message: string;
  /** Farm milliseconds the host asked us to wait. */
  waitMs?: number;
}

/** Who hands out a bearer token, and how he is asked: `headers` may hold a secret that both hosts must list. */
export interface TokenSource {
  host: HostName;
  path: string;
  headers?: Readonly<Record<string, string>>;
}

export interface Host {
  baseUrl: string;
  /** Sent with every request; may hold a key, so it is never logged. */
  headers: Readonly<Record<string, string>>;
  /** Added to every query; may hold a key, so it is never logged. */
  query?: Readonly<Record<string, string>>;
  /** Strings that must never leave in a message or a sample. */
  secrets: readonly string[];
  /** What is ours per window, in the host's own unit. A window that is not listed is not limited. */
  budget: Budget;
  /** The variable that must hold a key before the host can be asked, while it does not. */
  missingKey?: string;
  /** The host that hands out this one's short-lived bearer token (OAuth client credentials, RFC 6749 §4.4). */
  tokenFrom?: TokenSource;
  /** The host's own count of what was used in the running minute, where it tells. */
  usedThisMinute?(answer: Answer): number | undefined;
  /** Null when the answer is good. Must look into the body: errors arrive with status 200 too. */
  judge(answer: Answer, nowMs: number): Complaint | null;
}

/** What the environment decided for a host before its own file is asked. */
export interface Place {
  baseUrl: string;
  /** True when nothing but the default says where it is. */
  isDefault: boolean;
  budget: Budget;
}

export type HostMaker = (config: UpstreamConfig, at: Place) => Host;
