/** kill -9 of one of the farm's own processes; it is started again as a cluster would. */
import type { Arena } from '../arena.js';
import { pick, type Done, type Fault } from '../fault.js';

async function kill(arena: Arena, name: string): Promise<Done> {
  const child = arena.children.get(name);
  if (!child) throw new Error(`this farm has no ${name}`);
  const before = child.pid;
  arena.tell(`${name} (process ${before}) is killed`);
  process.kill(before, 'SIGKILL');
  return { undo: () => Promise.resolve(), bites: () => isGone(before) };
}

function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
    throw error;
  }
}

export const killScheduler: Fault = { name: 'kill-scheduler', what: 'kill -9 of a scheduler', do: (arena, random) => kill(arena, pick(random, ['scheduler-1', 'scheduler-2'])) };
export const killWorker: Fault = { name: 'kill-worker', what: 'kill -9 of a worker', do: (arena, random) => kill(arena, pick(random, ['collect', 'process', 'backfill'])) };
export const killApi: Fault = { name: 'kill-api', what: 'kill -9 of the api', do: (arena) => kill(arena, 'api') };
