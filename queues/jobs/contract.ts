/**
 * A job's contract: where it waits, what it carries, how often it may be tried
 * and what its id is. What it *does* is welded to the name in `workers/handlers.ts`.
 */
import { z } from 'zod';
import { ContractError } from '../errors.js';
import type { DatasetName, Priority } from '../datasets.js';
import type { QueueName } from '../topology.js';

/** The ledger row a job answers for. */
export interface LedgerKey {
  dataset: DatasetName;
  slot: number;
  /** 1-based; 0 is the slot as a whole. */
  chunk: number;
}

/** The chunk of a backfill a job answers for. */
export interface ChunkKey {
  backfill: string;
  /** 1-based. */
  chunk: number;
}

export interface JobContract<P extends z.ZodType = z.ZodType> {
  queue: QueueName;
  payload: P;
  /** Tries for failures that count; throttling, draining and snoozing cost none. */
  attempts: number;
  /** First wait after a failure, real milliseconds; doubles, jittered, capped at 60 s. */
  backoffMs: number;
  /** Real milliseconds after which the handler's signal aborts. */
  timeoutMs: number;
  /** Deterministic, without `:`; the same work always has the same id. */
  id(payload: z.infer<P>): string;
  priority(payload: z.infer<P>): Priority;
  /** Undefined for jobs that produce no rows of a dataset. */
  ledger(payload: z.infer<P>): LedgerKey | undefined;
  /** For jobs that fill the past. */
  backfill?(payload: z.infer<P>): ChunkKey;
  /** Farm ms after which the work is not worth waiting for any more; a later slot does it better. */
  deadline(payload: z.infer<P>): number | undefined;
  /** The `job` label of the metrics: bounded, never an id. */
  label(payload: z.infer<P>): string;
}

export const job = <P extends z.ZodType>(contract: JobContract<P>): JobContract<P> => contract;

/** Raised when a payload's shape changes; a worker refuses the versions it does not speak. */
export const PAYLOAD_VERSION = 1;
export const version = z.literal(PAYLOAD_VERSION);
export const slotMs = z.number().int().min(Date.UTC(2009, 0, 3)).max(Date.UTC(2100, 0, 1));
const symbolList = z.array(z.string().regex(/^[A-Z0-9]{1,20}$/)).max(250);
export const symbols = symbolList.min(1);
/** Empty where the work is for everybody. */
export const symbolsIfAny = symbolList;
/** Which round of repair this is; 0 is the first, ordinary run. */
export const round = z.number().int().min(0).max(999);

/**
 * @throws ContractError naming the job, its version and the first problem.
 */
export function parsePayload<P extends z.ZodType>(name: string, contract: JobContract<P>, data: unknown): z.infer<P> {
  const parsed = contract.payload.safeParse(data);
  if (parsed.success) return parsed.data;
  const v = (data as { v?: unknown } | null)?.v;
  if (v !== PAYLOAD_VERSION) {
    throw new ContractError(`job "${name}" carries payload version ${JSON.stringify(v)}; this worker speaks version ${PAYLOAD_VERSION}. Let the old workers drain before the new ones start, or re-enqueue the slot.`);
  }
  const issue = parsed.error.issues[0];
  throw new ContractError(`job "${name}" carries a payload that breaks its contract: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
