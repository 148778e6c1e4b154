/**
 * Follows the stream of landed events from a position, through reconnects and
 * restarts of Redis, one event after the other. Refuses to skip an event because
 * the store is away: it waits and tells it again.
 */
import { ZodError } from 'zod';
import { StoreError } from '#queues/errors.js';
import { newestLanded, readLanded, type Landed } from '#queues/landed.js';
import type { Log } from '#queues/runtime/log.js';
import { realSleep } from '#queues/runtime/clock.js';
import type { Redis } from '#queues/runtime/redis.js';

export interface FollowOptions {
  /** A connection of its own: it blocks. */
  redis: Redis;
  prefix: string;
  log: Log;
  onEvent(event: Landed): Promise<void>;
}

const BLOCK_MS = 5_000;
const RETRY_MS = 500;

/** @returns a function that stops following and closes the connection. */
export function followLanded(o: FollowOptions): () => Promise<void> {
  const stop = new AbortController();
  const pause = (): Promise<void> => realSleep(RETRY_MS, stop.signal).catch(() => undefined); // stopping is no failure
  const until = async <T>(what: string, work: () => Promise<T>, again: (error: unknown) => boolean): Promise<T | undefined> => {
    while (!stop.signal.aborted) {
      try {
        return await work();
      } catch (error) {
        if (stop.signal.aborted) break;
        o.log.warn({ err: error, what }, 'following what landed');
        if (!again(error)) break;
        await pause();
      }
    }
    return undefined;
  };
  const always = () => true;
  // An event that a newer version wrote will never be read by this one: go on behind it.
  const stillReadable = (error: unknown): boolean => !(error instanceof ZodError) && !(error instanceof SyntaxError);
  const storeAway = (error: unknown): boolean => error instanceof StoreError && error.kind === 'transient';
  const follow = async (): Promise<void> => {
    let position = await until('position', () => newestLanded(o.redis, o.prefix), always);
    while (position !== undefined && !stop.signal.aborted) {
      const from: string = position;
      const events = await until('read', () => readLanded(o.redis, o.prefix, from, BLOCK_MS), stillReadable);
      for (const event of events ?? []) {
        await until('event', () => o.onEvent(event), storeAway);
        position = event.id;
      }
      if (events === undefined) position = await until('position', () => newestLanded(o.redis, o.prefix), always);
    }
  };
  const following = follow();
  return async () => {
    stop.abort();
    o.redis.disconnect();
    await following;
  };
}
