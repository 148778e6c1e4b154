/** Reads of bars: the newest final ones, runs of them as columns, ranges of rows. */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import pLimit from 'p-limit';
import type { Database } from '../database.js';
import type { BarColumns, OhlcRepository, Timeframe } from '../index.js';
import { inList } from '../symbols.js';
import { ohlcData, type OhlcRow } from '../tables/ohlc.js';
import { rangeCondition, shareRanges, type BarRange, type SharedRange } from './bar-ranges.js';
import { BarRows, COLUMNS, keyOf } from './bar-rows.js';

type Wanted = Parameters<OhlcRepository['finalBars']>[0][number];

const AT_ONCE = 4;
const FIRST_BAR_MS = Date.UTC(2009, 0, 1);
const NONE = new BarRows();

interface Window {
  /** Bars that closed at or before this instant, ms. */
  closedBy: number;
  /** Bars per series. */
  limit: number;
}

const rangeOf = ({ symbol, timeframe, after }: Wanted, { closedBy }: Window): BarRange => ({ symbol, timeframe, from: (after ?? FIRST_BAR_MS) + 1, to: closedBy - TIMEFRAME_MS[timeframe] });

/** Longer than the limit: a statement of its own, with a LIMIT, so that a first run does not read years of bars to keep the first few. */
function plan(ranges: readonly BarRange[], limit: number): { range: SharedRange; limited: boolean }[] {
  const long = (r: BarRange): boolean => (r.to - r.from) / TIMEFRAME_MS[r.timeframe] > limit;
  const alone = ranges.filter(long).map(({ symbol, ...range }) => ({ range: { ...range, symbols: [symbol] }, limited: true }));
  return [...alone, ...shareRanges(ranges.filter((r) => !long(r))).map((range) => ({ range, limited: false }))];
}

function read(db: Database, range: SharedRange, limit: number | null): Promise<BarRows> {
  const { sql: condition, values } = rangeCondition(range);
  const sql = `SELECT ${COLUMNS} FROM ${db.name(ohlcData)} WHERE ${condition} AND is_final = 1 ORDER BY symbol, timeframe, open_time${limit === null ? '' : ` LIMIT ${Math.trunc(limit)}`}`;
  return db.mysql.into({ table: ohlcData.name, sql, values }, () => new BarRows());
}

/** One entry per wanted series, in the order asked; a series without bars has empty columns. */
async function finalBars(db: Database, wanted: readonly Wanted[], window: Window): Promise<BarColumns[]> {
  const ranges = wanted.map((w) => rangeOf(w, window)).filter((r) => r.to >= r.from);
  const gate = pLimit(AT_ONCE);
  const answers = await Promise.all(plan(ranges, window.limit).map(({ range, limited }) => gate(() => read(db, range, limited ? window.limit : null))));
  const bySeries = new Map(answers.flatMap((bars) => Array.from(bars.series(), (key) => [key, bars] as const)));
  return wanted.map((w) => (bySeries.get(keyOf(w)) ?? NONE).columnsOf(w, window.limit));
}

async function newestFinal(db: Database, symbols: readonly string[]): Promise<Map<string, Partial<Record<Timeframe, number>>>> {
  const newest = new Map<string, Partial<Record<Timeframe, number>>>();
  if (symbols.length === 0) return newest;
  const list = inList(symbols);
  const name = db.name(ohlcData);
  // The key's last bar per series (a jump through the index, no scan), then back from it to the newest final one.
  const series = `SELECT symbol, timeframe, MAX(open_time) AS last_time FROM ${name} WHERE symbol IN ${list.sql} GROUP BY symbol, timeframe`;
  const final = `SELECT o.open_time FROM ${name} o WHERE o.symbol = s.symbol AND o.timeframe = s.timeframe AND o.open_time <= s.last_time AND o.is_final = 1 ORDER BY o.open_time DESC LIMIT 1`;
  const rows = await db.mysql.rows<[string, Timeframe, Date | null]>({ table: ohlcData.name, sql: `SELECT s.symbol, s.timeframe, (${final}) AS newest FROM (${series}) s`, values: list.values, asArrays: true, prepared: true });
  for (const [symbol, timeframe, time] of rows) {
    if (time) newest.set(symbol, { ...newest.get(symbol), [timeframe]: time.getTime() });
  }
  return newest;
}

/** The reading half of the bars. */
export function barReads(db: Database): Pick<OhlcRepository, 'newestFinal' | 'finalBars' | 'countFinal' | 'range'> {
  return {
    newestFinal: (symbols) => newestFinal(db, symbols),
    finalBars: (wanted, closedBy, limit) => finalBars(db, wanted, { closedBy, limit }),
    async countFinal(symbol, timeframe, lastOpenMs) {
      const sql = `SELECT COUNT(*) AS n FROM ${db.name(ohlcData)} WHERE symbol = ? AND timeframe = ? AND open_time <= ? AND is_final = 1`;
      const [row] = await db.mysql.rows<{ n: number }>({ table: ohlcData.name, sql, values: [symbol, timeframe, new Date(lastOpenMs)], prepared: true });
      return Number(row?.n ?? 0);
    },
    // eslint-disable-next-line max-params -- a key, a window and a limit, as the Store's contract has them
    range: (symbol, timeframe, fromMs, toMs, limit) =>
      db.select<OhlcRow>(ohlcData, {
        sql: `SELECT * FROM ${db.name(ohlcData)} WHERE symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ? ORDER BY open_time LIMIT ${Math.trunc(limit)}`,
        values: [symbol, timeframe, new Date(fromMs), new Date(toMs)],
      }),
  };
}

