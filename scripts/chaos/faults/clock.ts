/** The clock of one process is an hour wrong, either way, as when somebody sets a machine's time. */
import { pick, type Fault } from '../fault.js';

const HOUR_MS = 3_600_000;

export const moveClock: Fault = {
  name: 'move-clock',
  what: 'the clock of one process an hour ahead or behind',
  do: (arena, random) => {
    const victim = pick(random, ['collect', 'process', 'scheduler-1']);
    const by = random() < 0.5 ? HOUR_MS : -HOUR_MS;
    arena.tell(`${victim} is ${by > 0 ? 'an hour ahead' : 'an hour behind'}`);
    arena.moveClock(victim, by);
    return Promise.resolve({ undo: () => Promise.resolve(arena.moveClock(victim, 0)) });
  },
};
