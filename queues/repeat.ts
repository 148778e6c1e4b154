/** Runs a task over and over, one at a time; a failure is logged and the next round comes anyway. */
import type { Log } from './runtime/log.js';
import { pause } from './runtime/clock.js';

export interface Repeat {
  /** Ends the loop after the round that is running. */
  stop(): Promise<void>;
}

/** @param everyMs real milliseconds between the end of a round and the start of the next. */
export function repeat(name: string, everyMs: number, log: Log, task: (signal: AbortSignal) => Promise<void>): Repeat {
  const ending = new AbortController();
  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await task(ending.signal).catch((error: unknown) => log.warn({ err: error instanceof Error ? error.message : error, task: name }, 'round failed, will try again'));
      await pause(everyMs, ending.signal);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
