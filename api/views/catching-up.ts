/** What is being caught up with: the jobs of the pool that repairs and fills in, and how the slots of the last day ended. */
import { z } from 'zod';
import type { Producer } from '#queues/producer.js';
import { queuesOf, type QueueName } from '#queues/topology.js';
import type { Settlement } from '#workers/store/index.js';
import { count, maybe } from './fields.js';

const STATES = ['active', 'waiting-children', 'prioritized', 'waiting', 'delayed'] as const;
const MOST_JOBS = 20;
const SECONDS = 1_000;

export const workShape = z.strictObject({
  id: z.string(),
  queue: z.string(),
  state: z.enum(STATES),
  progress: maybe(z.number().min(0).max(1).describe('how far it is; null where the job does not say')),
  since_seconds: z.number().min(0).describe('since it began, or since it was added while it waits'),
});
export type Work = z.infer<typeof workShape>;
export const dayShape = z.strictObject({ done: count('slots whole'), partial: count('slots that lack symbols'), missed: count('slots with nothing'), pending: count('slots under way'), repaired: count('of all, those that needed a repair') });

/** A job says a percentage, or what it has done of how much. */
function shareOf(progress: unknown): number | null {
  const { done, total } = (typeof progress === 'object' && progress !== null ? progress : {}) as { done?: unknown; total?: unknown };
  const share = typeof progress === 'number' ? progress / 100 : Number(done) / Number(total);
  return Number.isFinite(share) && share >= 0 && progress !== 0 ? Math.min(1, share) : null;
}

async function jobsOf(producer: Pick<Producer, 'queue'>, queue: QueueName, realMs: number): Promise<Work[]> {
  const byState = await Promise.all(STATES.map(async (state) => ({ state, jobs: await producer.queue(queue).getJobs([state], 0, MOST_JOBS - 1, true) })));
  return byState.flatMap(({ state, jobs }) => jobs.filter(Boolean).map((j) => ({ id: j.id ?? '', queue, state, progress: shareOf(j.progress), since_seconds: Math.max(0, Math.round((realMs - (j.processedOn ?? j.timestamp)) / SECONDS)) })));
}

/** What runs first, then what waits; at most twenty. @param realMs wall-clock ms. */
export async function catchingUp(producer: Pick<Producer, 'queue'>, realMs: number): Promise<Work[]> {
  const all = (await Promise.all(queuesOf('backfill').map((q) => jobsOf(producer, q, realMs)))).flat();
  return all.sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state)).slice(0, MOST_JOBS);
}

export function dayOf(settlements: readonly Settlement[]): z.infer<typeof dayShape> {
  const of = (state: string): number => settlements.filter((s) => s.state === state).length;
  return { done: of('done'), partial: of('partial'), missed: of('missed'), pending: of('pending'), repaired: settlements.filter((s) => s.repairs > 0).length };
}
