/** What does a symbol cost now? */
import type { Store } from '#workers/store/index.js';
import type { PriceRow } from '#workers/store/tables/prices.js';
import { ApiError } from '../errors.js';

/** Amounts in the asset's quote currency; null where the farm does not know. */
export const priceView = (r: PriceRow) => ({
  symbol: r.symbol,
  name: r.name,
  current_price: r.current_price,
  price_change_24h: r.price_change_24h,
  price_change_percentage_24h: r.price_change_percentage_24h,
  market_cap: r.market_cap,
  volume_24h: r.volume_24h,
  high_24h: r.high_24h,
  low_24h: r.low_24h,
  open_24h: r.open_24h,
  timestamp: (r.last_updated ?? r.available_at).toISOString(),
  available_at: r.available_at.toISOString(),
  data_source: r.data_source,
  quality: r.quality,
});
export type PriceView = ReturnType<typeof priceView>;

/** @throws ApiError DATA_NOT_AVAILABLE when no snapshot was ever stored. */
export async function currentPrice(store: Pick<Store, 'prices'>, symbol: string): Promise<PriceView> {
  const [row] = await store.prices.latest([symbol]);
  if (!row) throw new ApiError('DATA_NOT_AVAILABLE', `no price has been stored for ${symbol} yet`, { details: { symbol } });
  return priceView(row);
}

/** What the sockets push of a snapshot. `change_24h` is in percent. */
export interface PriceUpdate {
  symbol: string;
  data: { price_usd: number; volume_24h: number | null; market_cap: number | null; change_24h: number | null };
  timestamp: string;
}

const priceUpdate = (r: PriceRow): PriceUpdate => ({
  symbol: r.symbol,
  data: { price_usd: r.current_price, volume_24h: r.volume_24h, market_cap: r.market_cap, change_24h: r.price_change_percentage_24h },
  timestamp: (r.last_updated ?? r.available_at).toISOString(),
});

/** The snapshots a slot stored, of the given symbols. */
export const slotPrices = async (store: Pick<Store, 'prices'>, slotMs: number, symbols: readonly string[]): Promise<PriceUpdate[]> => (await store.prices.ofSlot(slotMs, symbols)).map(priceUpdate);

/** The newest snapshot of each symbol that has one. */
export const newestPrices = async (store: Pick<Store, 'prices'>, symbols: readonly string[]): Promise<PriceUpdate[]> => (await store.prices.latest(symbols)).map(priceUpdate);
