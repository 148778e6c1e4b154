/** The clock of one process is an hour wrong, as when somebody sets a machine's time. */
import { pick, type Fault } from '../fault.js';

const HOUR_MS = 3_600_000;

/** One whose clock is right so far is made wrong. */
const movedBy = (name: string, by: number, victims: readonly string[]): Fault => ({
  name,
  what: `the clock of one process an hour ${by > 0 ? 'ahead' : 'behind'}`,
  do: (arena, random) => {
    const victim = pick(random, victims.filter((v) => arena.movedBy(v) === 0));
    arena.tell(`${victim} is an hour ${by > 0 ? 'ahead' : 'behind'}`);
    arena.moveClock(victim, by);
    return Promise.resolve({ undo: () => Promise.resolve(arena.moveClock(victim, 0)), bites: () => Math.abs(arena.movedBy(victim) - by) < 1_000 });
  },
});

export const clockAhead = movedBy('clock-ahead', HOUR_MS, ['collect', 'process', 'scheduler-1']);
export const clockBehind = movedBy('clock-behind', -HOUR_MS, ['collect', 'process', 'scheduler-2']);
