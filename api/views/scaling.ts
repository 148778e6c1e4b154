/**
 * How much work has a pool? The figure an autoscaler reads, from `queues/demand.ts`,
 * which says what counts. Refuses to answer while Redis cannot be read: a zero
 * would scale the farm in during an outage.
 */
import { z } from 'zod';
import { demandOf, readDepths } from '#queues/demand.js';
import { poolNames, queues, queuesOf, type PoolName } from '#queues/topology.js';
import type { ApiContext } from '../context.js';
import { ApiError, unavailable } from '../errors.js';
import { count, named } from './fields.js';
import { within } from './health.js';

export const scalingAnswer = named(
  'Scaling',
  'How much work a pool has',
  z.strictObject({
    pool: z.enum(poolNames),
    demand: count('jobs that run, and jobs that could: what to divide by `slots_per_process` or a multiple of it'),
    slots_per_process: count('jobs one worker process runs at the same time'),
    queues: z.record(z.string(), z.strictObject({ active: count('jobs that run'), ready: count('jobs that could run now; those of a paused queue could not'), paused: z.boolean() })).describe('by queue of the pool'),
  }),
);
export type ScalingView = z.infer<typeof scalingAnswer>;

type ScalingContext = Pick<ApiContext, 'redis' | 'producer' | 'log'>;
export type Depths = Awaited<ReturnType<typeof readDepths>>;

/** @throws ApiError DATA_NOT_AVAILABLE naming the pools there are. */
export function poolNamed(name: string): PoolName {
  const pool = poolNames.find((p) => p === name);
  if (!pool) throw new ApiError('DATA_NOT_AVAILABLE', `there is no pool ${name.slice(0, 60)}; there are ${poolNames.join(', ')}`, { details: { pools: poolNames } });
  return pool;
}

/** Depths of every queue. @param realMs wall-clock ms. @throws ApiError SERVICE_UNAVAILABLE. */
export async function depthsNow({ redis, producer, log }: ScalingContext, realMs: number): Promise<Depths> {
  try {
    // Our own connection says at once that Redis is away; BullMQ's would wait for it.
    await redis.ping();
    return await within(readDepths(producer, realMs));
  } catch (error) {
    log.warn({ err: error instanceof Error ? error.message : error }, 'the queues could not be read for an autoscaler');
    throw unavailable('the queues cannot be read: keep the replicas you have');
  }
}

export function scalingView(pool: PoolName, depths: Depths): ScalingView {
  const own = queuesOf(pool);
  const view = ({ active, paused, waiting, prioritized, delayedDue }: Depths[(typeof own)[number]]) => ({ active, ready: paused ? 0 : waiting + prioritized + delayedDue, paused });
  return {
    pool,
    demand: demandOf(depths, pool),
    slots_per_process: own.reduce((sum, q) => sum + queues[q].concurrency, 0),
    queues: Object.fromEntries(own.map((q) => [q, view(depths[q])])),
  };
}
