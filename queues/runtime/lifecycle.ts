/**
 * A process's life: what to close, in which order, and when to stop. SIGTERM
 * and SIGINT run the closers last-registered-first; a second signal, or a
 * closer that hangs, ends the process anyway. Nothing else calls `process.exit`.
 */
import { ConfigError, StartError, StoreError } from '../errors.js';
import type { Log } from './log.js';
import { realSleep } from './clock.js';

export interface Lifecycle {
  /** False from the first signal on: `/ready` answers 503 before anything is closed. */
  readonly live: boolean;
  /** Registers what must be closed; run in reverse order, each awaited. */
  onStop(name: string, close: () => Promise<void> | void): void;
  /** Stops as a signal would. Resolves when every closer has run. */
  stop(reason: string): Promise<void>;
}

/** What is added to the drain timeout before the process gives up on its closers. */
const GRACE_MS = 10_000;

export function createLifecycle(log: Log, drainTimeoutMs: number): Lifecycle {
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  let stopping: Promise<void> | undefined;
  const run = async (reason: string): Promise<void> => {
    log.info({ reason }, 'stopping');
    for (const { name, close } of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error, part: name }, 'could not close cleanly');
      }
    }
    log.info('stopped');
  };
  return {
    get live() {
      return stopping === undefined;
    },
    onStop: (name, close) => void closers.push({ name, close }),
    stop: (reason) => (stopping ??= Promise.race([run(reason), realSleep(drainTimeoutMs + GRACE_MS)])),
  };
}

/**
 * Ties a lifecycle to the signals of the process and to its last-resort errors:
 * an error nobody caught ends the process, for a supervisor to start a clean one.
 */
export function ownProcess(lifecycle: Lifecycle, log: Log): void {
  const exit = (reason: string, code: number) => void lifecycle.stop(reason).then(() => process.exit(code));
  process.once('SIGTERM', () => exit('SIGTERM', 0));
  process.once('SIGINT', () => exit('SIGINT', 0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    exit('uncaught exception', 1);
  });
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection');
    exit('unhandled rejection', 1);
  });
}

/** Written for a person, who needs to know what to change and not where we noticed. */
const withoutStack = (error: Error): boolean => error instanceof ConfigError || error instanceof StoreError || error instanceof StartError;

/** What a person reads when a process cannot start: the cause and its cure, or, where that is unknown to us, the error with its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return withoutStack(error) ? error.message : (error.stack ?? error.message);
}

/** Runs a process's `main`; what it throws at start ends the process, with 2 for bad configuration and 1 for the rest. */
export function start(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  });
}
