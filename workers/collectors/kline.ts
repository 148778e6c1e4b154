/**
 * One Binance kline, checked by hand: 1,000 rows an answer and 320 answers a
 * slot make a schema per row too dear.
 *
 *   [1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","0"]
 *    open time     open         high         low          close        base volume       close time    quote volume    trades
 */
import type { PlainBar } from './aggregate.js';

export interface Kline extends PlainBar {
  trades: number | null;
}

/** No bar of any coin is older. */
export const FIRST_BAR_MS = Date.UTC(2009, 0, 3);

/** Prices arrive as decimal strings; an empty string is not zero. */
function number(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
}

/**
 * @param lengthMs the timeframe asked for; a bar must begin on its grid.
 * @param now farm ms; a bar cannot begin later.
 * @returns the bar, or the reason why it is none.
 */
export function klineOf(raw: unknown, lengthMs: number, now: number): Kline | string {
  if (!Array.isArray(raw) || raw.length < 6) return 'not a kline';
  const row = raw as unknown[];
  const openTime = row[0];
  if (typeof openTime !== 'number' || !Number.isInteger(openTime)) return 'the open time is not a whole number';
  if (openTime < FIRST_BAR_MS || openTime > now) return 'the open time is not in milliseconds, or lies ahead';
  if (openTime % lengthMs !== 0) return 'the bar does not begin on the grid of its timeframe';
  const bar = { openTime, open: number(row[1]), high: number(row[2]), low: number(row[3]), close: number(row[4]), volume: number(row[5]), trades: tradesOf(row[8]) };
  return doubtAbout(bar) ?? bar;
}

const tradesOf = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647 ? value : null);

function doubtAbout({ open, high, low, close, volume }: Kline): string | undefined {
  if (!(open > 0 && high > 0 && low > 0 && close > 0) || !Number.isFinite(open + high + low + close)) return 'a price is missing or not above 0';
  if (!(volume >= 0) || !Number.isFinite(volume)) return 'the volume is missing or below 0';
  if (high < Math.max(open, close, low) || low > Math.min(open, close)) return 'high and low do not enclose open and close';
  return undefined;
}
