/**
 * Starts one server program and owns it: waits until it answers, says why when
 * it does not, and leaves nothing behind when it is stopped or when we die.
 * The program gets its own session, so that Ctrl-C reaches only its owner, which
 * then stops things in order.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, statfsSync } from 'node:fs';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { findProgram } from './packages.js';
import { explain, ProvisionError } from './failure.js';

export interface ServerSpec {
  /** Name for messages, such as `Redis`. */
  name: string;
  program: string;
  args: readonly string[];
  /** Standard output and error are appended here. */
  logFile: string;
  /** True as soon as the server answers. */
  ready(): Promise<boolean>;
  /** Real milliseconds. */
  readyTimeoutMs: number;
  /** After SIGTERM, before SIGKILL. Real milliseconds. */
  stopTimeoutMs: number;
}

export interface RunningServer {
  pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  exited: Promise<void>;
  /** SIGTERM, then SIGKILL; resolves when the process is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/** On Linux the kernel ends the server when its owner is killed with -9. */
export function withDeathSignal(program: string, args: readonly string[]): [string, string[]] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
  return setpriv ? [setpriv, ['--pdeathsig', 'TERM', program, ...args]] : [program, [...args]];
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** @throws ProvisionError with cause and cure when the server ends early or does not answer in time. */
export async function startServer(spec: ServerSpec): Promise<RunningServer> {
  const logStart = sizeOf(spec.logFile);
  const child = launch(spec);
  const server = own(child, spec.stopTimeoutMs);
  const tail = () => readFileSync(spec.logFile).subarray(logStart).toString();
  const deadline = stopwatchMs() + spec.readyTimeoutMs;
  while (!(await spec.ready())) {
    if (child.exitCode !== null || child.signalCode !== null) throw explain(spec.name, tail(), `it ended with ${child.signalCode ?? `exit code ${child.exitCode}`}`);
    if (stopwatchMs() > deadline) {
      await server.stop();
      throw explain(spec.name, tail(), `it did not answer within ${spec.readyTimeoutMs / 1000} s`);
    }
    await realSleep(25);
  }
  // Another program may answer on the port while ours has just failed to bind it.
  if (child.exitCode !== null || child.signalCode !== null) throw explain(spec.name, tail(), 'it ended at once');
  return server;
}

function launch(spec: ServerSpec): ChildProcess {
  const [program, args] = withDeathSignal(spec.program, spec.args);
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    return spawn(program, args, { stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

function own(child: ChildProcess, stopTimeoutMs: number): RunningServer {
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  void exited.then(() => process.removeListener('exit', killNow));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(killNow, stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  };
  return { pid: child.pid ?? 0, exited, stop };
}

/** @throws ProvisionError when the file system under `folder` has less than `bytes` left. */
export function requireSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const mb = (n: number) => `${Math.round(n / 1024 ** 2)} MB`;
  throw new ProvisionError(`the disk is full: ${folder} has ${mb(free)} left and ${mb(bytes)} are needed`, 'free space there, or choose another --home');
}
