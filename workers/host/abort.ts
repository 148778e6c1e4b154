/**
 * The abort signals of running jobs: one timer and one entry in a set each.
 * `AbortSignal.any([AbortSignal.timeout(ms), drain])` would say the same, at
 * 30 µs a job and with a listener on the drain signal that outlives the job.
 */
import { setMaxListeners } from 'node:events';

export interface JobAbort {
  /** Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** The work, or a rejection with the signal's reason: work that ignores its signal still cannot hold a drain up. */
  race<T>(work: Promise<T>): Promise<T>;
  /** The job is over: forgets timer and entry. */
  end(): void;
}

const tooLong = (timeoutMs: number): DOMException => new DOMException(`the job took longer than ${timeoutMs} ms`, 'TimeoutError');

function controllerFor(ended: { reason: unknown } | undefined): AbortController {
  const controller = new AbortController();
  // A chunk asks an upstream for many symbols at once, each call listening to the same signal.
  setMaxListeners(0, controller.signal);
  if (ended) controller.abort(ended.reason);
  return controller;
}

/** @param drain aborts every job that runs then, and every later one at once. @returns what starts a job's clock, in real ms. */
export function createAborts(drain: AbortSignal): (timeoutMs: number) => JobAbort {
  const running = new Set<(reason: unknown) => void>();
  drain.addEventListener('abort', () => running.forEach((abort) => abort(drain.reason)), { once: true });
  return (timeoutMs) => {
    let controller: AbortController | undefined;
    let ended: { reason: unknown } | undefined;
    let giveUp: (reason: unknown) => void = () => undefined;
    const abort = (reason: unknown): void => {
      ended ??= { reason };
      controller?.abort(reason);
      giveUp(reason);
    };
    if (drain.aborted) abort(drain.reason);
    running.add(abort);
    const timer = setTimeout(() => abort(tooLong(timeoutMs)), timeoutMs);
    const race = <T>(work: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        giveUp = reject;
        work.then(resolve, reject);
        if (ended) reject(ended.reason);
      });
    return {
      get signal() {
        controller ??= controllerFor(ended);
        return controller.signal;
      },
      race,
      end: () => (clearTimeout(timer), void running.delete(abort)),
    };
  };
}
