/**
 * Features of a stretch of history: every slot of it, by the functions of the live
 * chain, from what is stored with `available_at` up to the slot; bars with what they
 * said before later restatements (`former.ts`). What was stored later than it could be
 * known (a bar that was filled in) is known to a rebuilt slot, and was not to the live
 * one.
 */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { BASE_CADENCE } from '#queues/datasets.js';
import { cadenceMs, slotsBetween } from '#queues/slot.js';
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { loadInputs } from '../processors/features/load.js';
import { isKnown } from '../processors/features/row.js';
import { computedOf } from '../processors/features/run.js';
import type { Span } from '../store/index.js';
import type { ComputedFeatures } from '../store/tables/features.js';
import { readAhead } from './ahead.js';
import type { Rebuilt, RebuildContext, Stretch } from './rebuild.js';

/** Rows handed to the store at a time. */
const ROWS_AT_ONCE = 2_000;
/** Rows whose inputs are in memory at a time: a whole chunk of a backfill, some 50 MiB. */
const ROWS_READ_AT_ONCE = 20_000;
const HOUR = TIMEFRAME_MS['1h'];

async function save(rows: ComputedFeatures[], { store, progress, signal }: RebuildContext): Promise<number> {
  signal.throwIfAborted();
  if (rows.length === 0) return 0;
  const accepted = await store.features.fill(rows);
  await progress(accepted);
  return accepted;
}

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
async function* slotsOf(stretch: Stretch, ctx: RebuildContext): AsyncGenerator<ComputedFeatures[]> {
  const stamp = { clock: ctx.clock, sourcePrefix: ctx.sourcePrefix, job: { id: ctx.jobId } };
  for (const span of windowsOf(stretch)) {
    ctx.signal.throwIfAborted();
    const reads = await readAhead(ctx, stretch.symbols, span);
    for (const slot of slotsBetween(span.fromMs, span.toMs, BASE_CADENCE)) {
      ctx.signal.throwIfAborted();
      yield (await loadInputs(reads, stretch.symbols, slot)).filter(isKnown).map((inputs) => computedOf(inputs, stamp));
      await yieldToEventLoop();
    }
  }
}

/**
 * While the store takes rows in, the next ones are computed.
 * @returns rows written: one for each slot and symbol of which anything was known.
 */
export async function rebuildFeatures(stretch: Stretch, ctx: RebuildContext): Promise<Rebuilt> {
  if (stretch.symbols.length === 0) return { rows: 0 };
  const rows: ComputedFeatures[] = [];
  let stored = 0;
  let writing: Promise<number> = Promise.resolve(0);
  try {
    for await (const slot of slotsOf(stretch, ctx)) {
      rows.push(...slot);
      if (rows.length < (ctx.rowsAtOnce ?? ROWS_AT_ONCE)) continue;
      stored += await writing;
      writing = save(rows.splice(0), ctx);
      // What fails meanwhile is thrown where it is waited for.
      void Promise.allSettled([writing]);
    }
    stored += await writing;
    return { rows: stored + (await save(rows, ctx)) };
  } finally {
    await Promise.allSettled([writing]);
  }
}
