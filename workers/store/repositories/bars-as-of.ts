/** Bars as they were known at an instant: those that had closed, with the values they had before later restatements. */
import type { Database } from '../database.js';
import type { OhlcRepository } from '../index.js';
import { nameIn } from '../restated.js';
import { ohlcData, restatedBars, type OhlcRow } from '../tables/ohlc.js';
import { restatements, type RestatementRow } from '../tables/restatements.js';

type Restated = Pick<RestatementRow, 'row_key' | 'column_name' | 'old_value'>;

export const barsAsOf =
  (db: Database): OhlcRepository['rangeAsOf'] =>
  async (symbol, timeframe, { fromMs, toMs, atMs }, limit) => {
    const rows = await db.select<OhlcRow>(ohlcData, {
      sql: `SELECT * FROM ${db.name(ohlcData)} WHERE symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ? AND available_at <= ? AND is_final = 1 ORDER BY open_time LIMIT ${Math.trunc(limit)}`,
      values: [symbol, timeframe, new Date(fromMs), new Date(toMs), new Date(atMs)],
    });
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return rows;
    // Newest first, so that the oldest of the later restatements has the last word: what stood before it stood at the instant.
    const later = await db.select<Restated>(restatements, {
      sql: `SELECT row_key, column_name, old_value FROM ${db.name(restatements)} WHERE dataset = ? AND row_key BETWEEN ? AND ? AND seen_at > ? ORDER BY seen_at DESC`,
      values: [restatedBars.dataset, nameIn(restatedBars, first), nameIn(restatedBars, last), new Date(atMs)],
    });
    const byKey = new Map(rows.map((row) => [nameIn(restatedBars, row), row]));
    for (const { row_key, column_name, old_value } of later) Object.assign(byKey.get(row_key) ?? {}, { [column_name]: old_value });
    return rows;
  };
