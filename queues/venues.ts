/** What bars of a venue cost: plans count by it, and collectors ask by it. */
export const venuePages = {
  /** `/api/v3/klines`: weight 2 of the host's minute, at most 1,000 bars. */
  binance: { host: 'binance', bars: 1_000, cost: 2 },
  /** `/products/…/candles`: at most 300. */
  coinbase: { host: 'coinbase_exchange', bars: 300, cost: 1 },
} as const;
export type PagedVenue = keyof typeof venuePages;
