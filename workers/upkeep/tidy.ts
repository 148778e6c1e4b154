/**
 * The upkeep of the tables, in farm time: partitions ahead, and what is older than
 * KEEP_DAYS allows goes. Whatever could not be done now is told, counted where it
 * matters, and tried again with the next run.
 */
import { done } from '#queues/outcome.js';
import type { Handler } from '../context.js';

/** @param days table → days its rows are kept, 0 for ever. */
export const createTidy =
  (days: ReadonlyMap<string, number>): Handler<'tidy'> =>
  async (_payload, ctx) => {
    const report = await ctx.store.retention.tidy(ctx.clock.nowMs(), days);
    for (const [table, partitions] of report.ahead) ctx.metrics.partitionsAhead.set({ table }, partitions);
    for (const what of report.done) ctx.log.info({ what }, 'tables tidied');
    if (report.problems.length > 0) ctx.log.warn({ problems: report.problems }, 'some tables could not be tidied now');
    return done(0);
  };
