/**
 * One run of one job, as the steps of `execute.ts` hand it on. `BullJob` is the
 * part of BullMQ's job that the farm uses.
 */
import type { ChunkKey, JobContract, LedgerKey } from '#queues/jobs/contract.js';
import type { JobName } from '#queues/jobs/index.js';
import type { Outcome } from '#queues/outcome.js';
import type { Log } from '#queues/runtime/log.js';
import type { Verdict } from './verdict.js';

export interface BullJob {
  id?: string | undefined;
  name: string;
  data: unknown;
  opts: { attempts?: number; delay?: number };
  timestamp: number;
  processedOn?: number | undefined;
  attemptsMade: number;
  queueName: string;
  queueQualifiedName: string;
  updateData(data: unknown): Promise<void>;
  moveToDelayed(realMs: number, token?: string): Promise<unknown>;
  moveToWait(token?: string): Promise<unknown>;
  moveToWaitingChildren(token: string): Promise<boolean>;
  getIgnoredChildrenFailures(): Promise<Record<string, string>>;
}

export interface Run {
  job: BullJob;
  token: string;
  name: JobName;
  payload: never;
  contract: JobContract;
  /** Metric label, bounded. */
  label: string;
  ledger: LedgerKey | undefined;
  backfill: ChunkKey | undefined;
  readonly log: Log;
  startedAt: Date;
  startedMs: number;
}

export type Judged = { run: Run; outcome: Outcome } | { run: Run; verdict: Verdict; error: unknown };
