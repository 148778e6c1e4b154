/**
 * `./scripts/down`: stops the farm that runs in a home, in order, by telling its
 * `up`. Where that one is gone, stops the processes it left, and only those that
 * still are what `state.json` says. Exits 0 when nothing runs any more.
 */
import { resolve } from 'node:path';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { forgetState, readState } from './farm/files.js';
import { commandOf, lockOwner } from './farm/lock.js';
import { runCommand } from './farm/exit.js';
import { homePath } from './farm/place.js';
import { downCommand } from './farm/commands.js';

const PATIENCE_MS = 150_000;

async function gone(pids: readonly number[], stillOurs: (pid: number) => boolean): Promise<number[]> {
  const started = stopwatchMs();
  for (;;) {
    const left = pids.filter(stillOurs);
    if (left.length === 0 || stopwatchMs() - started > PATIENCE_MS) return left;
    await realSleep(100);
  }
}

const isFarm = (pid: number): boolean => /dist\/(queues|workers|api|scripts)\/\S*main\.js/.test(commandOf(pid));
const isUp = (pid: number): boolean => commandOf(pid).includes('scripts/up.js');

/** @returns the exit code. */
async function down(home: string): Promise<number> {
  const owner = lockOwner(home);
  if (owner !== null) {
    process.kill(owner, 'SIGTERM');
    const left = await gone([owner], isUp);
    process.stdout.write(left.length === 0 ? 'The farm is down.\n' : `Process ${owner} has not ended after ${PATIENCE_MS / 1_000} s; see ${resolve(home)}/logs.\n`);
    return left.length === 0 ? 0 : 1;
  }
  const state = readState(home);
  const orphans = (state?.processes ?? []).map((p) => p.pid).filter(isFarm);
  for (const pid of orphans) process.kill(pid, 'SIGTERM');
  const left = await gone(orphans, isFarm);
  if (left.length > 0) {
    process.stderr.write(`processes ${left.join(', ')} have not ended after ${PATIENCE_MS / 1_000} s\n`);
    return 1;
  }
  forgetState(home);
  process.stdout.write(orphans.length > 0 ? 'The farm is down (its up was gone; the processes it left were stopped).\n' : `No farm runs in ${home}.\n`);
  return 0;
}

async function main(): Promise<number> {
  const { home } = downCommand().parse().opts<{ home: string }>();
  return await down(homePath(home));
}

runCommand('down', main);
