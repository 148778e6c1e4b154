/** A rolling restart: every process of the farm is told to go, one after the other, each once the one before stands again. */
import { until } from '../arena.js';
import type { Fault } from '../fault.js';

const STANDS_AGAIN_MS = 60_000;

export const rollingRestart: Fault = {
  name: 'rolling-restart',
  what: 'SIGTERM to every process in turn',
  do: async ({ children, tell }) => {
    let stayed = 0;
    for (const child of children.values()) {
      const before = child.pid;
      process.kill(before, 'SIGTERM');
      if (await until(() => child.pid !== before, STANDS_AGAIN_MS)) continue;
      stayed += 1;
      tell(`${child.name} was told to go and did not`);
    }
    return { undo: () => Promise.resolve(), bites: () => stayed === 0 };
  },
};
