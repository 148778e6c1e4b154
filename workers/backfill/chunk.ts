/**
 * The handler of a chunk: looks its work up in the ledger and does the stage it
 * is of. A pause or a cancel is noticed between two pages; what is stored by then
 * stays, and the chunk goes on from there.
 */
import { skip } from '#queues/outcome.js';
import type { Outcome } from '#queues/outcome.js';
import type { Stage } from '#queues/backfills/stages.js';
import type { Context, Handler } from '../context.js';
import type { BackfillChunkRow, BackfillRow } from '../store/tables/backfills.js';
import { candles } from './candles.js';
import { prepareTables } from './prepare.js';
import { features, indicators } from './rebuilt.js';
import { slotsFirst } from './slots-first.js';

/** A chunk being done, and its line to the ledger. */
export interface ChunkRun {
  chunk: BackfillChunkRow;
  backfill: BackfillRow;
  /** Rows of its stretch that are in the store so far. */
  tell(rows: number): Promise<void>;
  /** Returns when no slot is in work. @throws Stopped once its backfill is paused or over; the signal's reason once the job must end. */
  goOn(): Promise<void>;
}

export type DoStage = (run: ChunkRun, ctx: Context) => Promise<Outcome>;

/** The backfill was paused or cancelled while the chunk ran. */
class Stopped extends Error {}

const stagesDone: Readonly<Record<Stage, DoStage>> = { candles, indicators, features };

export const backfillChunk: Handler<'backfill-chunk'> = async (payload, ctx) => {
  const key = { backfill: payload.backfill, chunk: payload.chunk };
  const begun = await ctx.store.backfills.begin(key, ctx.job.id, ctx.clock.now());
  if (!begun) return skip('its backfill is paused or over, or the chunk is settled');
  await prepareTables(ctx, begun.backfill);
  const run: ChunkRun = {
    ...begun,
    tell: (rows) => ctx.store.backfills.tell(key, rows),
    goOn: async () => {
      ctx.signal.throwIfAborted();
      await slotsFirst(ctx);
      if (!(await ctx.store.backfills.isOpen(key.backfill))) throw new Stopped();
    },
  };
  try {
    return await stagesDone[begun.chunk.stage](run, ctx);
  } catch (error) {
    if (error instanceof Stopped) return skip('its backfill was paused or cancelled while it ran');
    throw error;
  }
};
