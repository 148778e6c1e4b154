/** What did a symbol cost between two instants, and what is missing in between? */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import type { Store, Timeframe } from '#workers/store/index.js';
import { z } from 'zod';
import { missingRuns } from '#workers/store/gaps.js';
import { ohlcData, type OhlcRow } from '#workers/store/tables/ohlc.js';
import { ApiError } from '../errors.js';
import { count, field, instantField, maybe, named } from './fields.js';


export interface CandleQuestion {
  symbol: string;
  interval: Timeframe;
  /** Bars with open time in [fromMs, toMs). */
  fromMs: number;
  toMs: number;
  limit: number;
  /** Asks what was known at this instant: final bars alone, before later restatements. */
  asOfMs?: number | undefined;
}

const { columns } = ohlcData;
const candleShape = named(
  'Candle',
  'A bar of one interval',
  z.strictObject({
    timestamp: field(columns.open_time),
    open: field(columns.open),
    high: field(columns.high),
    low: field(columns.low),
    close: field(columns.close),
    volume: field(columns.volume),
    is_final: field(columns.is_final),
  }),
);
export const gapShape = named('Gap', 'A run of bars that should be there and are not', z.strictObject({ from: instantField('open time of the first missing bar'), to: instantField('end of the last missing bar, exclusive') }));
export type Gap = z.infer<typeof gapShape>;

export const candlesAnswer = named(
  'Candles',
  'Bars between two instants, oldest first, and what is missing between them',
  z.strictObject({
    symbol: field(columns.symbol),
    interval: z.enum(timeframes),
    data: z.array(candleShape),
    total_points: count('bars in data'),
    gaps: z.array(gapShape),
    next_cursor: maybe(z.string().describe('hand it back as `cursor` for the next page; null on the last one')),
  }),
);
export type CandlesView = z.infer<typeof candlesAnswer>;

const candleView = (r: OhlcRow): z.infer<typeof candleShape> => ({
  timestamp: r.open_time.toISOString(),
  open: r.open,
  high: r.high,
  low: r.low,
  close: r.close,
  volume: r.volume,
  is_final: r.is_final,
});

/** `missingRuns`, as the outside sees them. */
export const gapsBetween = (...series: Parameters<typeof missingRuns>): Gap[] => missingRuns(...series).map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }));

/** Where the next page begins, as the caller hands it back. */
export const cursorOf = (ms: number): string => Buffer.from(String(ms)).toString('base64url');
/** Milliseconds, or undefined for a text that is no cursor. */
export const readCursor = (cursor: string): number | undefined => {
  const ms = Number(Buffer.from(cursor, 'base64url').toString());
  return Number.isSafeInteger(ms) && cursorOf(ms) === cursor ? ms : undefined;
};

/** @throws ApiError VALIDATION_ERROR for a text that is no cursor. */
export function cursorMs(cursor: string): number {
  const ms = readCursor(cursor);
  if (ms === undefined) throw new ApiError('VALIDATION_ERROR', 'cursor: not one this route has given', { details: [{ field: 'cursor', message: 'unknown' }] });
  return ms;
}

/** @param nowMs farm time; a bar that has not opened yet is no gap. */
export async function candles(store: Pick<Store, 'ohlc'>, q: CandleQuestion, nowMs: number): Promise<CandlesView> {
  const step = TIMEFRAME_MS[q.interval];
  const { symbol, interval, fromMs, toMs, asOfMs } = q;
  const rows = await (asOfMs === undefined ? store.ohlc.range(symbol, interval, fromMs, toMs, q.limit + 1) : store.ohlc.rangeAsOf(symbol, interval, { fromMs, toMs, atMs: asOfMs }, q.limit + 1));
  const page = rows.slice(0, q.limit);
  const last = page.at(-1);
  const more = rows.length > q.limit && last !== undefined;
  // A bar is expected once it has closed: the one that is open now may not have been asked for yet.
  const until = more ? last.open_time.getTime() + step : Math.min(toMs, Math.floor((asOfMs ?? nowMs) / step) * step);
  return {
    symbol,
    interval,
    data: page.map(candleView),
    total_points: page.length,
    gaps: gapsBetween(page.map((r) => r.open_time.getTime()), fromMs, until, step),
    next_cursor: more ? cursorOf(last.open_time.getTime() + step) : null,
  };
}
