/** What can be done to a farm: declared once, done by the long form at random and by the tests in turn. */
import type { Arena } from './arena.js';

/** Numbers between 0 and 1 from the run's seed. */
export type Random = () => number;

export interface Done {
  /** Ends the fault; what it broke stands again. */
  undo(): Promise<void>;
  /** True once the fault has really bitten, asked before it is undone: a fault that does nothing proves nothing. */
  bites(): Promise<boolean> | boolean;
}

export interface Fault {
  /** For `--only` and the table. */
  name: string;
  /** What it does, in half a line. */
  what: string;
  /** Why it cannot be done on this machine; undefined where it can. */
  impossible?(arena: Arena): string | undefined;
  /** Begins it. @throws when it could not be done. */
  do(arena: Arena, random: Random): Promise<Done>;
}

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
