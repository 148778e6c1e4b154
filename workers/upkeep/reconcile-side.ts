/** The reconciler's hands for side work: opens, enqueues again and writes off what `plan-side.ts` names. */
import { sideDatasets, type DatasetName } from '#queues/datasets.js';
import { placeOf, sideJob, workOf, type SideWork } from '#queues/flows/side.js';
import type { Context } from '../context.js';
import type { LedgerRow } from '../store/tables/ledger.js';
import { settleAs, type Off } from './open-side.js';
import { planSide } from './plan-side.js';

const LOOK_BACK_MS = 3 * 86_400_000;
const LIVE_STATES = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

const workIn = (r: LedgerRow): SideWork => ({ dataset: r.dataset as DatasetName, slot: r.slot.getTime(), chunk: r.chunk, symbols: r.symbols });

/** @param nowMs farm ms. @param chunks the symbols by chunk, should a slot have to be opened. */
export async function reconcileSide(ctx: Context, nowMs: number, chunks: readonly string[][], off: Off): Promise<void> {
  const names = sideDatasets.filter((d) => off(d) === undefined);
  const plan = planSide(nowMs, names, await ctx.store.ledger.ofDatasets(names, nowMs - LOOK_BACK_MS, nowMs + 1));
  for (const row of plan.superseded) await settleAs(ctx, workIn(row), 'missed', 'not done while it was the newest slot; the next one reads what it would have');
  for (const { dataset, slot } of plan.open) for (const work of workOf(dataset, slot, chunks)) await enqueue(ctx, work, 0);
  for (const row of plan.again) if (!(await isAlive(ctx, row))) await enqueue(ctx, workIn(row), row.repairs + 1);
}

async function isAlive(ctx: Context, row: LedgerRow): Promise<boolean> {
  const place = placeOf(workIn(row), row.repairs);
  return LIVE_STATES.has(await ctx.producer.stateOf(place.queue, place.id));
}

async function enqueue(ctx: Context, work: SideWork, round: number): Promise<void> {
  if (round === 0) await ctx.store.ledger.open([{ dataset: work.dataset, slot: new Date(work.slot), chunk: work.chunk, symbols: [...work.symbols], opened_at: ctx.clock.now() }]);
  else await ctx.store.ledger.beginRepair(work.slot, [work.dataset], work.chunk);
  await ctx.producer.addFlow(sideJob(work, round));
  ctx.log.warn({ dataset: work.dataset, slot: new Date(work.slot).toISOString(), chunk: work.chunk, round }, 'side work enqueued again');
}
