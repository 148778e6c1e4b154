/**
 * A short second and third try inside one call, for GETs that found the host
 * unavailable. Longer waits belong to the job. Ends early when the time for the
 * whole call is used up or the job's signal aborts.
 */
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { isUnavailable, OpenCircuitError } from './breaker.js';

const TRIES_MORE = 2;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

/** @param budgetMs real milliseconds for all tries together; a try that began may end later by its own timeout. */
export function retrying<T>(call: (again: boolean) => Promise<T>, budgetMs: number, signal: AbortSignal): Promise<T> {
  const started = stopwatchMs();
  const worthwhile = (error: Error): boolean => isUnavailable(error) && !(error instanceof OpenCircuitError) && !signal.aborted && stopwatchMs() - started < budgetMs;
  const policy = retry(handleWhen(worthwhile), { maxAttempts: TRIES_MORE, backoff: new ExponentialBackoff({ initialDelay: FIRST_WAIT_MS, maxDelay: LONGEST_WAIT_MS }) });
  return policy.execute(({ attempt }) => call(attempt > 0), signal);
}
