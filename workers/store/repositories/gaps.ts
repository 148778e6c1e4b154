/**
 * Missing rows. Counting a series tells whether it is whole; only those that are
 * not are read, a few at a time, so that years of whole series cost a count.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import pLimit from 'p-limit';
import type { Database } from '../database.js';
import { barsOf, missingRuns, within, without } from '../gaps.js';
import type { ExpectedRun, GapDataset, GapsRepository, MissingRun, SeriesGaps, Timeframe } from '../index.js';
import { cryptoAssets, type AssetRow } from '../tables/assets.js';
import { gapLedger } from './gap-ledger.js';
import { countRows, firstRows, timesOf, type Wanted } from './gap-series.js';
import { ledgerRepository } from './ledger.js';

/** Venues whose candles are collected. */
const CANDLE_VENUES = ['binance', 'coinbase'];
const AT_ONCE = 4;

/** Runs in which a symbol owes its rows, within the window; and runs in it that are excused. */
interface Owed {
  symbol: string;
  runs: MissingRun[];
  excused: MissingRun[];
}

type Owing = Pick<AssetRow, 'symbol' | 'venues' | 'valid_from' | 'valid_to'>;

const owingAssets = async (db: Database): Promise<Owing[]> => {
  const rows = await db.select<Owing>(cryptoAssets, { sql: `SELECT symbol, venues, valid_from, valid_to FROM ${db.name(cryptoAssets)} WHERE active = 1 ORDER BY symbol` });
  return rows.filter((a) => CANDLE_VENUES.some((v) => v in a.venues));
};

const newestOf = (runs: readonly ExpectedRun[]): number => Math.max(-Infinity, ...runs.map((r) => r.until));
const bySymbol = (runs: readonly ExpectedRun[]): Map<string, ExpectedRun[]> => {
  const by = new Map<string, ExpectedRun[]>();
  for (const run of runs) by.set(run.symbol, [...(by.get(run.symbol) ?? []), run]);
  return by;
};

/** Where nothing has been expected yet, a symbol owes from the farm's first slot, or its own first bar. */
async function owedBars(db: Database, timeframe: Timeframe, window: MissingRun): Promise<Owed[]> {
  const expected = await gapLedger(db).expected();
  const [assets, firsts, firstSlot] = await Promise.all([owingAssets(db), firstRows(db, { dataset: 'ohlc', timeframe }), expected.length > 0 ? null : ledgerRepository(db).firstSlot()]);
  const runs = bySymbol(expected);
  const newest = newestOf(expected);
  return assets.map(({ symbol, valid_from, valid_to }) => {
    const mine = runs.get(symbol);
    const begins = Math.max(valid_from?.getTime() ?? -Infinity, Math.min(firsts.get(symbol) ?? Infinity, mine?.[0]?.since ?? firstSlot ?? Infinity));
    const last = mine?.at(-1)?.until ?? newest;
    const ends = Math.min(valid_to?.getTime() ?? Infinity, last < newest ? last : Infinity);
    return { symbol, runs: within([{ from: begins, to: ends }], window.from, window.to), excused: [] };
  });
}

/** A row for each stored bar; a bar that is missing itself excuses its row. */
async function owedIndicators(db: Database, timeframe: Timeframe, window: MissingRun): Promise<Owed[]> {
  const step = TIMEFRAME_MS[timeframe];
  const firsts = await firstRows(db, { dataset: 'technical_indicators', timeframe });
  const bars = await seriesGaps(db, { dataset: 'ohlc', timeframe }, await owedBars(db, timeframe, { from: window.from - step, to: window.to - step }));
  return bars.map(({ symbol, runs }) => ({
    symbol,
    runs: within([{ from: firsts.get(symbol) ?? Infinity, to: Infinity }], window.from, window.to),
    excused: runs.map((r) => ({ from: r.from + step, to: r.to + step })),
  }));
}

async function owedSlots(db: Database, window: MissingRun): Promise<Owed[]> {
  const expected = await gapLedger(db).expected();
  const newest = newestOf(expected);
  return [...bySymbol(expected)].map(([symbol, runs]) => ({
    symbol,
    runs: within(runs.map((r) => ({ from: r.since, to: r.until === newest ? Infinity : r.until + 1 })), window.from, window.to),
    excused: [],
  }));
}

const owedOf = (db: Database, { dataset, timeframe }: Wanted, window: MissingRun): Promise<Owed[]> => {
  if (dataset === 'ohlc') return owedBars(db, timeframe, window);
  return dataset === 'technical_indicators' ? owedIndicators(db, timeframe, window) : owedSlots(db, window);
};

/** Counts in as few statements as there are different windows. */
async function counted(db: Database, wanted: Wanted, owed: readonly Owed[]): Promise<Map<string, number>> {
  const windows = new Map<string, { run: MissingRun; symbols: string[] }>();
  for (const { symbol, runs } of owed) {
    for (const run of runs) {
      const key = `${run.from} ${run.to}`;
      const window = windows.get(key) ?? { run, symbols: [] };
      window.symbols.push(symbol);
      windows.set(key, window);
    }
  }
  const total = new Map<string, number>();
  for (const { run, symbols } of windows.values()) {
    for (const [symbol, n] of await countRows(db, wanted, symbols, run)) total.set(symbol, (total.get(symbol) ?? 0) + n);
  }
  return total;
}

async function seriesGaps(db: Database, wanted: Wanted, owed: readonly Owed[]): Promise<SeriesGaps[]> {
  const step = stepOf(wanted);
  const counts = await counted(db, wanted, owed);
  const gate = pLimit(AT_ONCE);
  return Promise.all(
    owed.map(({ symbol, runs, excused }) => {
      const due = runs.flatMap((run) => without([{ from: Math.ceil(run.from / step) * step, to: Math.ceil(run.to / step) * step }], excused));
      const expected = barsOf(due, step);
      if (counts.get(symbol) === expected || expected === 0) return { symbol, expected, missing: 0, runs: [] };
      return gate(async () => {
        const found = (await Promise.all(runs.map(async (run) => missingRuns(await timesOf(db, wanted, symbol, run), run.from, run.to, step)))).flat();
        const missing = without(found, excused);
        return { symbol, expected, missing: barsOf(missing, step), runs: missing };
      });
    }),
  );
}

const stepOf = ({ dataset, timeframe }: Wanted): number => TIMEFRAME_MS[dataset === 'ohlc' || dataset === 'technical_indicators' ? timeframe : '5m'];

export const gapsRepository = (db: Database): GapsRepository => ({
  ...gapLedger(db),
  missing: async (dataset: GapDataset, timeframe, from, to) => seriesGaps(db, { dataset, timeframe }, await owedOf(db, { dataset, timeframe }, { from, to })),
});
