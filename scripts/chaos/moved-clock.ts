/**
 * Preloaded into a process (`node --import`), it lets its wall clock be moved while
 * it runs: the file named by CHAOS_OFFSET_FILE holds the offset in real
 * milliseconds. Timers and the monotonic clock go on as they are, as when somebody
 * sets a machine's time.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { processEnvironment } from '#queues/runtime/env.js';

const LOOK_MS = 100;

/** Tells the process that reads the file; the move is whole or not there. @param byMs real ms. */
export function moveClock(file: string, byMs: number): void {
  writeFileSync(`${file}.new`, String(Math.round(byMs)), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** By how much the process that reads the file has moved its clock, real ms; 0 before it started. */
export const followed = (file: string): number => (existsSync(`${file}.followed`) ? Number(readFileSync(`${file}.followed`, 'utf8')) : 0);

function watch(file: string): void {
  const True = Date;
  const read = (): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0);
  let offset = NaN;
  /** Takes the offset over, and says so beside the file that ordered it. */
  const follow = (): void => {
    const ordered = read();
    if (ordered === offset) return;
    offset = ordered;
    writeFileSync(`${file}.followed`, String(offset), { mode: 0o600 });
  };
  follow();
  const now = (): number => True.now() + offset;
  globalThis.Date = new Proxy(True, {
    construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as object,
    apply: () => new True(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  setInterval(follow, LOOK_MS).unref();
}

const file = processEnvironment()['CHAOS_OFFSET_FILE'];
if (file) watch(file);
