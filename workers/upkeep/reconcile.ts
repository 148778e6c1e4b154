/**
 * The reconciler: compares timetable and ledger, and enqueues exactly what is
 * missing. It is why a flushed Redis, a failover or a night without workers
 * costs time and never a slot.
 */
import { chunksOf } from '#queues/flows/chunks.js';
import { jobs } from '#queues/jobs/index.js';
import { roundSuffix } from '#queues/jobs/ids.js';
import { done, skip } from '#queues/outcome.js';
import { slotName } from '#queues/slot.js';
import type { Context, Handler } from '../context.js';
import { universeOf, type Universe } from '../universe.js';
import { openSlot } from './open-slot.js';
import { HORIZON_MS, planReconcile, type SlotWork } from './plan.js';

/** Slots enqueued in one round; the rest follow a minute later. */
const MOST_PER_ROUND = 36;
/** A root that has been alive this long without settling is stuck: start another round beside it. */
const STUCK_MS = 20 * 60_000;
const LIVE_STATES = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

export const createReconcile =
  (universe: Universe): Handler<'reconcile'> =>
  async (_payload, ctx) => {
    const nowMs = ctx.clock.nowMs();
    const firstSlot = await ctx.store.ledger.firstSlot();
    if (firstSlot === null) return skip('no slot has been opened yet');
    const rows = await ctx.store.ledger.between(nowMs - HORIZON_MS - 86_400_000, nowMs + 1);
    const { work, expired } = planReconcile(nowMs, firstSlot, rows);
    for (const slot of expired) await expire(ctx, slot, rows.filter((r) => r.slot.getTime() === slot && r.state === 'pending'));
    let enqueued = 0;
    for (const item of work) {
      if (enqueued === MOST_PER_ROUND) break;
      if (await isBeingWorkedOn(ctx, item, nowMs)) continue;
      const recorded = rows.filter((r) => r.slot.getTime() === item.slot && r.dataset === 'technical_indicators').sort((a, b) => a.chunk - b.chunk);
      const chunks = recorded.length > 0 ? recorded.map((r) => r.symbols) : chunksOf(await universeOf(universe, ctx.store, item.slot), universe.chunkSymbols);
      if (chunks.length === 0) continue;
      await openSlot(ctx, item.slot, chunks, (await ctx.store.ledger.beginRepair(item.slot)) || 1);
      enqueued += 1;
      ctx.log.warn({ slot: new Date(item.slot).toISOString(), why: item.why, repairs: item.repairs }, 'slot enqueued again');
    }
    return done(0);
  };

/** Redis may still be at it; only a job it has forgotten, or one that is stuck, is enqueued again. */
async function isBeingWorkedOn(ctx: Context, item: SlotWork, nowMs: number): Promise<boolean> {
  if (item.why === 'incomplete' || nowMs - item.slot > STUCK_MS + item.repairs * STUCK_MS) return false;
  const id = `features.${slotName(item.slot)}${roundSuffix(item.repairs)}`;
  return LIVE_STATES.has(await ctx.producer.stateOf(item.repairs === 0 ? jobs.features.queue : 'repair', id));
}

async function expire(ctx: Context, slot: number, pending: { dataset: string; chunk: number }[]): Promise<void> {
  const now = ctx.clock.now();
  const reason = `not done within ${HORIZON_MS / 3_600_000} h; rebuild it with a backfill`;
  for (const { dataset, chunk } of pending) {
    await ctx.store.ledger.settle({ dataset: dataset as never, slot, chunk, state: 'missed', rows: 0, missing: [], reason, jobId: ctx.job.id, startedAt: now, finishedAt: now });
  }
}
