/**
 * Coinbase Exchange `/products/{id}/candles`: what Binance does not have. Pure.
 *
 *   [[1786320000,63733.03,65341.83,64848.68,63911.88,6197.02944527], …]   [t (s), low, high, open, close, volume in the base asset], newest first
 *
 * At most 300 a call, granularity in seconds; four hours are not served and are made
 * of hours. Intervals without trade have no candle. A longer range is refused, not cut.
 */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { venuePages } from '#queues/venues.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { Call, Timeframe } from './collector.js';
import { klinesCall, SECOND_VENUE, venueOf, type Stretch } from './ohlc-row.js';

export const MOST_CANDLES = venuePages.coinbase.bars;
export const CANDLES = 'candles';

/** The candle in Binance's order and unit, to be checked as a kline is; anything else as it came. */
export function asKline(raw: unknown): unknown {
  if (!Array.isArray(raw) || raw.length < 6 || typeof raw[0] !== 'number') return raw;
  const [seconds, low, high, open, close, volume] = raw as [number, unknown, unknown, unknown, unknown, unknown];
  return [seconds * 1_000, open, high, low, close, volume];
}

const isServed = (timeframe: Timeframe): boolean => timeframe !== '4h';

/** @param toMs the last instant a candle may begin; with `fromMs` it spans 300 candles at most. */
export function candlesCall(asset: AssetRow, { timeframe, fromMs, toMs, page }: Omit<Stretch, 'limit' | 'toMs'> & { toMs: number }): Call {
  const length = TIMEFRAME_MS[timeframe];
  const end = Math.min(toMs, fromMs + (MOST_CANDLES - 1) * length);
  return {
    item: `${asset.symbol} ${timeframe} ${SECOND_VENUE}`,
    assets: [asset],
    host: 'coinbase_exchange',
    kind: CANDLES,
    path: `/products/${asset.venues[SECOND_VENUE] ?? ''}/candles`,
    query: { granularity: length / 1_000, start: new Date(fromMs).toISOString(), end: new Date(end).toISOString() },
    cost: 1,
    most: MOST_CANDLES,
    timeframe,
    page,
  };
}

/**
 * The call for a stretch at the symbol's venue. Binance's last page is backed by Coinbase's newest candles, which
 * join on to nothing they could leave a hole behind: a catch-up begins at the newest final bar.
 * @param now farm ms. Undefined where the venue serves no such timeframe.
 */
export function callFor(asset: AssetRow, stretch: Stretch, now: number, isLast = true): Call | undefined {
  const { timeframe, fromMs, toMs = now, page } = stretch;
  const second = Boolean(asset.venues[SECOND_VENUE]) && isServed(timeframe);
  if (venueOf(asset) === SECOND_VENUE) return second ? candlesCall(asset, { timeframe, fromMs, toMs, page }) : undefined;
  const call = klinesCall(asset, stretch);
  if (!second || !isLast) return call;
  const length = TIMEFRAME_MS[timeframe];
  const newest = Math.floor(Math.min(toMs, now) / length) * length - (MOST_CANDLES - 1) * length;
  // A history that fails as a whole begins anew with the newest candles; a catch-up is answered from where it stands.
  const from = page === 0 ? fromMs : newest;
  return { ...call, instead: candlesCall(asset, { timeframe, fromMs: from, toMs, page: 0 }) };
}
