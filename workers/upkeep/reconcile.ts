/**
 * The reconciler: compares timetable and ledger, and enqueues exactly what is
 * missing. It is why a flushed Redis, a failover or a night without workers
 * costs time and never a slot.
 */
import { chainDatasets, type DatasetName } from '#queues/datasets.js';
import { chunksOf } from '#queues/flows/chunks.js';
import { jobs } from '#queues/jobs/index.js';
import { roundSuffix } from '#queues/jobs/ids.js';
import { done, skip } from '#queues/outcome.js';
import { slotName } from '#queues/slot.js';
import type { CollectorsConfig } from '../collectors/config.js';
import { offDataset } from '../collectors/off.js';
import type { Context, Handler } from '../context.js';
import { universeOf, type Universe } from '../universe.js';
import { agreedNowMs } from './agreed.js';
import { settleAs } from './open-side.js';
import { openSlot } from './open-slot.js';
import { reconcileBackfills } from './reconcile-backfills.js';
import { HORIZON_MS, isHealable, planReconcile, type SlotWork } from './plan.js';
import { reconcileSide } from './reconcile-side.js';

/** Slots enqueued in one round; the rest follow a minute later. */
const MOST_PER_ROUND = 36;
/** A root that has been alive this long without settling is stuck: start another round beside it. */
const STUCK_MS = 20 * 60_000;
const LIVE_STATES = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

export const createReconcile =
  (universe: Universe, collecting: CollectorsConfig): Handler<'reconcile'> =>
  async (_payload, ctx) => {
    const nowMs = await agreedNowMs(ctx);
    await reconcileBackfills(ctx, nowMs);
    const firstSlot = await ctx.store.ledger.firstSlot();
    if (firstSlot === null) return skip('no slot has been opened yet');
    const [settlements, unwritten] = await Promise.all([ctx.store.ledger.settlements(nowMs - HORIZON_MS - 86_400_000, nowMs + 1), ctx.store.ledger.pendingSlots(chainDatasets, nowMs - HORIZON_MS, nowMs + 1)]);
    const { work, expired } = planReconcile(nowMs, firstSlot, settlements, unwritten);
    for (const slot of expired) await expire(ctx, slot);
    let enqueued = 0;
    for (const item of work) {
      if (enqueued === MOST_PER_ROUND) break;
      if (await enqueueAgain(ctx, universe, item, nowMs)) enqueued += 1;
    }
    const chunks = chunksOf(await universeOf(universe, ctx.store, nowMs), universe.chunkSymbols);
    await reconcileSide(ctx, nowMs, chunks, (dataset) => offDataset(dataset, collecting, ctx.upstream.missingKey));
    return done(0);
  };

/** @returns false when the slot is being worked on, or nothing can heal it. */
async function enqueueAgain(ctx: Context, universe: Universe, item: SlotWork, nowMs: number): Promise<boolean> {
  if (await isBeingWorkedOn(ctx, item, nowMs)) return false;
  const rows = await ctx.store.ledger.ofDatasets(chainDatasets, item.slot, item.slot + 1);
  if (item.why === 'incomplete' && !isHealable(rows)) return false;
  const recorded = rows.filter((r) => r.dataset === 'technical_indicators').sort((a, b) => a.chunk - b.chunk);
  const chunks = recorded.length > 0 ? recorded.map((r) => r.symbols) : chunksOf(await universeOf(universe, ctx.store, item.slot), universe.chunkSymbols);
  if (chunks.length === 0) return false;
  await openSlot(ctx, item.slot, chunks, mayStillTick(item, nowMs) ? 'first' : 'repair');
  ctx.log.warn({ slot: new Date(item.slot).toISOString(), why: item.why, repairs: item.repairs }, 'slot enqueued again');
  return true;
}

/**
 * The tick of a young slot may only be late. Both ask for the same jobs then, whoever is first: of two rounds side by
 * side the one that had read the older bars could write last.
 */
const mayStillTick = ({ slot, why }: SlotWork, nowMs: number): boolean => why === 'never opened' && nowMs - slot < STUCK_MS;

/** Redis may still be at it; only a job it has forgotten, or one that is stuck, is enqueued again. */
async function isBeingWorkedOn(ctx: Context, item: SlotWork, nowMs: number): Promise<boolean> {
  if (item.why === 'incomplete' || nowMs - item.slot > STUCK_MS + item.repairs * STUCK_MS) return false;
  const id = `features.${slotName(item.slot)}${roundSuffix(item.repairs)}`;
  return LIVE_STATES.has(await ctx.producer.stateOf(item.repairs === 0 ? jobs.features.queue : 'repair', id));
}

async function expire(ctx: Context, slot: number): Promise<void> {
  const reason = `not done within ${HORIZON_MS / 3_600_000} h; rebuild it with a backfill`;
  for (const { dataset, chunk, state } of await ctx.store.ledger.ofDatasets(chainDatasets, slot, slot + 1)) {
    if (state !== 'pending') continue;
    await settleAs(ctx, { dataset: dataset as DatasetName, slot, chunk }, 'missed', reason);
  }
}
