/**
 * The `gaps` job: compares what was expected with what is stored, dataset by
 * dataset, keeps the ledger of gaps true, and has what is missing repaired.
 * Running it twice, or killing it anywhere, changes nothing: the ledger is
 * written from what is found, and one hole has one repair at a time.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { datasets } from '#queues/datasets.js';
import { done } from '#queues/outcome.js';
import type { Context, Handler } from '../context.js';
import { gapDatasets, type GapDataset, type Timeframe } from '../store/index.js';
import type { GapRow } from '../store/tables/gaps.js';
import { extendExpected } from './expect.js';
import { begin, conclude, follow } from './heal.js';
import { settleGaps, type Look } from './settle.js';

/** How far back holes are looked for. */
const REACH_MS = 30 * 86_400_000;
const timeframes = Object.keys(TIMEFRAME_MS) as Timeframe[];

/** What comes every slot has one grid, what is made of bars one for each timeframe. */
const gridsOf = (dataset: GapDataset): Timeframe[] => (dataset === 'ohlc' || dataset === 'technical_indicators' ? timeframes : ['5m']);

/** A row is owed once it may no longer be late. */
function lookOf(dataset: GapDataset, timeframe: Timeframe, now: Date): Look {
  const stepMs = TIMEFRAME_MS[timeframe];
  const onGrid = (ms: number): number => Math.floor(ms / stepMs) * stepMs;
  const [from, to] = [onGrid(now.getTime() - REACH_MS) + stepMs, onGrid(now.getTime() - datasets[dataset].freshSeconds * 1_000)];
  return { dataset, timeframe, stepMs, from, to, now };
}

/** @returns the rows of the ledger that are new or have changed. */
async function lookAt(look: Look, known: readonly GapRow[], { store, signal }: Context): Promise<GapRow[]> {
  signal.throwIfAborted();
  const found = await store.gaps.missing(look.dataset, look.timeframe, look.from, look.to);
  return settleGaps(found, known.filter((r) => r.dataset === look.dataset && r.timeframe === look.timeframe), look);
}

/** Compares, and writes down what has changed. @returns how many gaps have. */
async function compare(ctx: Context, known: readonly GapRow[], now: Date): Promise<number> {
  let changed = 0;
  for (const dataset of gapDatasets) {
    for (const timeframe of gridsOf(dataset)) {
      const changes = await lookAt(lookOf(dataset, timeframe, now), known, ctx);
      // First what follows from them: a gap that is written down as healed is not looked at again.
      await follow(ctx, changes.filter((c) => c.state === 'healed'));
      await ctx.store.gaps.record(changes);
      tell(ctx, dataset, changes);
      changed += changes.length;
    }
  }
  return changed;
}

export const gaps: Handler<'gaps'> = async (_payload, ctx) => {
  await extendExpected(ctx);
  const now = ctx.clock.now();
  const changed = await compare(ctx, await ctx.store.gaps.known(now.getTime() - REACH_MS, now.getTime()), now);
  const concluded = await conclude(ctx, (await ctx.store.gaps.unfilled()).filter((g) => g.state === 'healing'));
  await ctx.store.gaps.record(concluded);
  const begun = await begin(ctx, await ctx.store.gaps.unfilled());
  await ctx.store.gaps.record(begun);
  return done(changed + concluded.length + begun.length);
};

function tell({ log }: Context, dataset: GapDataset, changes: readonly GapRow[]): void {
  const fresh = changes.filter((c) => c.state === 'open' && c.attempts === 0);
  const closed = changes.filter((c) => c.state === 'healed');
  if (fresh.length > 0) log.warn({ dataset, gaps: fresh.length, rows: fresh.reduce((sum, g) => sum + g.missing, 0), symbols: new Set(fresh.map((g) => g.symbol)).size }, 'rows are missing');
  if (closed.length > 0) log.info({ dataset, gaps: closed.length }, 'gaps are filled');
}
