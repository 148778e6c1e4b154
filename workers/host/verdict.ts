/**
 * One table for everything that can go wrong: retry, later, hand back, or never.
 * Nothing else in the farm decides this.
 */
import { ContractError, DrainError, StoreError, UpstreamError } from '#queues/errors.js';

export type Verdict =
  /** Counts as an attempt; BullMQ waits the backoff. */
  | { kind: 'retry'; reason: string }
  /** Costs no attempt; comes back after `ms` of farm time. */
  | { kind: 'later'; ms: number; reason: string }
  /** Costs no attempt; another worker may take it at once. */
  | { kind: 'hand-back'; reason: string }
  /** Asking again cannot help. */
  | { kind: 'never'; reason: string };

/** Throttled without a stated wait. */
const DEFAULT_WAIT_MS = 30_000;
/** MySQL away: look again soon. */
const STORE_WAIT_MS = 2_000;
/** A job that has been put off this long (farm ms) is a failure that nobody should have to wait for. */
export const PATIENCE_MS = 30 * 60_000;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Pure. `ageMs`: farm ms since the job was enqueued; `leftMs`: farm ms until its deadline. */
export function verdict(error: unknown, { ageMs, leftMs }: { ageMs: number; leftMs: number }): Verdict {
  const reason = message(error);
  const later = (ms: number): Verdict => {
    if (ms > leftMs) return { kind: 'never', reason: `${reason} (would have to wait ${Math.ceil(ms / 1_000)} s, past the job's deadline)` };
    return ageMs > PATIENCE_MS ? { kind: 'retry', reason } : { kind: 'later', ms, reason };
  };
  if (error instanceof DrainError) return { kind: 'hand-back', reason };
  if (error instanceof ContractError) return { kind: 'never', reason };
  if (error instanceof StoreError) return error.kind === 'transient' ? later(STORE_WAIT_MS) : { kind: 'never', reason };
  if (error instanceof UpstreamError) {
    if (error.fault === 'throttled') return later(error.fields.waitMs ?? DEFAULT_WAIT_MS);
    return error.fault === 'unavailable' ? { kind: 'retry', reason } : { kind: 'never', reason };
  }
  return { kind: 'retry', reason };
}
