/**
 * What a handler returns. Values, not exceptions: a job that has nothing to do
 * or must wait has not failed.
 */
export interface Missing {
  symbol: string;
  reason: string;
  /** Nothing that happens later can heal it (no venue, unknown id): no repair is tried. */
  permanent?: boolean;
}

export interface Done {
  kind: 'done';
  /** Rows accepted by the store (inserted, changed, or found already equal). */
  rows: number;
  /** What this job should have produced and did not, each with its reason. */
  missing: Missing[];
}
export interface Skip {
  kind: 'skip';
  why: string;
}
export interface Snooze {
  kind: 'snooze';
  /** Farm milliseconds until the job should run again; no attempt is spent. */
  ms: number;
  why: string;
}
/** The job has added children to itself and wants to run again when they have finished. */
export interface Await {
  kind: 'await';
}
export type Outcome = Done | Skip | Snooze | Await;

export const done = (rows: number, missing: Missing[] = []): Done => ({ kind: 'done', rows, missing });
export const skip = (why: string): Skip => ({ kind: 'skip', why });
export const snooze = (ms: number, why: string): Snooze => ({ kind: 'snooze', ms, why });
export const awaitChildren: Await = { kind: 'await' };
