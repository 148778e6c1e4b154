/**
 * The validators of answers that are in the store (ETag, Last-Modified; RFC 9110
 * §8.8), by host and address, in Redis: any pod may ask next. Losing them costs
 * one whole answer; keeping one too early would lose articles, so they are kept
 * after the commit.
 */
import { createHash } from 'node:crypto';
import type { Redis } from '#queues/runtime/redis.js';
import type { RawAnswer } from './transport.js';

interface Asked {
  host: string;
  path: string;
  query?: Record<string, string | number | undefined>;
}

export interface Validators {
  /** Request headers; empty when nothing is kept. */
  of(asked: Asked): Promise<Record<string, string>>;
  keep(asked: Asked, answer: RawAnswer): Promise<void>;
}

const KEPT_SECONDS = 7 * 86_400;

export function createValidators(redis: Redis, prefix: string): Validators {
  const key = ({ host, path, query }: Asked): string => `${prefix}:validators:${host}:${createHash('sha1').update(`${path} ${JSON.stringify(query ?? {})}`).digest('hex')}`;
  return {
    of: async (asked) => {
      const kept = await redis.hgetall(key(asked));
      return { ...(kept['etag'] ? { 'If-None-Match': kept['etag'] } : {}), ...(kept['modified'] ? { 'If-Modified-Since': kept['modified'] } : {}) };
    },
    keep: async (asked, answer) => {
      const fields = { etag: answer.header('etag') ?? '', modified: answer.header('last-modified') ?? '' };
      if (!fields.etag && !fields.modified) return;
      await redis.multi().hset(key(asked), fields).expire(key(asked), KEPT_SECONDS).exec();
    },
  };
}
