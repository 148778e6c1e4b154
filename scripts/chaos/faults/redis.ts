/** Redis dies without a goodbye and comes back with its append-only file, or forgets everything. */
import type { Fault } from '../fault.js';

export const killRedis: Fault = {
  name: 'kill-redis',
  what: 'Redis killed -9, started again from its append-only file',
  do: async ({ redis }) => {
    await redis.kill();
    return { undo: () => redis.start() };
  },
};

export const flushRedis: Fault = {
  name: 'flush-redis',
  what: 'FLUSHALL',
  do: async ({ client }) => {
    await client.flushall();
    return { undo: () => Promise.resolve() };
  },
};
