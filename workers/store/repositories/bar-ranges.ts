/**
 * Which bars to read together. One range over a list of symbols costs the
 * server a tenth of as many ranges OR-ed, so series that want about the same
 * stretch of time share a statement and the caller drops what it did not want.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { inList, type InList } from '../symbols.js';
import type { Timeframe } from '../index.js';


/** Bars of one series with open_time in [from, to], ms. */
export interface BarRange {
  symbol: string;
  timeframe: Timeframe;
  from: number;
  to: number;
}

/** The same stretch of time for several symbols. */
export interface SharedRange {
  timeframe: Timeframe;
  from: number;
  to: number;
  symbols: string[];
}

/** Bars a shared statement may be expected to return. */
const MOST_BARS = 20_000;
const MOST_SYMBOLS = 512;
/** A series may be read this many times as long as it asked for, plus a few bars. */
const WASTE = 2;
const SLACK_BARS = 8;

const barsIn = ({ timeframe, from, to }: Omit<BarRange, 'symbol'>): number => Math.floor((to - from) / TIMEFRAME_MS[timeframe]) + 1;

const order = (a: BarRange, b: BarRange): number => Number(a.timeframe > b.timeframe) - Number(a.timeframe < b.timeframe) || a.from - b.from || Number(a.symbol > b.symbol) - Number(a.symbol < b.symbol);

function joined(shared: SharedRange, next: BarRange): SharedRange | null {
  if (shared.timeframe !== next.timeframe || shared.symbols.length >= MOST_SYMBOLS) return null;
  const wider = { ...shared, from: Math.min(shared.from, next.from), to: Math.max(shared.to, next.to) };
  const bars = barsIn(wider);
  const fits = bars <= WASTE * barsIn(next) + SLACK_BARS && bars <= WASTE * barsIn(shared) + SLACK_BARS && bars * (shared.symbols.length + 1) <= MOST_BARS;
  return fits ? { ...wider, symbols: shared.symbols } : null;
}

/** Every range is covered by one shared range that names its symbol. */
export function shareRanges(ranges: readonly BarRange[]): SharedRange[] {
  const shared: SharedRange[] = [];
  for (const range of [...ranges].sort(order)) {
    const last = shared.at(-1);
    const wider = last && joined(last, range);
    if (last && wider) Object.assign(last, wider).symbols.push(range.symbol);
    else shared.push({ timeframe: range.timeframe, from: range.from, to: range.to, symbols: [range.symbol] });
  }
  return shared;
}

/** The condition of a shared range over `ohlc_data`. */
export function rangeCondition({ timeframe, from, to, symbols }: SharedRange): InList {
  const list = inList(symbols);
  return { sql: `symbol IN ${list.sql} AND timeframe = ? AND open_time BETWEEN ? AND ?`, values: [...list.values, timeframe, new Date(from), new Date(to)] };
}
