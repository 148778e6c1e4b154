/**
 * The two handlers of ml_features. `features` is the slot's root: it fans out
 * one `featureChunk` per chunk and settles the slot when they have finished.
 * A chunk loads, computes and saves; running it again writes the same rows.
 */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { DatasetName } from '#queues/datasets.js';
import { featureChunks } from '#queues/flows/refresh.js';
import { jobs, type Payload } from '#queues/jobs/index.js';
import { awaitChildren, done, type Missing, type Outcome } from '#queues/outcome.js';
import type { Context, Handler } from '../../context.js';
import type { ComputedFeatures } from '../../store/tables/features.js';
import type { LedgerRow } from '../../store/tables/ledger.js';
import type { FeatureInputs } from './feature.js';
import { FEATURE_VERSION } from './index.js';
import { loadInputs } from './load.js';
import { ROWS_A_BATCH } from './loops.js';
import { featureNumbers, listOfFeatures } from './numbers.js';
import { isKnown, trustIn, type Trust } from './row.js';

export const features: Handler<'features'> = (payload, ctx) => (ctx.job.childrenDone ? settleSlot(payload, ctx) : fanOut(payload, ctx));

async function fanOut(payload: Payload<'features'>, { producer, job }: Context): Promise<Outcome> {
  for (const node of featureChunks(payload)) await producer.addChild(node, { id: job.id, queue: job.queueKey });
  return awaitChildren;
}

/**
 * Sums up the slot as the ledger has it. A chunk that never finished is missing
 * whole, and features computed without the slot's bar are not the last word
 * either: both keep the slot incomplete, so that it is repaired.
 */
async function settleSlot(payload: Payload<'features'>, ctx: Context): Promise<Outcome> {
  const { slot, chunks } = payload;
  const failed = byId(await ctx.job.failedChildren());
  const ledger = await ctx.store.ledger.between(slot, slot + 1);
  const rowOfChunk = (dataset: DatasetName, chunk: number) => ledger.find((row) => row.dataset === dataset && row.chunk === chunk);
  let rows = 0;
  const missing = new Map<string, Missing>();
  for (const [i, symbols] of chunks.entries()) {
    const chunk = i + 1;
    const stored = rowOfChunk('ml_features', chunk);
    rows += stored?.rows_written ?? 0;
    const unbarred = missingOf(rowOfChunk('technical_indicators', chunk), symbols, undefined);
    const unstored = missingOf(stored, symbols, failed[jobs['feature-chunk'].id({ ...payload, chunk, symbols })]);
    for (const m of [...unbarred, ...unstored]) missing.set(m.symbol, m);
  }
  await ctx.landed({ kind: 'slot_complete', dataset: 'ml_features', slot, chunk: 0, rows, symbols: [] });
  return done(rows, [...missing.values()]);
}

/** BullMQ names a child by its whole key: the prefix, the queue, its id. */
const byId = (children: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(children).map(([key, reason]) => [key.slice(key.lastIndexOf(':') + 1), reason]));

/** What an earlier round has done of a chunk that failed in this one was made of what was known then: it is not this round's. */
function missingOf(row: LedgerRow | undefined, symbols: readonly string[], failure: string | undefined): Missing[] {
  if (!failure && (row?.state === 'done' || row?.state === 'partial')) return row.missing;
  const reason = failure ?? row?.reason ?? 'the chunk did not finish';
  return symbols.map((symbol) => ({ symbol, reason }));
}

export const featureChunk: Handler<'feature-chunk'> = async ({ slot, chunk, symbols }, ctx) => {
  const inputs = await loadInputs(ctx.store, symbols, slot);
  const known = inputs.filter(isKnown);
  const accepted = await ctx.store.features.fill(await computedOf(known, ctx, ctx.signal));
  if (accepted > 0) await ctx.landed({ kind: 'rows', dataset: 'ml_features', slot, chunk, rows: accepted, symbols: known.map(({ symbol }) => symbol) });
  const missing = inputs.filter((of) => !isKnown(of)).map(({ symbol }) => ({ symbol, reason: 'neither a price nor a bar within its age limit' }));
  return done(accepted, missing);
};

/** Who makes rows, and when: `job` is named in them. */
export type Stamp = Pick<Context, 'clock' | 'sourcePrefix'> & { job: { id: string } };

type Fixed = ComputedFeatures['fixed'];

/** What rows that are made together share. */
const sharedBy = ({ clock, job, sourcePrefix }: Stamp): Pick<Fixed, 'feature_version' | 'job_id' | 'ingested_at' | 'data_source'> => ({ feature_version: FEATURE_VERSION, job_id: job.id, ingested_at: clock.now(), data_source: `${sourcePrefix}features` });

const keyOf = (symbol: string, at: Date, { fillRatio, dataQualityScore, lineage }: Trust, { feature_version, job_id, ingested_at, data_source }: ReturnType<typeof sharedBy>): Fixed => ({ symbol, timestamp: at, feature_version, fill_ratio: fillRatio, data_quality_score: dataQualityScore, lineage, job_id, available_at: at, ingested_at, data_source });

/**
 * Rows of what is known at one slot, as they are stored from; the event loop gets its turn between two batches.
 * @param list where the numbers of a row go: one of its own where left out
 * @throws the signal's reason
 */
export async function computedOf(known: readonly FeatureInputs[], stamp: Stamp, signal: AbortSignal, list = listOfFeatures): Promise<ComputedFeatures[]> {
  const rows: ComputedFeatures[] = [];
  const shared = sharedBy(stamp);
  const slot = new Date(known[0]?.at ?? NaN);
  for (let from = 0; from < known.length; from += ROWS_A_BATCH) {
    await yieldToEventLoop();
    signal.throwIfAborted();
    const batch = known.slice(from, from + ROWS_A_BATCH);
    const lists = batch.map(() => list());
    featureNumbers(batch, lists);
    for (const [i, inputs] of batch.entries()) {
      const numbers = lists[i] as Float64Array;
      rows.push({ fixed: keyOf(inputs.symbol, slot, trustIn(inputs, numbers), shared), numbers });
    }
  }
  return rows;
}
