/**
 * One process of the farm, kept alive: started, waited for, started again with a
 * growing pause when it ends by itself, and stopped with time to drain. A process
 * that fails before it was ever ready is an error, with the end of its log.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { StartError } from '#queues/errors.js';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { withDeathSignal } from '#scripts/provision/server.js';
import { isOk } from './ask.js';

export interface ChildSpec {
  /** For messages and the log's name, such as `worker-collect-1`. */
  name: string;
  /** Script and arguments for this Node. */
  args: readonly string[];
  env: Record<string, string>;
  logFile: string;
  /** Answers 200 when the process can do its work. */
  readyUrl: string;
  /** SIGKILL follows SIGTERM after this, real ms. */
  drainMs: number;
  /** Told about every unplanned end and every new start. */
  tell(line: string): void;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** @throws StartError with the end of the log. */
  ready(timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** After this long alive, the next end is a first one again. */
const SETTLED_MS = 60_000;

/** Pause before the next start, real ms. Pure. */
export const pauseAfter = (endsInARow: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, endsInARow - 1));

/** The last lines of a log file. */
export function logTail(file: string, lines = 15): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

function launch(spec: ChildSpec): ChildProcess {
  const [program, args] = withDeathSignal(process.execPath, ['--enable-source-maps', ...spec.args]);
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    // A session of its own: Ctrl-C reaches only `up`, which then stops things in order.
    return spawn(program, args, { env: spec.env, stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

class Kept implements Child {
  private process: ChildProcess;
  private startedMs = stopwatchMs();
  private endsInARow = 0;
  private wasReady = false;
  private readonly stopping = new AbortController();
  private ended: Promise<void>;

  constructor(private readonly spec: ChildSpec) {
    [this.process, this.ended] = this.begin();
    process.once('exit', this.killNow);
  }

  get name(): string {
    return this.spec.name;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  async ready(timeoutMs: number): Promise<void> {
    const started = stopwatchMs();
    while (!(await isOk(this.spec.readyUrl))) {
      if (this.stopping.signal.aborted) throw new StartError(`${this.name} was stopped while it started`);
      if (this.hasEnded()) throw this.failure(`ended with ${this.process.signalCode ?? `exit code ${this.process.exitCode}`}`);
      if (stopwatchMs() - started > timeoutMs) throw this.failure(`was not ready within ${timeoutMs / 1000} s`);
      await realSleep(100);
    }
    this.wasReady = true;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    process.removeListener('exit', this.killNow);
    if (this.hasEnded()) return;
    this.process.kill('SIGTERM');
    const timer = setTimeout(this.killNow, this.spec.drainMs);
    await this.ended;
    clearTimeout(timer);
  }

  private readonly killNow = (): void => void this.process.kill('SIGKILL');

  private hasEnded = (): boolean => this.process.exitCode !== null || this.process.signalCode !== null || this.process.pid === undefined;

  private failure(what: string): StartError {
    return new StartError(`${this.name} ${what}. The end of ${this.spec.logFile}:\n${logTail(this.spec.logFile)}`);
  }

  private begin(): [ChildProcess, Promise<void>] {
    const child = launch(this.spec);
    this.startedMs = stopwatchMs();
    const ended = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
    });
    void ended.then(() => this.afterEnd());
    return [child, ended];
  }

  private async afterEnd(): Promise<void> {
    if (!this.wasReady || this.stopping.signal.aborted) return;
    this.endsInARow = stopwatchMs() - this.startedMs > SETTLED_MS ? 1 : this.endsInARow + 1;
    const pauseMs = pauseAfter(this.endsInARow);
    this.spec.tell(`${this.name} ended with ${this.process.signalCode ?? `exit code ${this.process.exitCode}`}; starting it again in ${pauseMs / 1000} s (${this.spec.logFile})`);
    try {
      await realSleep(pauseMs, this.stopping.signal);
    } catch {
      return; // stopped during the pause
    }
    [this.process, this.ended] = this.begin();
    this.spec.tell(`${this.name} started again as process ${this.pid}`);
  }
}

export const startChild = (spec: ChildSpec): Child => new Kept(spec);
