/** What does a symbol cost now? */
import type { Store } from '#workers/store/index.js';
import { z } from 'zod';
import { priceDataReal, type PriceRow } from '#workers/store/tables/prices.js';
import { ApiError } from '../errors.js';
import { field, instantField, named } from './fields.js';

const { columns } = priceDataReal;
export const priceAnswer = named(
  'Price',
  'The newest snapshot of an asset. Amounts are in its quote currency; null where the farm does not know',
  z.strictObject({
    symbol: field(columns.symbol),
    name: field(columns.name),
    current_price: field(columns.current_price),
    price_change_24h: field(columns.price_change_24h),
    price_change_percentage_24h: field(columns.price_change_percentage_24h),
    market_cap: field(columns.market_cap),
    volume_24h: field(columns.volume_24h),
    high_24h: field(columns.high_24h),
    low_24h: field(columns.low_24h),
    open_24h: field(columns.open_24h),
    timestamp: instantField('when the upstream last updated the price, or when it became known where it does not say'),
    available_at: field(columns.available_at),
    data_source: field(columns.data_source),
    quality: field(columns.quality),
  }),
);
export type PriceView = z.infer<typeof priceAnswer>;

export const priceView = (r: PriceRow): PriceView => ({
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

/** The newest snapshot of each symbol that has one, in one read. */
export const pricesOf = async (store: Pick<Store, 'prices'>, symbols: readonly string[]): Promise<PriceView[]> => (await store.prices.latest(symbols)).map(priceView);

export function noPrice(symbol: string, asOfMs?: number): ApiError {
  const what = asOfMs === undefined ? `no price has been stored for ${symbol} yet` : `no price of ${symbol} of the day before was known at ${new Date(asOfMs).toISOString()}`;
  return new ApiError('DATA_NOT_AVAILABLE', what, { details: { symbol } });
}

/** A snapshot older than this was no current price at the instant asked for. */
const STANDS_MS = 86_400_000;

/** @param asOfMs asks what was known then. @throws ApiError DATA_NOT_AVAILABLE when no snapshot was ever stored, or none was known then. */
export async function currentPrice(store: Pick<Store, 'prices'>, symbol: string, asOfMs?: number): Promise<PriceView> {
  const [price] = asOfMs === undefined ? await pricesOf(store, [symbol]) : (await store.prices.asOf([symbol], asOfMs, STANDS_MS)).map(priceView);
  if (!price) throw noPrice(symbol, asOfMs);
  return price;
}

/** What the sockets push of a snapshot. */
export const priceEvent = named(
  'PriceEvent',
  'One update of the price stream',
  z.strictObject({
    symbol: field(columns.symbol),
    data: z.strictObject({ price_usd: field(columns.current_price), volume_24h: field(columns.volume_24h), market_cap: field(columns.market_cap), change_24h: field(columns.price_change_percentage_24h) }),
    timestamp: instantField('when the upstream last updated the price, or when it became known where it does not say'),
    seq: z.number().int().describe('position: later updates have higher ones'),
    snapshot: z.literal(true).optional().describe('on the values a stream begins with'),
  }),
);
export type PriceUpdate = Pick<z.infer<typeof priceEvent>, 'symbol' | 'data' | 'timestamp'>;

const priceUpdate = (r: PriceRow): PriceUpdate => ({
  symbol: r.symbol,
  data: { price_usd: r.current_price, volume_24h: r.volume_24h, market_cap: r.market_cap, change_24h: r.price_change_percentage_24h },
  timestamp: (r.last_updated ?? r.available_at).toISOString(),
});

/** The snapshots a slot stored, of the given symbols. */
export const slotPrices = async (store: Pick<Store, 'prices'>, slotMs: number, symbols: readonly string[]): Promise<PriceUpdate[]> => (await store.prices.ofSlot(slotMs, symbols)).map(priceUpdate);

/** The newest snapshot of each symbol that has one. */
export const newestPrices = async (store: Pick<Store, 'prices'>, symbols: readonly string[]): Promise<PriceUpdate[]> => (await store.prices.latest(symbols)).map(priceUpdate);
