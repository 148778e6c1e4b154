/** The tick: a scheduled job that names its own slot, opens it and adds its flow. */
import { BASE_CADENCE } from '#queues/datasets.js';
import { chunksOf } from '#queues/flows/chunks.js';
import { done, skip, snooze } from '#queues/outcome.js';
import { dueAt } from '#queues/schedule.js';
import { slotAt } from '#queues/slot.js';
import type { CollectorsConfig } from '../collectors/config.js';
import { offDataset } from '../collectors/off.js';
import type { Handler } from '../context.js';
import { universeOf, type Universe } from '../universe.js';
import { agreedNowMs } from './agreed.js';
import { openSide } from './open-side.js';
import { openSlot } from './open-slot.js';

/** A tick that is due may be a little early by another clock, farm ms. Much earlier, and the slot's bars have not closed. */
const EARLY_MS = 2_000;

export const createTick =
  (universe: Universe, collecting: CollectorsConfig): Handler<'tick'> =>
  async (payload, ctx) => {
    const slot = payload.slot ?? slotAt(dueAt(ctx.job.id, ctx.clock), BASE_CADENCE);
    const nowMs = await agreedNowMs(ctx);
    if (nowMs < slot - EARLY_MS) return snooze(slot - nowMs, 'the slot has not begun by the clock of Redis');
    const symbols = await universeOf(universe, ctx.store, slot);
    if (symbols.length === 0) return skip('the registry has no active symbol; run `npm run migrate` to seed it');
    const chunks = chunksOf(symbols, universe.chunkSymbols);
    await openSlot(ctx, slot, chunks, 'first');
    await openSide(ctx, slot, chunks, (dataset) => offDataset(dataset, collecting, ctx.upstream.missingKey));
    ctx.log.info({ slot: new Date(slot).toISOString(), symbols: symbols.length }, 'slot opened');
    return done(0);
  };
