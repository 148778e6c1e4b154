/**
 * The `archive` job: rolls off what is older than it may be, then the oldest until
 * the rest fits. In short statements: a killed one leaves less to do for the next.
 */
import { done } from '#queues/outcome.js';
import type { Context, Handler } from '../context.js';
import type { ArchiveConfig } from './config.js';

const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;
const ROWS_AT_ONCE = 2_000;

async function forget(beforeMs: number, { store, signal }: Pick<Context, 'store' | 'signal'>): Promise<number> {
  let rows = 0;
  for (let gone = 1; gone > 0; rows += gone) {
    signal.throwIfAborted();
    gone = await store.archive.forget(beforeMs, ROWS_AT_ONCE);
  }
  return rows;
}

/** @returns rows forgotten. An archive that was switched off still forgets what it kept. */
export const archiveWith =
  ({ ARCHIVE_DAYS, ARCHIVE_MAX_MB }: ArchiveConfig): Handler<'archive'> =>
  async (_payload, ctx) => {
    let rows = await forget(ctx.clock.nowMs() - ARCHIVE_DAYS * DAY_MS, ctx);
    const cut = await ctx.store.archive.cutFor(ARCHIVE_MAX_MB * MEGABYTE);
    if (cut !== null) rows += await forget(cut, ctx);
    if (rows > 0) ctx.log.info({ rows, ...(cut === null ? {} : { full: true, keptFrom: new Date(cut).toISOString() }) }, 'old answers are rolled off');
    return done(rows);
  };
