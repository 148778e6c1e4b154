/**
 * A circuit per host, in this process: after some calls in a row that found the
 * host unavailable, none is sent for a while, then one as a trial. Throttled and
 * refused answers prove that the host is there; they never open it.
 * Counts real time: a connection heals no faster on a fast farm clock.
 */
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { UpstreamError } from '#queues/errors.js';

export const OPEN_AFTER_FAILURES = 8;
export const HALF_OPEN_AFTER_MS = 10_000;

export interface Breaker {
  /** @throws UpstreamError `unavailable` at once while the circuit is open. */
  run<T>(call: () => Promise<T>): Promise<T>;
  readonly open: boolean;
}

export const isUnavailable = (error: unknown): boolean => error instanceof UpstreamError && error.fault === 'unavailable';

export interface BreakerOptions {
  host: string;
  openAfter?: number;
  halfOpenAfterMs?: number;
  onChange(open: boolean): void;
}

export function createBreaker({ host, openAfter = OPEN_AFTER_FAILURES, halfOpenAfterMs = HALF_OPEN_AFTER_MS, onChange }: BreakerOptions): Breaker {
  const policy = circuitBreaker(handleWhen(isUnavailable), { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(openAfter) });
  policy.onStateChange((state) => onChange(state !== CircuitState.Closed));
  return {
    get open() {
      return policy.state !== CircuitState.Closed;
    },
    run: async (call) => {
      try {
        return await policy.execute(call);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new OpenCircuitError(host, halfOpenAfterMs);
      }
    },
  };
}

/** Told apart from other failures because trying again within the same call is pointless. */
export class OpenCircuitError extends UpstreamError {
  constructor(host: string, halfOpenAfterMs: number) {
    super('unavailable', `circuit open after repeated failures; a trial follows within ${halfOpenAfterMs / 1_000} s`, { host });
  }
}
