/**
 * `up --detach`: the same `up` in a session of its own, its output in a log.
 * Returns when that one says that all is ready, or tells why it is not.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { realSleep } from '#queues/runtime/clock.js';
import { ConfigError, StartError } from '#queues/errors.js';
import { logTail } from './child.js';
import { forgetState, readState, type FarmState } from './files.js';
import { lockOwner } from './lock.js';
import type { UpOptions } from './options.js';

export interface CommandLine {
  script: string;
  /** As given. */
  args: readonly string[];
  /** Where relative paths in it are meant from. */
  cwd: string;
}

/** The background `up` ended before it was ready: what it said, and its exit code. */
export class BackgroundError extends StartError {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** @throws BackgroundError */
export async function detach(options: UpOptions, { script, args, cwd }: CommandLine): Promise<FarmState> {
  const owner = lockOwner(options.home);
  if (owner !== null) throw new ConfigError([`another up (process ${owner}) runs in ${options.home}: stop it with ./scripts/down --home ${options.home}, or choose another --home and --api-port`]);
  const logs = join(resolve(options.home), 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  forgetState(options.home);
  const file = join(logs, 'up.log');
  const log = openSync(file, 'w', 0o600);
  const child = spawn(process.execPath, [script, ...args.filter((a) => a !== '--detach')], { cwd, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let shown = 0;
  for (;;) {
    shown = echoProgress(file, shown);
    const state = readState(options.home);
    if (state) {
      child.unref();
      return state;
    }
    if (child.exitCode !== null || child.signalCode !== null) throw new BackgroundError(lastWords(file), child.exitCode ?? 1);
    await realSleep(200);
  }
}

/** What it said last, without the progress that has been shown. */
function lastWords(file: string): string {
  const lines = logTail(file).split('\n').filter((line) => !isProgress(line));
  return lines.length > 0 ? lines.join('\n') : `The farm did not come up, and said nothing about it in ${file}`;
}

const isProgress = (line: string): boolean => line.startsWith('==> ');

/** Progress lines (`==> …`) of the background process, as they come. @returns how much of the log has been shown. */
function echoProgress(file: string, shown: number): number {
  const text = readFileSync(file, 'utf8');
  const whole = text.lastIndexOf('\n') + 1;
  for (const line of text.slice(shown, whole).split('\n')) if (isProgress(line)) process.stderr.write(`${line}\n`);
  return Math.max(shown, whole);
}
