/**
 * Opens what is due beside the main chain, in the same order as the chain: first
 * the ledger, then the work. What is off is written down as such, with the reason.
 */
import { datasets, sideDatasets, type DatasetName } from '#queues/datasets.js';
import { sideFlows, workOf, type SideWork } from '#queues/flows/side.js';
import { slotAt } from '#queues/slot.js';
import type { Context } from '../context.js';

type Opening = Pick<Context, 'store' | 'producer' | 'clock'> & { job: { id: string } };

/** Why a dataset is off; undefined when it is on. */
export type Off = (dataset: DatasetName) => string | undefined;

/**
 * Opens the newest slot of every dataset that is not open yet: those due at this
 * very slot, and at a farm's start the one that is under way.
 */
export async function openSide(ctx: Opening, at: number, chunks: readonly string[][], off: Off): Promise<void> {
  const opened = await ctx.store.ledger.newestSlots(sideDatasets);
  const due = sideDatasets.map((dataset) => ({ dataset, slot: slotAt(at, datasets[dataset].every) })).filter(({ dataset, slot }) => slot > (opened.get(dataset) ?? -Infinity));
  const work: SideWork[] = [];
  for (const { dataset, slot } of due) {
    const reason = off(dataset);
    if (reason) await settleAs(ctx, { dataset, slot, chunk: 1 }, 'off', reason);
    else work.push(...workOf(dataset, slot, chunks));
  }
  if (work.length === 0) return;
  const opened_at = ctx.clock.now();
  await ctx.store.ledger.open(work.map((w) => ({ dataset: w.dataset, slot: new Date(w.slot), chunk: w.chunk, symbols: [...w.symbols], opened_at })));
  for (const flow of sideFlows(work)) await ctx.producer.addFlow(flow);
}

/** Writes down what became of work that no job did. */
export async function settleAs(ctx: Pick<Opening, 'store' | 'clock' | 'job'>, key: { dataset: DatasetName; slot: number; chunk: number }, state: 'off' | 'missed', reason: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.store.ledger.settle({ ...key, state, rows: 0, missing: [], reason, jobId: ctx.job.id, startedAt: now, finishedAt: now });
}
