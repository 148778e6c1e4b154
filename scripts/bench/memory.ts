/** Resident memory of a process, read from the system. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface Memory {
  /** MiB now. */
  now: number;
  /** MiB at most since it started; null where the system does not tell. */
  most: number | null;
}

const MIB = 1_024;

/** @throws Error when the process is gone. */
export function memoryOf(pid: number): Memory {
  const status = `/proc/${pid}/status`;
  if (!existsSync('/proc/self/status')) return { now: Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / MIB, most: null };
  const text = readFileSync(status, 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { now: kib('VmRSS') / MIB, most: kib('VmHWM') / MIB };
}

export const memoryLine = (name: string, { now, most }: Memory): string => `memory of ${name.padEnd(20)} ${now.toFixed(0)} MiB${most === null ? '' : `, at most ${most.toFixed(0)} MiB`} (goal ≤ 256)`;
