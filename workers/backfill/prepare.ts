/** Before the first chunk of what a person asked for: the tables it fills are cut into months there, while they are still empty. */
import { stageOf, stages, type Stage } from '#queues/backfills/stages.js';
import type { Context } from '../context.js';
import type { BackfillRow } from '../store/tables/backfills.js';
import { mlFeatures } from '../store/tables/features.js';
import { ohlcData } from '../store/tables/ohlc.js';
import { technicalIndicators } from '../store/tables/technical.js';

const tableOf: Readonly<Record<Stage, string>> = { candles: ohlcData.name, indicators: technicalIndicators.name, features: mlFeatures.name };

/** What the farm fills by itself is recent, and cut already. Done twice, or not at all, it changes no row. */
export async function prepareTables({ store, log }: Pick<Context, 'store' | 'log'>, backfill: BackfillRow): Promise<void> {
  if (backfill.origin !== 'operator' || backfill.started_at !== null) return;
  const target = stageOf[backfill.dataset];
  for (const stage of backfill.only ? [target] : stages.slice(0, stages.indexOf(target) + 1)) {
    const cut = await store.retention.cutPast(tableOf[stage], backfill.from_time.getTime(), backfill.to_time.getTime());
    if (cut.length > 0) log.info({ cut }, 'partitions made for the past');
  }
}
