/**
 * Missing bars. Counting a series tells whether it is whole; only those that are
 * not are read, a few at a time, so that years of whole series cost a count.
 */
import pLimit from 'p-limit';
import type { Database } from '../database.js';
import { barsIn, missingRuns } from '../gaps.js';
import type { GapsRepository, MissingRun, SeriesGaps, Timeframe } from '../index.js';
import { cryptoAssets, type AssetRow } from '../tables/assets.js';
import { ohlcData } from '../tables/ohlc.js';
import { TIMEFRAME_MS } from './bar-ranges.js';
import { ledgerRepository } from './ledger.js';

/** Venues whose candles are collected. */
const CANDLE_VENUES = ['binance', 'coinbase'];
const AT_ONCE = 4;

type Owing = Pick<AssetRow, 'symbol' | 'venues' | 'valid_from' | 'valid_to'>;

const owingAssets = async (db: Database): Promise<Owing[]> => {
  const rows = await db.select<Owing>(cryptoAssets, { sql: `SELECT symbol, venues, valid_from, valid_to FROM ${db.name(cryptoAssets)} WHERE active = 1 ORDER BY symbol` });
  return rows.filter((a) => CANDLE_VENUES.some((v) => v in a.venues));
};

/** Symbol → open time of its first bar: a jump through the key for each series. */
async function firstBars(db: Database, timeframe: Timeframe): Promise<Map<string, number>> {
  const sql = `SELECT symbol, timeframe, MIN(open_time) FROM ${db.name(ohlcData)} GROUP BY symbol, timeframe`;
  const rows = await db.mysql.rows<[string, string, Date]>({ table: ohlcData.name, sql, asArrays: true, prepared: true });
  return new Map(rows.filter((r) => r[1] === timeframe).map(([symbol, , first]) => [symbol, first.getTime()]));
}

const FINAL = 'symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ? AND is_final = 1';
const valuesOf = (symbol: string, timeframe: Timeframe, { from, to }: MissingRun) => [symbol, timeframe, new Date(from), new Date(to)];

async function seriesGaps(db: Database, symbol: string, timeframe: Timeframe, owed: MissingRun): Promise<SeriesGaps> {
  const step = TIMEFRAME_MS[timeframe];
  const expected = barsIn(owed.from, owed.to, step);
  const ask = { table: ohlcData.name, values: valuesOf(symbol, timeframe, owed), prepared: true } as const;
  const [counted] = await db.mysql.rows<{ n: number }>({ ...ask, sql: `SELECT COUNT(*) AS n FROM ${db.name(ohlcData)} WHERE ${FINAL}` });
  if (counted?.n === expected) return { symbol, expected, missing: 0, runs: [] };
  const rows = await db.mysql.rows<[Date]>({ ...ask, sql: `SELECT open_time FROM ${db.name(ohlcData)} WHERE ${FINAL} ORDER BY open_time`, asArrays: true });
  const runs = missingRuns(rows.map(([at]) => at.getTime()), owed.from, owed.to, step);
  return { symbol, expected, missing: runs.reduce((sum, r) => sum + barsIn(r.from, r.to, step), 0), runs };
}

export function gapsRepository(db: Database): GapsRepository {
  const ledger = ledgerRepository(db);
  return {
    async bars(timeframe, fromMs, toMs) {
      const [assets, firsts, firstSlot] = await Promise.all([owingAssets(db), firstBars(db, timeframe), ledger.firstSlot()]);
      const gate = pLimit(AT_ONCE);
      const found = assets.map((a) => {
        const begins = a.valid_from?.getTime() ?? Math.min(firsts.get(a.symbol) ?? Infinity, firstSlot ?? Infinity);
        const owed = { from: Math.max(fromMs, begins), to: Math.min(toMs, a.valid_to?.getTime() ?? Infinity) };
        return owed.from < owed.to ? gate(() => seriesGaps(db, a.symbol, timeframe, owed)) : { symbol: a.symbol, expected: 0, missing: 0, runs: [] };
      });
      return Promise.all(found);
    },
  };
}
