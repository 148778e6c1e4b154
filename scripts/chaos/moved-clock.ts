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

function watch(file: string): void {
  const True = Date;
  const read = (): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0);
  let offset = read();
  const now = (): number => True.now() + offset;
  globalThis.Date = new Proxy(True, {
    construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as object,
    apply: () => new True(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  setInterval(() => (offset = read()), LOOK_MS).unref();
}

const file = processEnvironment()['CHAOS_OFFSET_FILE'];
if (file) watch(file);
