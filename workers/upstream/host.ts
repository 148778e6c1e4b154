/** The shape of a host: its address, key and budget, and the way it says no. Plain data and pure functions; no I/O. */
import type { UpstreamFault } from '#queues/errors.js';

export type BudgetWindow = 'second' | 'minute' | 'month';

/** An answer as it came; `body` is undefined when it is not JSON. */
export interface Answer {
  status: number;
  header(name: string): string | undefined;
  body: unknown;
}

/** Why an answer is not a good one. */
export interface Complaint {
  fault: Exclude<UpstreamFault, 'malformed'>;
  message: string;
  /** Farm milliseconds the host asked us to wait. */
  waitMs?: number;
}

export interface Host {
  baseUrl: string;
  /** Sent with every request; may hold a key, so it is never logged. */
  headers: Readonly<Record<string, string>>;
  /** Strings that must never leave in a message or a sample. */
  secrets: readonly string[];
  /** What is ours per window, in the host's own unit. A window that is not listed is not limited. */
  budget: Readonly<Partial<Record<BudgetWindow, number>>>;
  /** The host's own count of what was used in the running minute, where it tells. */
  usedThisMinute?(answer: Answer): number | undefined;
  /** Null when the answer is good. Must look into the body: errors arrive with status 200 too. */
  judge(answer: Answer, nowMs: number): Complaint | null;
}
