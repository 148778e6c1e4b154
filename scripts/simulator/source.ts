/**
 * What the wire formats need to know about a market, whether it is computed
 * (market.ts) or replayed (replay.ts). Farm milliseconds and plain numbers in,
 * plain numbers out; nothing here knows HTTP.
 */

/** A candle of [openMs, openMs + interval); of the open one, what is known so far. Volumes: base, then quote currency. */
export interface Bar {
  openMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  quoteVolume: number;
  /** Null where nobody counted them. */
  trades: number | null;
  takerVolume: number;
}

export interface BarQuery {
  intervalMs: number;
  /** Bars that open at or after it, oldest first; without it, the newest `limit` bars. */
  fromMs?: number;
  /** Bars that open at or before it. */
  toMs?: number;
  limit: number;
}

/** The last 24 hours as known at `atMs`; null where the bars do not reach back that far. */
export interface Snapshot {
  atMs: number;
  price: number;
  open24: number | null;
  high24: number | null;
  low24: number | null;
  volume24: number | null;
  quoteVolume24: number | null;
  trades24: number | null;
}

export interface ListedAsset {
  /** Ticker in upper case. */
  symbol: string;
  /** CoinGecko id. */
  id: string;
  name: string;
  /** Currency its prices are in, lower case, as CoinGecko's `vs_currency` wants it: usd, btc, eth … */
  quote: string;
  /** Binance market name, or null where Binance does not list it. */
  market: string | null;
  rank: number | null;
  /** Decimals of a price. */
  decimals: number;
  /** Circulating and greatest supply; null = unknown. */
  supply: number | null;
  maxSupply: number | null;
}

export interface MarketSource {
  readonly mode: 'sim' | 'replay';
  /** The farm's universe, by rank. */
  readonly assets: readonly ListedAsset[];
  /** Coins that CoinGecko lists beside it. */
  readonly others: readonly ListedAsset[];
  /** First and last instant worth playing; null when any instant is. */
  readonly span: { fromMs: number; toMs: number } | null;
  /** Oldest first, never later than the one that holds `nowMs`. */
  bars(asset: ListedAsset, query: BarQuery, nowMs: number): Bar[];
  /** Null when nothing is known at that instant. */
  snapshot(asset: ListedAsset, nowMs: number): Snapshot | null;
  /** The price at an instant; null when unknown. */
  priceAt(asset: ListedAsset, ms: number): number | null;
}

/** One bar out of consecutive finer ones. Assumes at least one. */
export function aggregate(bars: readonly Bar[], openMs: number): Bar {
  const first = bars[0] as Bar;
  const whole = { ...first, openMs };
  for (const b of bars.slice(1)) {
    if (b.high > whole.high) whole.high = b.high;
    if (b.low < whole.low) whole.low = b.low;
    whole.close = b.close;
    whole.volume += b.volume;
    whole.quoteVolume += b.quoteVolume;
    whole.trades = whole.trades === null || b.trades === null ? null : whole.trades + b.trades;
    whole.takerVolume += b.takerVolume;
  }
  return whole;
}
