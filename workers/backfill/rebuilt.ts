/** Chunks of indicators and of features: computed again from what is stored, as the live chain computed it. */
import { done, type Outcome } from '#queues/outcome.js';
import { rebuildFeatures } from '../rebuild/features.js';
import { rebuildIndicators } from '../rebuild/indicators.js';
import type { RebuildContext, Stretch, Timeframe } from '../rebuild/rebuild.js';
import type { Context } from '../context.js';
import type { ChunkRun } from './chunk.js';
import { slotsFirst } from './slots-first.js';

const stretchOf = ({ chunk }: ChunkRun): Stretch => ({ symbols: chunk.symbols, from: chunk.from_time.getTime(), to: chunk.to_time.getTime() });

/** A rebuild's line to the ledger: after every page it tells how far it is, and asks whether to go on. */
function contextOf(run: ChunkRun, ctx: Context): RebuildContext {
  let rows = 0;
  const progress = async (stored: number): Promise<void> => {
    rows += stored;
    await run.tell(Math.min(rows, run.chunk.rows_expected));
    await run.goOn();
  };
  return { store: ctx.store, clock: ctx.clock, sourcePrefix: ctx.sourcePrefix, signal: ctx.signal, jobId: ctx.job.id, progress, giveWay: () => slotsFirst(ctx) };
}

/** Rows that the ledger did not foresee (what follows a bar that was filled in) are not rows of the stretch. */
const ended = ({ chunk }: ChunkRun, rows: number): Outcome => done(Math.min(rows, chunk.rows_expected));

export async function indicators(run: ChunkRun, ctx: Context): Promise<Outcome> {
  const { rows } = await rebuildIndicators({ ...stretchOf(run), timeframe: run.chunk.timeframe as Timeframe }, contextOf(run, ctx));
  return ended(run, rows);
}

export async function features(run: ChunkRun, ctx: Context): Promise<Outcome> {
  const { rows } = await rebuildFeatures(stretchOf(run), contextOf(run, ctx));
  return ended(run, rows);
}
