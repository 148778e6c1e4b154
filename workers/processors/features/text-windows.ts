/**
 * Windows of texts that end at a slot: 1 h and 4 h to the millisecond; 24 h and
 * 7 d begin on a full hour, so that the bulk of them, all that was known by the
 * newest settled hour, is summed once an hour and remembered. What became known
 * since is added. The sum is exact: all texts of the window known at the slot.
 */
import type { Known, Windowed } from '../../store/index.js';
import { settledBefore, type Memory } from './memory.js';
import { DAY, HOUR } from './views/view.js';

export const windowNames = ['1h', '4h', '24h', '7d'] as const;
export type WindowName = (typeof windowNames)[number];

export interface TextWindows<S> {
  entries(): IterableIterator<[WindowName, ReadonlyMap<string, S>]>;
  /** available_at of the newest text about crypto in the last seven days, ms; null without one. */
  newest: number | null;
}

type Read<S> = (since: readonly number[], known: Known) => Promise<Windowed<S>>;

/** How the windows are put in words: part of every formula that reads them. */
export const windowWords: Record<WindowName, string> = {
  '1h': '1 h',
  '4h': '4 h',
  '24h': '24 h, begun 23 h before the newest full hour that is 15 minutes past',
  '7d': '7 d, begun 167 h before the newest full hour that is 15 minutes past',
};

/** Sums field by field. */
function together<S extends object>(a: ReadonlyMap<string, S>, b: ReadonlyMap<string, S>): Map<string, S> {
  const sum = new Map(a);
  for (const [name, more] of b) {
    const known = sum.get(name) as Record<string, number> | undefined;
    sum.set(name, known ? (Object.fromEntries(Object.entries(more).map(([field, value]) => [field, (known[field] ?? 0) + (value as number)])) as S) : more);
  }
  return sum;
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** @param kind names the read in the memory */
export async function textWindows<S extends object>(kind: string, read: Read<S>, { memory, at }: { memory: Memory; at: number }): Promise<TextWindows<S>> {
  const settled = settledBefore(at, HOUR);
  const long = [settled - DAY + HOUR, settled - 7 * DAY + HOUR];
  const [base, since, short] = await Promise.all([
    memory.remember(`${kind} until ${settled}`, () => read(long, { afterMs: Math.min(...long), untilMs: settled })),
    read(long, { afterMs: settled, untilMs: at }),
    read([at - HOUR, at - 4 * HOUR], { afterMs: at - 4 * HOUR, untilMs: at }),
  ]);
  const whole = [...short.windows, ...base.windows.map((window, i) => together(window, since.windows[i] ?? new Map()))];
  const windows = new Map(windowNames.map((name, i) => [name, whole[i] ?? new Map<string, S>()]));
  return { entries: () => windows.entries(), newest: later(base.newest, since.newest) };
}
