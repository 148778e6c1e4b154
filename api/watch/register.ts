/**
 * What the replicas know of incidents together: a hash in Redis that one of them
 * changes at a time. While Redis is away each goes on with what it last knew, and
 * may tell what another has told: twice is better than never.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Redis } from '#queues/runtime/redis.js';
import type { Incident, Incidents } from './incidents.js';

const incident = z.object({ dataset: z.string(), state: z.enum(['doubtful', 'late', 'back']), since: z.number(), reason: z.string(), told: z.boolean() });

/** Longer than a round takes whose every message is tried until the last attempt. */
const HELD_MS = 60_000;
/** Gives the lock up only where it is still ours. */
const RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

export type Work = (known: Incidents, keep: (next: Incidents) => Promise<void>) => Promise<void>;

export interface Register {
  /** Runs the work with what is known, unless another replica is at it. @returns false where that is so. */
  alone(work: Work): Promise<boolean>;
}

function parsed(fields: Record<string, string>): Map<string, Incident> {
  const all = Object.entries(fields).flatMap(([name, text]) => {
    const one = incident.safeParse(JSON.parse(text));
    return one.success ? [[name, one.data as Incident] as const] : [];
  });
  return new Map(all);
}

export function createRegister(redis: Redis, prefix: string): Register {
  const [key, lock] = [`${prefix}:incidents`, `${prefix}:incidents:lock`];
  let own: Incidents = new Map();
  let wasAway = false;
  const write = async (next: Incidents): Promise<void> => {
    const all = redis.multi().del(key);
    if (next.size > 0) all.hset(key, Object.fromEntries([...next].map(([name, i]) => [name, JSON.stringify(i)])));
    await all.exec();
  };
  const shared = async (work: Work): Promise<void> => {
    const theirs = parsed(await redis.hgetall(key));
    // What this replica learned while Redis was away is known to nobody else yet.
    own = wasAway ? new Map([...theirs, ...own]) : theirs;
    await work(own, async (next) => {
      own = next;
      await write(next);
      wasAway = false;
    });
  };
  const lonely = async (work: Work): Promise<void> => {
    wasAway = true;
    await work(own, (next) => Promise.resolve(void (own = next)));
  };
  return {
    alone: async (work) => {
      const token = randomUUID();
      const taken = await redis.set(lock, token, 'PX', HELD_MS, 'NX').catch(() => null);
      if (taken === null && redis.status === 'ready') return false;
      if (taken === null) await lonely(work);
      else await shared(work).finally(() => redis.eval(RELEASE, 1, lock, token).catch(() => undefined)); // otherwise it expires by itself
      return true;
    },
  };
}
