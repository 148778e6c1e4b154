/**
 * Features of a stretch of history: every slot of it, by the functions of the live
 * chain, from what is stored with `available_at` up to the slot; bars with what they
 * said before later restatements (`former.ts`). What was stored later than it could be
 * known (a bar that was filled in) is known to a rebuilt slot, and was not to the live
 * one.
 */
import { BASE_CADENCE } from '#queues/datasets.js';
import { cadenceMs, slotsBetween } from '#queues/slot.js';
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { loadInputs } from '../processors/features/load.js';
import { featureNames } from '../processors/features/index.js';
import { isKnown } from '../processors/features/row.js';
import { computedOf } from '../processors/features/run.js';
import type { Span } from '../store/index.js';
import type { ComputedFeatures } from '../store/tables/features.js';
import { readAhead } from './ahead.js';
import { Lists } from './lists.js';
import { Pages } from './pages.js';
import type { Rebuilt, RebuildContext, Stretch } from './rebuild.js';

/** Rows whose inputs are in memory at a time: a whole chunk of a backfill, some 50 MiB. */
const ROWS_READ_AT_ONCE = 20_000;
const HOUR = TIMEFRAME_MS['1h'];

/** Stretches of whole hours, each read at once: what is read by the hour is read once. */
function* windowsOf({ symbols, from, to }: Stretch): Generator<Span> {
  const length = Math.max(HOUR, Math.floor((ROWS_READ_AT_ONCE / symbols.length) * cadenceMs(BASE_CADENCE) / HOUR) * HOUR);
  for (let fromMs = from; fromMs < to; ) {
    const toMs = Math.min(to, Math.floor(fromMs / HOUR) * HOUR + length);
    yield { fromMs, toMs };
    fromMs = toMs;
  }
}

/** The rows of the stretch, slot by slot. */
async function* slotsOf(stretch: Stretch, ctx: RebuildContext, list: () => Float64Array): AsyncGenerator<ComputedFeatures[]> {
  const stamp = { clock: ctx.clock, sourcePrefix: ctx.sourcePrefix, job: { id: ctx.jobId } };
  for (const span of windowsOf(stretch)) {
    await ctx.giveWay?.();
    ctx.signal.throwIfAborted();
    const reads = await readAhead(ctx, stretch.symbols, span);
    for (const slot of slotsBetween(span.fromMs, span.toMs, BASE_CADENCE)) {
      ctx.signal.throwIfAborted();
      yield computedOf((await loadInputs(reads, stretch.symbols, slot)).filter(isKnown), stamp, ctx.signal, list);
    }
  }
}

/** @returns rows written: one for each slot and symbol of which anything was known. */
export async function rebuildFeatures(stretch: Stretch, ctx: RebuildContext): Promise<Rebuilt> {
  if (stretch.symbols.length === 0) return { rows: 0 };
  const lists = new Lists(featureNames.length);
  const pages = new Pages<ComputedFeatures>(ctx, (rows) => lists.lent(rows, ctx.store.features.fill(rows)));
  try {
    for await (const slot of slotsOf(stretch, ctx, lists.take)) await pages.add(slot);
    return { rows: await pages.end() };
  } finally {
    await pages.settled();
  }
}
