/** Four-hour bars of a venue that serves none, made of its hours as the live chain makes them: an incomplete stretch is left out. */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { aggregate, type PlainBar } from '../collectors/aggregate.js';
import { barRow } from '../collectors/ohlc-row.js';
import { saveRows } from '../collectors/save.js';
import type { Context } from '../context.js';
import type { BarColumns } from '../store/index.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { Stretch } from './candles.js';

const [FINER, LENGTH] = [TIMEFRAME_MS['1h'], TIMEFRAME_MS['4h']];

const barsOf = (c: BarColumns): Map<number, PlainBar> =>
  new Map(Array.from(c.openTime, (openTime, i) => [openTime, { openTime, open: c.open[i] as number, high: c.high[i] as number, low: c.low[i] as number, close: c.close[i] as number, volume: c.volume[i] as number }]));

export async function makeFourHours(assets: readonly AssetRow[], { from, to }: Stretch, { store, clock, job, sourcePrefix }: Pick<Context, 'store' | 'clock' | 'job' | 'sourcePrefix'>): Promise<void> {
  const closedBy = Math.min(to, clock.nowMs());
  const hours = await store.ohlc.finalBars(assets.map((a) => ({ symbol: a.symbol, timeframe: '1h', after: from - 1 })), closedBy, (to - from) / FINER);
  const received = { at: clock.now(), slot: clock.nowMs(), dataSource: `${sourcePrefix}coinbase_exchange` };
  const rows = hours.flatMap((columns, i) =>
    aggregate(barsOf(columns), FINER, LENGTH, { fromMs: from, closedBy, skips: true }).map((bar) => barRow(bar, assets[i] as AssetRow, '4h', received)),
  );
  await saveRows({ into: 'ohlc_data' }, store, rows, { at: clock.now(), jobId: job.id });
}
