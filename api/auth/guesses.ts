/**
 * Guessing keys gets slower. Wrong keys are counted per client address, for all
 * replicas in Redis; beyond a few a minute each next answer is held back longer, and
 * in the end it only says when to come again. A good key is let in whatever its address did: the
 * others behind the same proxy must not lose their prices to one who guesses.
 */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { realSleep } from '#queues/runtime/clock.js';
import type { Redis } from '#queues/runtime/redis.js';
import { ApiError } from '../errors.js';

export interface Guesses {
  /**
   * Counts a wrong key of this address. Resolves, late where there were many, with what to refuse it with instead of the usual.
   * @param most wrong keys a minute that are still told that they are wrong.
   */
  wrong(address: string | undefined, most?: number): Promise<ApiError | undefined>;
}

/** A person mistypes; a program that was handed an old key asks every route once. */
const FREE = 20;
const MOST = { points: 100, duration: 60 };
const FIRST_HOLD_MS = 50;
const LONGEST_HOLD_MS = 1_000;
/** Answers held back at the same time; holding costs memory, and a flood must not. */
const MOST_HELD = 200;

const tooMany = (waitMs: number): ApiError => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new ApiError('RATE_LIMIT_EXCEEDED', 'too many wrong keys from this address', { details: { reset_seconds: seconds }, headers: { 'Retry-After': String(seconds) } });
};

/** @param redis a client that fails fast; while it is away each process counts by itself. */
export function createGuesses(redis: Redis, prefix: string): Guesses {
  const keyPrefix = `${prefix}:guesses`;
  const counter = new RateLimiterRedis({ storeClient: redis, keyPrefix, rejectIfRedisNotReady: true, insuranceLimiter: new RateLimiterMemory({ ...MOST, keyPrefix }), ...MOST });
  let held = 0;
  const hold = async (beyond: number): Promise<void> => {
    if (held >= MOST_HELD) return;
    held += 1;
    await realSleep(Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** (beyond - 1)));
    held -= 1;
  };
  return {
    wrong: async (address = 'unknown', most = MOST.points) => {
      const count = await counter.consume(address).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
      if (count.consumedPoints > FREE) await hold(count.consumedPoints - FREE);
      return count.consumedPoints > most ? tooMany(count.msBeforeNext) : undefined;
    },
  };
}
