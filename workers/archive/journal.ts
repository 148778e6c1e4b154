/**
 * Runs of jobs that make rows of rows are kept as runs of collectors are: with
 * what they were told that no table keeps, the clock and the cursors. A handler is
 * a pure function of the tables and of that, so the run can be done again.
 */
import type { JobName, Payload } from '#queues/jobs/index.js';
import type { Clock } from '#queues/runtime/clock.js';
import { sources } from '#queues/sources.js';
import type { Context, Handler } from '../context.js';
import type { Told } from '../store/tables/archive.js';

/** Jobs with a slot and a chunk, whose rows are made of rows. */
export const processJobs = ['indicators', 'feature-chunk', 'sentiment', 'narratives', 'patterns', 'signals', 'regime'] as const satisfies readonly JobName[];
export type ProcessJob = (typeof processJobs)[number];

/** A clock that writes down what it says. */
function listening(clock: Clock, said: number[]): Clock {
  const nowMs = (): number => {
    const ms = clock.nowMs();
    said.push(ms);
    return ms;
  };
  return { speed: clock.speed, nowMs, now: () => new Date(nowMs()), toReal: (ms) => clock.toReal(ms), toFarm: (ms) => clock.toFarm(ms), sleep: (ms, signal) => clock.sleep(ms, signal) };
}

/** The same surroundings; what they tell is added to `told`. Repositories stay the same objects: memories are kept by them. */
function overheard(ctx: Context, told: Told): Context {
  const cursors = {
    ...ctx.store.cursors,
    of: async (source: string) => {
      const found = await ctx.store.cursors.of(source);
      if (!Object.hasOwn(sources, source)) told.cursors[source] ??= Object.fromEntries(found); // those of sources stand in collect_runs
      return found;
    },
  };
  // By hand, not by spreading: the context makes its log and its signal when they are first asked for.
  const { clock, store } = ctx;
  return Object.create(ctx, { clock: { value: listening(clock, told.clock), enumerable: true }, store: { value: { ...store, cursors }, enumerable: true } }) as Context;
}

/** The handler, its runs kept once their rows are stored. Without an archive it is the handler itself. */
export const journaled =
  <N extends ProcessJob>(job: N, handler: Handler<N>): Handler<N> =>
  async (payload: Payload<N>, ctx) => {
    const { archive } = ctx;
    if (!archive) return handler(payload, ctx);
    const told: Told = { payload, sourcePrefix: ctx.sourcePrefix, clock: [], cursors: {} };
    const beganAt = ctx.clock.nowMs();
    const keep = (outcome: string): Promise<void> =>
      archive.processed({ job, slot: payload.slot, chunk: payload.chunk, jobId: ctx.job.id, attempt: ctx.job.attempt, beganAt, endedAt: ctx.clock.nowMs(), outcome, told });
    try {
      const outcome = await handler(payload, overheard(ctx, told));
      await keep(outcome.kind);
      return outcome;
    } catch (error) {
      // What it had stored by then stays, so the run counts; where it cannot be kept, its own error says more.
      await keep('failed').catch((failed: unknown) => ctx.log.warn({ err: (failed as Error).message }, 'a failed run is not on record'));
      throw error;
    }
  };
