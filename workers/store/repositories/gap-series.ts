/** How the rows of each dataset on a grid are counted and listed. */
import type { Database } from '../database.js';
import type { GapDataset, MissingRun, Timeframe } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import type { Table } from '../table.js';
import { mlFeatures } from '../tables/features.js';
import { ohlcData } from '../tables/ohlc.js';
import { priceDataReal } from '../tables/prices.js';
import { technicalIndicators } from '../tables/technical.js';

interface GridSeries {
  table: Table;
  /** Column of the event time. */
  at: string;
  hasTimeframes: boolean;
  /** Which rows count. */
  only?: string;
  /** A narrow index to count by: the rows themselves are kilobytes wide. */
  index?: string;
  /** Several rows may speak of one instant: each counts once, which costs a sort. */
  repeats?: true;
}

const series: Record<GapDataset, GridSeries> = {
  ohlc: { table: ohlcData, at: 'open_time', hasTimeframes: true, only: 'is_final = 1' },
  technical_indicators: { table: technicalIndicators, at: 'timestamp', hasTimeframes: true, index: 'by_time' },
  ml_features: { table: mlFeatures, at: 'timestamp', hasTimeframes: false, index: 'by_time' },
  crypto_prices: { table: priceDataReal, at: 'slot', hasTimeframes: false, index: 'by_slot', repeats: true },
};

export interface Wanted {
  dataset: GapDataset;
  timeframe: Timeframe;
}

function condition({ dataset, timeframe }: Wanted, symbols: readonly string[], { from, to }: MissingRun): { sql: string; values: SqlValue[] } {
  const { at, hasTimeframes, only } = series[dataset];
  const list = inList(symbols);
  const sql = [`symbol IN ${list.sql}`, ...(hasTimeframes ? ['timeframe = ?'] : []), `${at} >= ? AND ${at} < ?`, ...(only ? [only] : [])].join(' AND ');
  return { sql, values: [...list.values, ...(hasTimeframes ? [timeframe] : []), new Date(from), new Date(to)] };
}

/** Rows by symbol in one window; a symbol without any is left out. Two sources of one slot are one row. */
export async function countRows(db: Database, wanted: Wanted, symbols: readonly string[], window: MissingRun): Promise<Map<string, number>> {
  const { table, at, index, repeats } = series[wanted.dataset];
  const where = condition(wanted, symbols, window);
  const sql = `SELECT symbol, COUNT(${repeats ? `DISTINCT ${at}` : '*'}) AS n FROM ${db.name(table)}${index ? ` FORCE INDEX (${index})` : ''} WHERE ${where.sql} GROUP BY symbol`;
  const rows = await db.mysql.rows<{ symbol: string; n: number }>({ table: table.name, sql, values: where.values, prepared: true });
  return new Map(rows.map((r) => [r.symbol, Number(r.n)]));
}

/** Event times (ms) of one symbol's rows in a window, ascending. */
export async function timesOf(db: Database, wanted: Wanted, symbol: string, window: MissingRun): Promise<number[]> {
  const { table, at } = series[wanted.dataset];
  const where = condition(wanted, [symbol], window);
  const sql = `SELECT DISTINCT ${at} FROM ${db.name(table)} WHERE ${where.sql} ORDER BY ${at}`;
  const rows = await db.mysql.rows<[Date]>({ table: table.name, sql, values: where.values, asArrays: true, prepared: true });
  return rows.map(([time]) => time.getTime());
}

/** Symbol → event time of its first row: a jump through the key for each series. */
export async function firstRows(db: Database, { dataset, timeframe }: Wanted): Promise<Map<string, number>> {
  const { table, at, hasTimeframes } = series[dataset];
  const frame = hasTimeframes ? ', timeframe' : '';
  const sql = `SELECT symbol, MIN(${at})${frame} FROM ${db.name(table)} GROUP BY symbol${frame}`;
  const rows = await db.mysql.rows<[string, Date, string?]>({ table: table.name, sql, asArrays: true, prepared: true });
  return new Map(rows.filter((r) => r[2] === undefined || r[2] === timeframe).map(([symbol, first]) => [symbol, first.getTime()]));
}
