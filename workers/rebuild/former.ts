/**
 * What bars said before they were restated, and the indicators that followed from
 * it: a slot of a rebuild is given what its live chain could know, and never a
 * value that came later. A restated series is stepped once more for every stretch
 * of slots that knew the same of it.
 */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import pLimit from 'p-limit';
import { BASE_CADENCE } from '#queues/datasets.js';
import { cadenceMs } from '#queues/slot.js';
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { columnsOf } from '../processors/indicators/advance.js';
import { freshState, run } from '../processors/indicators/engine.js';
import type { BarColumns, Span, Timeframe } from '../store/index.js';
import type { FormerValue } from '../store/restatement-reads.js';
import type { TechnicalRow } from '../store/tables/technical.js';
import { pagesOf } from './indicators.js';
import type { RebuildContext } from './rebuild.js';

type Rows = readonly Partial<TechnicalRow>[];
/** Rows, oldest first, of the symbols whose bars were restated after the slot; nothing for those whose stored rows stand. */
export type FormerRows = (timeframe: Timeframe, slot: number) => Promise<ReadonlyMap<string, Rows>>;

/** The chain of a slot reads its bars some seconds after it: what was seen before the next slot counts as known. */
const READ_WITHIN_MS = cadenceMs(BASE_CADENCE);
/** Series stepped at a time. */
const AT_ONCE = 2;

/** Nothing restated before this instant is unknown to a slot of the span. */
export const seenFrom = ({ fromMs }: Span): number => fromMs + READ_WITHIN_MS;

const isUnknownAt = (slot: number) => ({ seenAt }: FormerValue): boolean => seenAt >= slot + READ_WITHIN_MS;
/** The bar had closed, and what it says today was not known yet: the slot's stored rows are of another bar. */
const isFormerAt = (slot: number) => (value: FormerValue): boolean => isUnknownAt(slot)(value) && value.openTime + TIMEFRAME_MS[value.timeframe] <= slot;

/**
 * Bars as they were known at a slot; the arrays of those that said something else are copies.
 * @param values of this series, newest restatement first: the oldest of those that are undone has the last word
 */
export function asKnown(bars: BarColumns, values: readonly FormerValue[], slot: number): BarColumns {
  const undone = values.filter(isUnknownAt(slot));
  if (undone.length === 0) return bars;
  const { open, high, low, close, volume } = bars;
  const known = { ...bars, open: open.slice(), high: high.slice(), low: low.slice(), close: close.slice(), volume: volume.slice() };
  for (const { openTime, column, value } of undone) {
    const i = bars.openTime.indexOf(openTime);
    if (i >= 0) known[column][i] = value;
  }
  return known;
}

interface Series {
  symbol: string;
  timeframe: Timeframe;
  values: FormerValue[];
}

/** @returns restated series by `symbol timeframe`, their values in the order given. */
export function restatedSeries(values: readonly FormerValue[]): Map<string, Series> {
  const all = new Map<string, Series>();
  for (const value of values) {
    const { symbol, timeframe } = value;
    const key = `${symbol} ${timeframe}`;
    const series = all.get(key) ?? { symbol, timeframe, values: [] };
    series.values.push(value);
    all.set(key, series);
  }
  return all;
}

/** The rows that slots read while they knew no more of the series than this one. */
async function stepped({ values, ...series }: Series, slot: number, { ctx, fromMs }: Reading): Promise<Rows> {
  const lastSlot = Math.min(...values.filter(isUnknownAt(slot)).map((v) => v.seenAt)) - READ_WITHIN_MS;
  const state = freshState();
  const rows: Partial<TechnicalRow>[] = [];
  for await (const page of pagesOf(series, lastSlot, ctx)) {
    run(asKnown(page, values, slot), state, () => {
      const closed = state.openTime + TIMEFRAME_MS[series.timeframe];
      if (closed > fromMs) rows.push({ ...columnsOf(state.row), ...series, timestamp: new Date(closed), bars: state.bars });
    });
    await yieldToEventLoop();
  }
  return rows;
}

interface Reading {
  ctx: Pick<RebuildContext, 'store' | 'signal'>;
  /** Rows up to here are older than any slot of the stretch asks for, ms. */
  fromMs: number;
}

const NONE: ReadonlyMap<string, Rows> = new Map();

/** @param all restated series that slots of the stretch may ask for */
export function formerRows(all: readonly Series[], reading: Reading): FormerRows {
  const gate = pLimit(AT_ONCE);
  const held = new Map<Series, { unknown: number; rows: Promise<Rows> }>();
  const rowsAt = (series: Series, slot: number): Promise<Rows> => {
    const unknown = series.values.filter(isUnknownAt(slot)).length;
    const before = held.get(series);
    if (before?.unknown === unknown) return before.rows;
    const rows = gate(() => stepped(series, slot, reading));
    held.set(series, { unknown, rows });
    return rows;
  };
  return async (timeframe, slot) => {
    const restated = all.filter((s) => s.timeframe === timeframe && s.values.some(isFormerAt(slot)));
    if (restated.length === 0) return NONE;
    return new Map(await Promise.all(restated.map(async (s) => [s.symbol, await rowsAt(s, slot)] as const)));
  };
}
