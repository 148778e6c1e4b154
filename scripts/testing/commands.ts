/**
 * The project's shell commands, run as a user runs them: real processes in an
 * environment of their own, so that neither the test runner's variables nor a
 * developer's servers leak in. A command that hangs is killed with all it started.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState, type FarmState } from '#scripts/farm/files.js';

export interface Ended {
  /** Exit code, or the name of the signal that ended it. */
  code: number | string;
  stdout: string;
  stderr: string;
  /** Both, for an assertion's message. */
  output: string;
}

/** Empty counts as unset, also above a `.env` file. */
const CLEAN = { REDIS_HOST: '', MYSQL_HOST: '', API_KEY_MASTER: '', API_KEY_TRADING: '', API_KEY_READONLY: '', JWT_SECRET_KEY: '' };
const PATIENCE_MS = 170_000;

/** Runs a program to its end. @param env set on top of a clean environment. */
export function runs(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(program, args, { env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...CLEAN, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const text = { stdout: '', stderr: '', output: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (part: Buffer) => {
      text[name] += part.toString();
      text.output += part.toString();
    });
  }
  const stuck = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), PATIENCE_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(stuck);
      resolve({ code: code ?? signal ?? 'gone', ...text });
    });
  });
}

export const command = (word: 'up' | 'down' | 'test', args: readonly string[], env?: Record<string, string>): Promise<Ended> => runs(`./scripts/${word}`, args, env);

/** Homes made for a file, and their end. */
export interface Homes {
  /** A folder that does not exist yet. */
  next(name: string): string;
  /** Takes down what still runs in them and removes them. */
  close(): Promise<void>;
}

export async function temporaryHomes(): Promise<Homes> {
  const root = await mkdtemp(join(tmpdir(), 'farm-home-'));
  const made: string[] = [];
  return {
    next: (name) => {
      const home = join(root, name);
      made.push(home);
      return home;
    },
    close: async () => {
      await Promise.all(made.filter((home) => existsSync(home)).map((home) => command('down', ['--home', home])));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** `./scripts/up --detach` on a free port. @throws Error with all it said when it does not come up. */
export async function upDetached(home: string, args: readonly string[]): Promise<FarmState> {
  const ended = await command('up', ['--detach', '--home', home, '--api-port', '0', ...args]);
  const state = ended.code === 0 ? readState(home) : null;
  if (state === null) throw new Error(`up --detach ended with ${ended.code}:\n${ended.output}`);
  return state;
}
