/** One promise of the farm, and how to see whether it is kept. */
import type { Target } from '../target/target.js';

export interface CheckContext {
  target: Target;
  /** Farm ms that pass in one real ms. */
  speed: number;
  /** A symbol that is collected: its rows are what the checks ask for. */
  symbol: string;
  /** Real ms in which a new slot must have been pushed. */
  slotMs: number;
  /** Whether to wait for it. */
  waitsForSlot: boolean;
}

export interface Check {
  /** One word, or two with a dot. */
  name: string;
  /** What is promised. */
  promise: string;
  /** Real ms for which it is tried again before it has failed; a farm that has just come up fills its datasets one by one. */
  patienceMs?: number;
  /** @returns what was found. @throws Broken, or Unseen where it cannot be looked at from here. */
  run(ctx: CheckContext): Promise<string>;
}

/** The promise is not kept. */
export class Broken extends Error {
  override readonly name = 'Broken';
  constructor(
    cause: string,
    /** What to do about it. */
    readonly cure: string,
  ) {
    super(cause);
  }
}

/** It cannot be seen from here; the message says why. */
export class Unseen extends Error {
  override readonly name = 'Unseen';
}

/** @throws Unseen where the key was not given. */
export function keyFor(target: Target, name: keyof Target['keys']): string {
  const key = target.keys[name];
  if (key === undefined) throw new Unseen(`needs the ${name} key: set API_KEY_${name.toUpperCase()}`);
  return key;
}

/** What to do about whatever a check threw. */
export function cureOf(error: unknown): string | null {
  if (error instanceof Unseen) return null;
  return error instanceof Broken ? error.cure : 'is the farm up, and is this its address? npm run health says what is down';
}
