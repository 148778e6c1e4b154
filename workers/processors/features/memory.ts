/**
 * Reads that many slots, or the chunks of one, have in common: kept in the
 * process under a name that says all they depend on. Forgetting everything costs
 * the queries again; a read that failed is not kept.
 */
/** Some hours of reads for every chunk; a backfill walks on and needs no more. */
const MOST = 96;

export class Memory {
  readonly #kept = new Map<string, Promise<unknown>>();

  /** The name's value; `read` is asked where it is not known. */
  remember<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name) as Promise<T> | undefined;
    this.#kept.delete(name);
    const value = known ?? read();
    this.#kept.set(name, value);
    if (!known) value.catch(() => this.#forget(name, value));
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST) this.#kept.delete(oldest);
    return value;
  }

  #forget(name: string, value: Promise<unknown>): void {
    if (this.#kept.get(name) === value) this.#kept.delete(name);
  }
}

/** Reads by their part that is asked for bars: what is remembered belongs to it. */
export interface Remembered {
  ohlc: object;
}

/** One memory per store: two farms in one process never mix. */
const memories = new WeakMap<object, Memory>();

export function memoryOf({ ohlc }: Remembered): Memory {
  const memory = memories.get(ohlc) ?? new Memory();
  memories.set(ohlc, memory);
  return memory;
}

const MINUTE = 60_000;
/** Rows are in the store some seconds after they could be known; a quarter of an hour covers a slow round. */
const SETTLED_MS = 15 * MINUTE;

/**
 * The newest multiple of `step` that lies a quarter of an hour or more before the
 * slot. What was known by then is stored by now and stays the same for all slots
 * that share it, so it can be remembered.
 */
export const settledBefore = (at: number, step: number): number => Math.floor((at - SETTLED_MS) / step) * step;
