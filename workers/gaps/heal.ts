/**
 * Has holes filled: files backfills of their stretches, and looks at what became
 * of those filed before. What is filed twice while unfinished is one backfill, so
 * this may be stopped anywhere.
 */
import { TIMEFRAME_MS, type Timeframe } from '#queues/timeframes.js';
import { unfinished } from '#queues/backfills/stages.js';
import { feedBackfills } from '../backfill/feed.js';
import type { Context } from '../context.js';
import type { GapRow } from '../store/tables/gaps.js';
import { planRepairs, type Repair } from './plan.js';
import { afterRepair, type Holes } from './verdict.js';

type Healing = Pick<Context, 'store' | 'producer' | 'clock' | 'log'>;

/** Chunks of one repair whose troubles are read. */
const MOST_TROUBLES = 200;

/** What the repair says of the rows it did not bring; null while it is at work. */
async function holesOf({ store }: Healing, id: string): Promise<Holes | null> {
  const backfill = await store.backfills.find(id);
  if (!backfill) return { permanent: [], reason: 'its repair has been forgotten' };
  if (unfinished.includes(backfill.state)) return null;
  const troubled = await store.backfills.troubled(id, MOST_TROUBLES);
  const permanent = troubled.flatMap((c) => c.missing.filter((m) => m.permanent).map((m) => ({ symbol: m.symbol, reason: m.reason, from: c.from_time.getTime(), to: c.to_time.getTime() })));
  return { permanent, reason: backfill.reason ?? troubled.find((c) => c.reason !== null)?.reason ?? null };
}

/** Gaps whose repair has ended, as they are after it. @param healing gaps that are still there. */
export async function conclude(ctx: Healing, healing: readonly GapRow[]): Promise<GapRow[]> {
  const holes = new Map<string, Holes | null>();
  for (const id of new Set(healing.map((g) => g.backfill_id ?? ''))) holes.set(id, await holesOf(ctx, id));
  return healing.flatMap((gap) => {
    const ended = holes.get(gap.backfill_id ?? '');
    return ended ? [afterRepair(gap, ended, ctx.clock.now())] : [];
  });
}

/** @returns the backfill's id, or why there can be none. */
async function fileRepair({ store, clock }: Healing, { dataset, timeframe, symbols, from, to }: Omit<Repair, 'gaps'>): Promise<{ id: string } | { reason: string }> {
  const timeframes = dataset === 'ml_features' ? {} : { timeframes: [timeframe as Timeframe] };
  try {
    return await store.backfills.file({ dataset, symbols, from, to, ...timeframes, only: true, origin: 'gap', askedBy: 'gaps' }, clock.now());
  } catch (error) {
    // The request itself is the matter: nothing of the stretch has ended, or it is too long.
    if (error instanceof RangeError) return { reason: error.message };
    throw error;
  }
}

/** Begins the repairs that are due. @param unfilled every gap that is open or healing. @returns the gaps that changed. */
export async function begin(ctx: Healing, unfilled: readonly GapRow[]): Promise<GapRow[]> {
  const changed: GapRow[] = [];
  for (const repair of planRepairs(unfilled, ctx.clock.nowMs())) {
    const filed = await fileRepair(ctx, repair);
    if ('id' in filed) changed.push(...repair.gaps.map((g): GapRow => ({ ...g, state: 'healing', backfill_id: filed.id })));
    else changed.push(...repair.gaps.map((g) => afterRepair(g, { permanent: [], reason: filed.reason }, ctx.clock.now())));
  }
  if (changed.length > 0) await feedBackfills(ctx);
  return changed;
}

/** Bars that a repair brought change what follows from them: their indicators are rebuilt, from the first one on where the live series departs. */
export async function follow(ctx: Healing, healed: readonly GapRow[]): Promise<void> {
  for (const { symbol, timeframe, since, until, dataset, backfill_id } of healed) {
    if (dataset !== 'ohlc' || backfill_id === null) continue;
    const step = TIMEFRAME_MS[timeframe as Timeframe];
    const filed = await fileRepair(ctx, { dataset: 'technical_indicators', timeframe: timeframe as Timeframe, symbols: [symbol], from: since.getTime() + step, to: until.getTime() + step });
    if ('reason' in filed) ctx.log.warn({ symbol, timeframe, reason: filed.reason }, 'indicators of filled bars not rebuilt');
  }
}
