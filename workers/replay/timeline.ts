/**
 * The time of a replay. It stands still while anything is being done, and then goes
 * on to the next instant at which something happened: a job began, an answer was
 * received. So jobs that ran side by side run side by side again, in the same order,
 * as fast as this machine can.
 */
import { systemClock, type Clock } from '#queues/runtime/clock.js';

/** What comes first at one and the same instant: what was received is stored before anybody begins to read. */
export const FIRST = 0;

interface Event {
  at: number;
  rank: number;
  /** The order in which they were put down. */
  place: number;
  go(): void;
}

const earlier = (a: Event, b: Event): number => a.at - b.at || a.rank - b.rank || a.place - b.place;

/** Turns of the event loop without any work under way, after which nobody has anything left to do at this instant. */
const CALM_TURNS = 4;

export class Timeline {
  #now: number;
  #places = 0;
  #busy = 0;
  #whenIdle: (() => void) | undefined;
  #failure: { error: unknown } | undefined;
  /** Latest first, so that the next one is taken from the end. */
  readonly #events: Event[] = [];
  /** The farm's clock then. It does not move by itself. */
  readonly clock: Clock;

  constructor(startMs: number) {
    this.#now = startMs;
    this.clock = { ...systemClock, nowMs: () => this.#now, now: () => new Date(this.#now), sleep: (ms) => this.until(this.#now + ms) };
  }

  /** Has something begin at an instant; an instant that is over means now. A failure ends the replay. */
  at(ms: number, rank: number, begin: () => Promise<void>): void {
    const go = (): void => void begin().catch((error: unknown) => (this.#failure ??= { error }));
    this.#put({ at: ms, rank, place: this.#places++, go });
  }

  /** Resolves at an instant. */
  until(ms: number): Promise<void> {
    return new Promise((resolve) => this.#put({ at: ms, rank: FIRST, place: this.#places++, go: resolve }));
  }

  /** Time stands still until the work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work;
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) this.#whenIdle?.();
    }
  }

  /** Goes through all that was put down, and what follows from it. @throws what something that began has thrown; the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#calm();
      if (this.#failure) throw this.#failure.error;
      signal.throwIfAborted();
      const next = this.#events.pop();
      if (!next) return;
      this.#now = Math.max(this.#now, next.at);
      next.go();
    }
  }

  #put(event: Event): void {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (earlier(this.#events[middle] as Event, event) > 0) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  async #calm(): Promise<void> {
    for (let calm = 0; calm < CALM_TURNS; calm++) {
      if (this.#busy > 0) {
        await new Promise<void>((resolve) => (this.#whenIdle = resolve));
        calm = 0;
      }
      await new Promise(setImmediate);
    }
  }
}

/** The store, whose calls take no time. Each repository is one object for as long as the store is. */
export function timeless<S extends object>(store: S, timeline: Timeline): S {
  const call = (target: object, verb: PropertyKey): unknown => {
    const method: unknown = Reflect.get(target, verb);
    if (typeof method !== 'function') return method;
    return (...args: unknown[]): unknown => {
      const result: unknown = Reflect.apply(method, target, args);
      return result instanceof Promise ? timeline.during(result) : result;
    };
  };
  const wrapped = (part: unknown, name: string): unknown => (typeof part === 'function' ? call(store, name) : new Proxy(part as object, { get: call }));
  return Object.fromEntries(Object.entries(store).map(([name, part]) => [name, wrapped(part, name)])) as S;
}
