/**
 * Features of a stretch of history: every slot of it, by the functions of the live
 * chain, from what is stored with `available_at` up to the slot. What was stored
 * later than it could be known (a bar that was filled in) is known to a rebuilt
 * slot, and was not to the live one.
 */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { BASE_CADENCE } from '#queues/datasets.js';
import { slotsBetween } from '#queues/slot.js';
import { loadInputs } from '../processors/features/load.js';
import { isKnown } from '../processors/features/row.js';
import { rowOf } from '../processors/features/run.js';
import type { FeatureRow } from '../store/tables/features.js';
import type { Rebuilt, RebuildContext, Stretch } from './rebuild.js';

/** Rows handed to the store at a time. */
const ROWS_AT_ONCE = 1_000;

async function save(rows: FeatureRow[], { store, progress, signal }: RebuildContext): Promise<number> {
  signal.throwIfAborted();
  if (rows.length === 0) return 0;
  const accepted = await store.features.upsert(rows);
  await progress(accepted);
  return accepted;
}

/** @returns rows written: one for each slot and symbol of which anything was known. */
export async function rebuildFeatures({ symbols, from, to }: Stretch, ctx: RebuildContext): Promise<Rebuilt> {
  const stamp = { clock: ctx.clock, sourcePrefix: ctx.sourcePrefix, job: { id: ctx.jobId } };
  const rows: FeatureRow[] = [];
  let stored = 0;
  for (const slot of slotsBetween(from, to, BASE_CADENCE)) {
    ctx.signal.throwIfAborted();
    for (const inputs of await loadInputs(ctx.store, symbols, slot)) if (isKnown(inputs)) rows.push(rowOf(inputs, stamp));
    if (rows.length >= (ctx.rowsAtOnce ?? ROWS_AT_ONCE)) stored += await save(rows.splice(0), ctx);
    await yieldToEventLoop();
  }
  return { rows: stored + (await save(rows, ctx)) };
}
