/** What a backfill finds in the store already. */
import pLimit from 'p-limit';
import type { Stage } from '#queues/backfills/stages.js';
import type { BackfillsRepository } from '../backfill-reads.js';
import type { Database } from '../database.js';
import { barsIn, missingRuns } from '../gaps.js';
import type { SeriesGaps, Timeframe } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import type { Table } from '../table.js';
import { mlFeatures } from '../tables/features.js';
import { ohlcData } from '../tables/ohlc.js';
import { technicalIndicators } from '../tables/technical.js';
import { TIMEFRAME_MS } from './bar-ranges.js';

const AT_ONCE = 4;

interface Place {
  table: Table;
  /** The column that says when a row is. */
  time: string;
  /** A further condition on rows that count. */
  only?: string;
}
const places: Readonly<Record<Stage, Place>> = {
  candles: { table: ohlcData, time: 'open_time', only: 'is_final = 1' },
  indicators: { table: technicalIndicators, time: 'timestamp' },
  features: { table: mlFeatures, time: 'timestamp' },
};

async function series(db: Database, symbol: string, timeframe: Timeframe, span: { fromMs: number; toMs: number }): Promise<SeriesGaps> {
  const step = TIMEFRAME_MS[timeframe];
  const sql = `SELECT open_time FROM ${db.name(ohlcData)} WHERE symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ? AND is_final = 1 ORDER BY open_time`;
  const rows = await db.mysql.rows<[Date]>({ table: ohlcData.name, sql, values: [symbol, timeframe, new Date(span.fromMs), new Date(span.toMs)], asArrays: true, prepared: true });
  const runs = missingRuns(rows.map(([at]) => at.getTime()), span.fromMs, span.toMs, step);
  return { symbol, expected: barsIn(span.fromMs, span.toMs, step), missing: runs.reduce((n, r) => n + barsIn(r.from, r.to, step), 0), runs };
}

export function heldReads(db: Database): Pick<BackfillsRepository, 'missingBars' | 'held'> {
  return {
    async missingBars(symbols, timeframe, fromMs, toMs) {
      const gate = pLimit(AT_ONCE);
      return Promise.all(symbols.map((symbol) => gate(() => series(db, symbol, timeframe, { fromMs, toMs }))));
    },
    async held({ stage, timeframe, symbols, from, to }) {
      const { table, time, only } = places[stage];
      const which = inList(symbols);
      const conditions = [`symbol IN ${which.sql}`, ...(timeframe ? ['timeframe = ?'] : []), `\`${time}\` >= ?`, `\`${time}\` < ?`, ...(only ? [only] : [])];
      const values: SqlValue[] = [...which.values, ...(timeframe ? [timeframe] : []), new Date(from), new Date(to)];
      const [row] = await db.mysql.rows<{ n: number }>({ table: table.name, sql: `SELECT COUNT(*) AS n FROM ${db.name(table)} WHERE ${conditions.join(' AND ')}`, values, prepared: true });
      return Number(row?.n ?? 0);
    },
  };
}
