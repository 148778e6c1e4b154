/** Redis dies without a goodbye and comes back with its append-only file, or forgets everything. */
import type { Fault } from '../fault.js';

export const killRedis: Fault = {
  name: 'kill-redis',
  what: 'Redis killed -9, started again from its append-only file',
  do: async ({ redis }) => {
    await redis.kill();
    return { undo: () => redis.start(), bites: () => !redis.isRunning() };
  },
};

/** A key that nobody but a flush takes away. */
const WITNESS = 'chaos-witness';

export const flushRedis: Fault = {
  name: 'flush-redis',
  what: 'FLUSHALL',
  do: async ({ client }) => {
    await client.set(WITNESS, 'here');
    await client.flushall();
    return { undo: () => Promise.resolve(), bites: async () => (await client.exists(WITNESS)) === 0 };
  },
};
