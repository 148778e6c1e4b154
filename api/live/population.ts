/**
 * The clients of all replicas as one population: what one replica says to a room
 * reaches its members wherever they are connected, over a stream in Redis that
 * outlasts a cut connection. Values do not travel here: every replica reads them
 * once for its own clients, in the order in which they landed, and this stream
 * would bring each of them a second time.
 */
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Log } from '#queues/runtime/log.js';
import type { Redis } from '#queues/runtime/redis.js';

/** Some minutes of what is said to all; who was away for longer hears the next. */
const KEPT_MESSAGES = 1_000;
/** A stopping process waits this long for its readers at most. */
const BLOCK_MS = 1_000;

export interface Population {
  /** What Socket.IO is given; it closes what it read with. */
  adapter: ReturnType<typeof createAdapter>;
  /** Ends its connections to Redis. */
  close(): void;
}

export interface PopulationDoors {
  /** Opens a connection that waits out an outage: with one that fails at once the adapter asks again at once, and nothing else runs any more. */
  connect(): Redis;
  prefix: string;
  log: Log;
}

/** The adapter, and ioredis where it connects again, ask for a subscription and do not wait for it: in an outage that promise is rejected, and one that nobody holds ends the process. */
function held(redis: Redis, log: Log): Redis {
  const ask = redis.subscribe.bind(redis) as (...channels: (string | string[])[]) => Promise<unknown>;
  const subscribe = (...channels: (string | string[])[]): Promise<unknown> => {
    const asked = ask(...channels);
    asked.catch((error: Error) => log.warn({ err: error.message }, 'the live streams wait for Redis'));
    return asked;
  };
  return Object.assign(redis, { subscribe });
}

export function createPopulation({ connect, prefix, log }: PopulationDoors): Population {
  const open: Redis[] = [];
  const opened = (): Redis => {
    const redis = held(connect(), log);
    open.push(redis);
    return redis;
  };
  const speaker = opened();
  // The adapter makes its readers by this; ours are heard when they fail, and closed with the rest.
  speaker.duplicate = opened;
  const adapter = createAdapter(speaker, {
    streamName: `${prefix}:socket.io`,
    channelPrefix: `${prefix}:socket.io`,
    sessionKeyPrefix: `${prefix}:socket.io:session:`,
    maxLen: KEPT_MESSAGES,
    blockTimeInMs: BLOCK_MS,
    onlyPlaintext: true,
  });
  return { adapter, close: () => open.splice(0).forEach((redis) => redis.disconnect()) };
}
