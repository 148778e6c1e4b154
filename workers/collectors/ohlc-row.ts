/** A bar as a row of `ohlc_data`, and Binance's request for a stretch of bars. Pure. */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { venuePages } from '#queues/venues.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { PlainBar } from './aggregate.js';
import type { Call, Received, Timeframe } from './collector.js';

export const VENUE = 'binance';
/** Where a symbol has no market on Binance, or Binance gives no answer: Coinbase Exchange, named after its company. */
export const SECOND_VENUE = 'coinbase';
export type BarVenue = typeof VENUE | typeof SECOND_VENUE;

/** The venue a symbol's bars come from; undefined where it has none. */
export const venueOf = (asset: AssetRow): BarVenue | undefined => [VENUE, SECOND_VENUE].find((v): v is BarVenue => Boolean(asset.venues[v]));

/** Final once its interval had ended when the venue was asked; known to the world at its close, an open one at receipt. */
// eslint-disable-next-line max-params -- the bar, what it is of, and where it comes from
export function barRow(bar: PlainBar & { trades?: number | null }, asset: AssetRow, timeframe: Timeframe, received: Received, venue: BarVenue = venueOf(asset) ?? VENUE): OhlcRow {
  const closeMs = bar.openTime + TIMEFRAME_MS[timeframe];
  const isFinal = closeMs <= (received.askedAt ?? received.at.getTime());
  return {
    symbol: asset.symbol,
    timeframe,
    open_time: new Date(bar.openTime),
    open: bar.open,
    high: bar.high,
    low: bar.low,
    close: bar.close,
    volume: bar.volume,
    trades: bar.trades ?? null,
    is_final: isFinal,
    venue,
    market: asset.venues[venue] ?? '',
    available_at: isFinal ? new Date(closeMs) : received.at,
    ingested_at: received.at,
    data_source: received.dataSource,
  };
}

export interface Stretch {
  timeframe: Timeframe;
  /** Open time of the first bar, ms. */
  fromMs: number;
  /** Last instant a bar may begin, ms; open where left out. */
  toMs?: number;
  limit: number;
  page: number;
}

export const klinesCall = (asset: AssetRow, { timeframe, fromMs, toMs, limit, page }: Stretch): Call => ({
  item: `${asset.symbol} ${timeframe}`,
  assets: [asset],
  path: '/api/v3/klines',
  query: { symbol: asset.venues[VENUE], interval: timeframe, startTime: fromMs, endTime: toMs, limit },
  cost: venuePages.binance.cost,
  most: limit,
  timeframe,
  page,
});
