/** A small market with rows in every table, written through the repositories: what the api's tests ask about. */
import { featureRow } from '#workers/store/tables/features.js';
import { featureNames, type FeatureName } from '#workers/processors/features/index.js';
import { indicatorNames, technicalRow } from '#workers/store/tables/technical.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import type { OhlcRow } from '#workers/store/tables/ohlc.js';
import type { PriceRow } from '#workers/store/tables/prices.js';
import type { Store } from '#workers/store/index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The newest slot with rows. */
export const SLOT = Date.UTC(2026, 0, 2, 12, 0);
/** What the farm's clock says while the tests run. */
export const NOW = SLOT + 2 * MINUTE;
/** No bar was stored for this hour. */
export const MISSING_HOUR = SLOT - 5 * HOUR;

export const SYMBOLS = ['BTC', 'ETH', 'TINY'] as const;
const ID: Record<string, string> = { BTC: 'bitcoin', ETH: 'ethereum', TINY: 'tiny-coin' };
const PRICE: Record<string, number> = { BTC: 98_765.43, ETH: 3_456.78, TINY: 1.2345e-8 };
const provenance = (at: number) => ({ available_at: new Date(at), ingested_at: new Date(at + 1_000), data_source: 'sim:test' });

const asset = (symbol: string, rank: number): AssetRow => ({
  symbol,
  coingecko_id: ID[symbol] ?? symbol.toLowerCase(),
  name: `The ${symbol}`,
  market_rank: rank,
  quote_currency: 'usd',
  aliases: [],
  venues: { binance: `${symbol}USDT` },
  active: symbol !== 'IDLE',
  valid_from: null,
  valid_to: null,
  data_source: 'sim:test',
  ingested_at: new Date(SLOT),
});

/** TINY knows nothing but its price: its other figures must come out as null. */
export const priceRow = (symbol: string, slot: number, price = PRICE[symbol] ?? 1): PriceRow => {
  const known = symbol !== 'TINY';
  return {
    symbol,
    slot: new Date(slot),
    data_source: 'sim:test',
    coin_id: ID[symbol] ?? symbol.toLowerCase(),
    name: `The ${symbol}`,
    quote_currency: 'usd',
    current_price: price,
    market_cap: known ? price * 1e6 : null,
    market_cap_rank: known ? 1 : null,
    volume_24h: known ? price * 1e4 : null,
    price_change_24h: known ? price * 0.02 : null,
    price_change_percentage_24h: known ? 2.5 : null,
    high_24h: known ? price * 1.1 : null,
    low_24h: known ? price * 0.9 : null,
    open_24h: known ? price * 0.98 : null,
    circulating_supply: known ? 1e6 : null,
    last_updated: new Date(slot - 20_000),
    collected_at: new Date(slot + 1_000),
    quality: 'ok', quality_score: null, quality_reasons: null,
    available_at: new Date(slot - 20_000),
    ingested_at: new Date(slot + 1_500),
  };
};

const bar = (openTime: number): OhlcRow => ({
  symbol: 'BTC',
  timeframe: '1h',
  open_time: new Date(openTime),
  open: 100,
  high: 110,
  low: 90,
  close: 105,
  volume: 12.5,
  trades: null,
  is_final: openTime < SLOT,
  venue: 'binance',
  market: 'BTCUSDT',
  ...provenance(openTime + HOUR),
});

const indicators = (closedAt: number) =>
  technicalRow({ symbol: 'BTC', timeframe: '1h', timestamp: new Date(closedAt), bars: 200, ...provenance(closedAt) }, indicatorNames.map((_, i) => (i === 1 ? Number.NaN : i + 0.5)));

export const featuresRow = (symbol: string, slot: number) => {
  const values = Object.fromEntries(featureNames.map((n, i) => [n, i % 7 === 6 ? null : i + 0.25])) as Record<FeatureName, number | null>;
  return featureRow({ symbol, timestamp: new Date(slot), feature_version: 7, fill_ratio: 0.86, data_quality_score: 0.8, lineage: { price: new Date(slot).toISOString() }, job_id: 'test', ...provenance(slot) }, values);
};

/** How many slots of features each of BTC and ETH has, up to SLOT. */
export const FEATURE_SLOTS = 300;

export async function fillStore(store: Store): Promise<void> {
  await store.assets.upsert([...SYMBOLS, 'IDLE'].map((s, i) => asset(s, i + 1)));
  await store.prices.insert([...SYMBOLS].flatMap((s) => [priceRow(s, SLOT - 5 * MINUTE, 1), priceRow(s, SLOT)]));
  const hours = Array.from({ length: 13 }, (_, i) => SLOT - (12 - i) * HOUR);
  await store.ohlc.upsert(hours.filter((h) => h !== MISSING_HOUR).map(bar), new Date(NOW));
  await store.indicators.save([indicators(SLOT - HOUR), indicators(SLOT)], []);
  const slots = Array.from({ length: FEATURE_SLOTS }, (_, i) => SLOT - (FEATURE_SLOTS - 1 - i) * 5 * MINUTE);
  await store.features.upsert(slots.flatMap((slot) => ['BTC', 'ETH'].map((s) => featuresRow(s, slot))));
}
