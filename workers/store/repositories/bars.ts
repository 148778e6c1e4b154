/** Reads of bars: the newest final ones, runs of them as columns, ranges of rows. */
import pLimit from 'p-limit';
import type { Database } from '../database.js';
import type { BarColumns, OhlcRepository, Timeframe } from '../index.js';
import type { SqlValue } from '../mysql.js';
import { inList } from '../symbols.js';
import { ohlcData, type OhlcRow } from '../tables/ohlc.js';

export const TIMEFRAME_MS: Readonly<Record<Timeframe, number>> = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 };

type Wanted = Parameters<OhlcRepository['finalBars']>[0][number];
/** symbol, timeframe, open_time, open, high, low, close, volume */
type BarTuple = [string, Timeframe, Date, number, number, number, number, number];

/** Bars one statement may be expected to return. */
const MOST_EXPECTED = 20_000;
const MOST_RANGES = 256;
const AT_ONCE = 4;
const COLUMNS = 'symbol, timeframe, open_time, open, high, low, close, volume';

interface Range {
  wanted: Wanted;
  /** Newest open_time (ms) of a bar that has closed in time. */
  newest: number;
  /** Bars there can be at most; Infinity when the beginning is unknown. */
  expected: number;
}

const rangeOf = (wanted: Wanted, closedBy: number): Range => {
  const step = TIMEFRAME_MS[wanted.timeframe];
  const newest = closedBy - step;
  return { wanted, newest, expected: wanted.after === null ? Infinity : Math.max(0, Math.floor((newest - wanted.after) / step) + 1) };
};

/** Short ranges share a statement; a long or open-ended one gets its own, with its LIMIT. */
function groupsOf(ranges: readonly Range[], limit: number): Range[][] {
  const groups: Range[][] = [];
  let open: Range[] = [];
  let expected = 0;
  for (const range of ranges) {
    if (range.expected > limit || range.expected > MOST_EXPECTED) {
      groups.push([range]);
      continue;
    }
    if (open.length >= MOST_RANGES || expected + range.expected > MOST_EXPECTED) {
      groups.push(open);
      open = [];
      expected = 0;
    }
    open.push(range);
    expected += range.expected;
  }
  return open.length > 0 ? [...groups, open] : groups;
}

const seriesKey = (symbol: string, timeframe: string): string => `${symbol}|${timeframe}`;

function emptyColumns({ symbol, timeframe }: Wanted, length: number): BarColumns {
  const column = (): Float64Array => new Float64Array(length);
  return { symbol, timeframe, openTime: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
}

/** Rows of one series in time order become columns. */
function columnsOf(wanted: Wanted, rows: readonly BarTuple[]): BarColumns {
  const bars = emptyColumns(wanted, rows.length);
  rows.forEach(([, , openTime, open, high, low, close, volume], i) => {
    bars.openTime[i] = openTime.getTime();
    bars.open[i] = open;
    bars.high[i] = high;
    bars.low[i] = low;
    bars.close[i] = close;
    bars.volume[i] = volume;
  });
  return bars;
}

async function readGroup(db: Database, group: readonly Range[], limit: number): Promise<BarTuple[]> {
  const values: SqlValue[] = [];
  const conditions = group.map(({ wanted, newest }) => {
    values.push(wanted.symbol, wanted.timeframe);
    if (wanted.after !== null) values.push(new Date(wanted.after));
    values.push(new Date(newest));
    return `(symbol = ? AND timeframe = ?${wanted.after === null ? '' : ' AND open_time > ?'} AND open_time <= ?)`;
  });
  const one = group.length === 1 ? ` LIMIT ${Math.trunc(limit)}` : '';
  const sql = `SELECT ${COLUMNS} FROM ${db.name(ohlcData)} WHERE is_final = 1 AND (${conditions.join(' OR ')}) ORDER BY symbol, timeframe, open_time${one}`;
  return db.mysql.rows<BarTuple>({ table: ohlcData.name, sql, values, asArrays: true });
}

/** One entry per wanted series, in the order asked; a series without bars has empty columns. */
async function finalBars(db: Database, wanted: readonly Wanted[], window: { closedBy: number; limit: number }): Promise<BarColumns[]> {
  const ranges = wanted.map((w) => rangeOf(w, window.closedBy)).filter((r) => r.expected > 0);
  const gate = pLimit(AT_ONCE);
  const answers = await Promise.all(groupsOf(ranges, window.limit).map((group) => gate(() => readGroup(db, group, window.limit))));
  const bySeries = new Map<string, BarTuple[]>();
  for (const rows of answers) {
    for (const row of rows) {
      const key = seriesKey(row[0], row[1]);
      const series = bySeries.get(key);
      if (series) series.push(row);
      else bySeries.set(key, [row]);
    }
  }
  return wanted.map((w) => columnsOf(w, (bySeries.get(seriesKey(w.symbol, w.timeframe)) ?? []).slice(0, window.limit)));
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
export function barReads(db: Database): Pick<OhlcRepository, 'newestFinal' | 'finalBars' | 'range'> {
  return {
    newestFinal: (symbols) => newestFinal(db, symbols),
    finalBars: (wanted, closedBy, limit) => finalBars(db, wanted, { closedBy, limit }),
    // eslint-disable-next-line max-params -- a key, a window and a limit, as the Store's contract has them
    range: (symbol, timeframe, fromMs, toMs, limit) =>
      db.select<OhlcRow>(ohlcData, {
        sql: `SELECT * FROM ${db.name(ohlcData)} WHERE symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ? ORDER BY open_time LIMIT ${Math.trunc(limit)}`,
        values: [symbol, timeframe, new Date(fromMs), new Date(toMs)],
      }),
  };
}

