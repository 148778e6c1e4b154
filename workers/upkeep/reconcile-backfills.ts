/** The reconciler's hands for backfills: puts open chunks back that Redis has lost, and forgets what ended long ago. */
import { feedBackfills } from '../backfill/feed.js';
import type { Context } from '../context.js';

/** Farm ms for which a backfill that is over can still be asked about. */
const KEPT_MS = 90 * 86_400_000;

export async function reconcileBackfills(ctx: Pick<Context, 'store' | 'producer' | 'clock' | 'log'>, nowMs: number): Promise<void> {
  const enqueued = await feedBackfills(ctx);
  if (enqueued > 0) ctx.log.info({ enqueued }, 'chunks of backfills enqueued');
  await ctx.store.backfills.trim(nowMs - KEPT_MS);
}
