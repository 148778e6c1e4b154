/** Worker processes that are replaced as they are told to go: each SIGTERM is the end of one life and the start of another. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../farm/place.js';

interface Life {
  process: ChildProcess;
  isReady: boolean;
  exit: Promise<number | string>;
}

export interface Fleet {
  /** Tells the oldest that takes jobs to go, and starts another. @returns false while none takes jobs. */
  replaceOldest(): boolean;
  /** True when every process has ended by itself: nobody will ever run the jobs. */
  allGone(): boolean;
  /** Tells all to go. @returns how each that ever took jobs has ended: an exit code or a signal. */
  end(): Promise<(number | string)[]>;
}

const SCRIPT = join(projectRoot, 'dist/scripts/chaos/burst-worker.js');

function begin(env: Record<string, string>): Life {
  const child = spawn(process.execPath, ['--enable-source-maps', SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone'));
  });
  const life: Life = { process: child, isReady: false, exit };
  child.stdout?.on('data', (part: Buffer) => (life.isReady ||= part.toString().includes('ready')));
  return life;
}

export function startFleet(size: number, env: Record<string, string>): Fleet {
  const all: Life[] = [];
  let living: Life[] = [];
  const add = (): void => {
    const life = begin(env);
    all.push(life);
    living.push(life);
  };
  for (let i = 0; i < size; i += 1) add();
  return {
    replaceOldest: () => {
      const oldest = living.find((l) => l.isReady);
      if (!oldest) return false;
      living = living.filter((l) => l !== oldest);
      oldest.process.kill('SIGTERM');
      add();
      return true;
    },
    allGone: () => living.every((l) => l.process.exitCode !== null || l.process.signalCode !== null),
    end: async () => {
      for (const { process: child } of living) child.kill('SIGTERM');
      await Promise.all(all.map((l) => l.exit));
      return Promise.all(all.filter((l) => l.isReady).map((l) => l.exit));
    },
  };
}
