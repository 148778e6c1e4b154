/** A file system small enough to be filled: in memory, gone with the run. Needs root on Linux. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Closers } from '../farm/closers.js';

/** What two durable servers take at their start, and a little for the rows of a run. */
const SIZE = '1500m';

/** @returns the folder, or undefined where none can be mounted here. */
export function smallDisk(folder: string, closers: Closers): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0700`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined; // a container may not mount; the fault says so
  }
  closers.add('disk', () => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}
