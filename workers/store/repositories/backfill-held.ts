/** What a backfill finds in the store already, by the same grids that gaps are found on. */
import pLimit from 'p-limit';
import type { Stage } from '#queues/backfills/stages.js';
import { TIMEFRAME_MS, type Timeframe } from '#queues/timeframes.js';
import type { BackfillsRepository } from '../backfill-reads.js';
import type { Database } from '../database.js';
import { barsIn, barsOf, missingRuns } from '../gaps.js';
import type { GapDataset, MissingRun, SeriesGaps } from '../index.js';
import { countRows, timesOf } from './gap-series.js';

const AT_ONCE = 4;
const datasetOf: Readonly<Record<Stage, GapDataset>> = { candles: 'ohlc', indicators: 'technical_indicators', features: 'ml_features' };

async function missingOf(db: Database, symbol: string, timeframe: Timeframe, span: MissingRun): Promise<SeriesGaps> {
  const step = TIMEFRAME_MS[timeframe];
  const runs = missingRuns(await timesOf(db, { dataset: 'ohlc', timeframe }, symbol, span), span.from, span.to, step);
  return { symbol, expected: barsIn(span.from, span.to, step), missing: barsOf(runs, step), runs };
}

export function heldReads(db: Database): Pick<BackfillsRepository, 'missingBars' | 'held'> {
  return {
    async missingBars(symbols, timeframe, from, to) {
      const gate = pLimit(AT_ONCE);
      return Promise.all(symbols.map((symbol) => gate(() => missingOf(db, symbol, timeframe, { from, to }))));
    },
    async held({ stage, timeframe, symbols, from, to }) {
      const counts = await countRows(db, { dataset: datasetOf[stage], timeframe: timeframe ?? '5m' }, symbols, { from, to });
      return [...counts.values()].reduce((sum, n) => sum + n, 0);
    },
  };
}
