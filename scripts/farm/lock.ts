/**
 * One `up` per home. The lock file holds the owner's process id; a lock whose
 * owner is gone is taken over, so that a crash needs no cleaning up by hand.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '#queues/errors.js';

const lockPath = (home: string): string => join(resolve(home), 'up.lock');

/** Its command line, from /proc where there is one (small images have no `ps`); empty when there is no such process. */
export function commandOf(pid: number): string {
  try {
    return existsSync('/proc/self/cmdline') ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return ''; // it has ended
  }
}

/** True when the process exists and is an `up`: the system uses process ids again. */
export const isUp = (pid: number): boolean => commandOf(pid).includes('scripts/up.js');

/** Process id of the `up` that runs in this home, or null. */
export function lockOwner(home: string): number | null {
  try {
    const pid = Number(readFileSync(lockPath(home), 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 && isUp(pid) ? pid : null;
  } catch {
    return null; // no lock file: nobody
  }
}

/** @returns the release. @throws ConfigError when another `up` runs in the home. */
export function takeLock(home: string): () => void {
  const file = lockPath(home);
  const owner = lockOwner(home);
  if (owner !== null && owner !== process.pid) throw new ConfigError([`another up (process ${owner}) runs in ${home}: stop it with ./scripts/down --home ${home}, or choose another --home and --api-port`]);
  rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ConfigError([`another up has just started in ${home}`]);
  }
  return () => rmSync(file, { force: true });
}
