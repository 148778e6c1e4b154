/**
 * What time is it for everybody? A worker whose clock is ahead would open slots
 * that have not begun: their features would be made of what is known an hour too
 * early, and their repairs would be used up before they begin. So whoever opens
 * slots asks Redis, which all workers share, and believes the earlier of the two:
 * a clock that is behind opens late, and others open before it.
 */
import { DIFFERENCE_MS } from '#queues/mend.js';
import type { Context } from '../context.js';

/** This worker's instant (farm ms), or that of Redis where this worker's is ahead of it. */
export async function agreedNowMs({ clock, producer }: Pick<Context, 'clock' | 'producer'>): Promise<number> {
  const aheadMs = (await producer.aheadMs()) * clock.speed;
  return aheadMs > DIFFERENCE_MS ? clock.nowMs() - aheadMs : clock.nowMs();
}
