/** The stream of work: the end of every slot, and every few seconds how much waits in each queue, read once for all who follow. */
import { demandOf, readDepths } from '#queues/demand.js';
import { poolNames, queueNames } from '#queues/topology.js';
import { realNowMs } from '#queues/runtime/clock.js';
import type { ApiContext } from '../context.js';

export const QUEUE_DEPTH = 'queue_depth';
const EVERY_MS = 5_000;

/** What waits, what runs and what failed in each queue, and the demand of each pool. @throws where Redis does not answer. */
export async function queueDepth({ producer, clock }: Pick<ApiContext, 'producer' | 'clock'>): Promise<object> {
  const depths = await readDepths(producer, realNowMs());
  return {
    timestamp: clock.now().toISOString(),
    queues: Object.fromEntries(queueNames.map((name) => {
      const { waiting, prioritized, active, delayed, failed, paused, oldestReadyAgeSeconds } = depths[name];
      return [name, { ready: waiting + prioritized, active, delayed, failed, paused, oldest_ready_age_seconds: oldestReadyAgeSeconds }];
    })),
    pools: Object.fromEntries(poolNames.map((pool) => [pool, demandOf(depths, pool)])),
  };
}

/** Shorter than the pause, so that whoever told last does not keep the next from it. */
const HELD_MS = EVERY_MS - 500;

/**
 * Reads only while somebody follows, and once for all replicas: the one that is first tells the clients of all of them.
 * An outage of Redis is silence: no number is better than a wrong one.
 * @returns a function that stops it.
 */
export function tellDepth(ctx: ApiContext, isFollowed: () => boolean, tell: (depth: object) => void): () => void {
  const look = async (): Promise<void> => {
    if (!isFollowed()) return;
    const isFirst = await ctx.redis.set(`${ctx.prefix}:depth-told`, '1', 'PX', HELD_MS, 'NX');
    if (isFirst) tell(await queueDepth(ctx));
  };
  const timer = setInterval(() => void look().catch((error: unknown) => ctx.log.debug({ err: error }, 'queue depth')), EVERY_MS);
  return () => clearInterval(timer);
}
