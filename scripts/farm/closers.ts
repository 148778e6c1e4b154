/**
 * What must be stopped, in the reverse of the order in which it was started.
 * Something that finishes starting after the stop has begun is stopped at once,
 * so that Ctrl-C in the middle of a start leaves nothing behind.
 */
export interface Closers {
  readonly closing: boolean;
  add(name: string, close: () => Promise<void> | void): void;
  /** Runs every closer, even when one fails; the same promise for every caller. */
  close(): Promise<void>;
}

/** @param failed told about a closer that threw. */
export function createClosers(failed: (name: string, error: unknown) => void): Closers {
  const stack: { name: string; close: () => Promise<void> | void }[] = [];
  let done: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    for (let next = stack.pop(); next; next = stack.pop()) {
      try {
        await next.close();
      } catch (error) {
        failed(next.name, error);
      }
    }
  };
  return {
    get closing() {
      return done !== undefined;
    },
    add: (name, close) => {
      stack.push({ name, close });
      if (done) done = done.then(run);
    },
    close: () => (done ??= run()),
  };
}
