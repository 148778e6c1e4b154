/**
 * Price snapshots from CoinGecko `/coins/markets`: up to 250 ids a call, one
 * call per quote currency. Matched by id, never by ticker: two coins share one.
 *
 *   {"id":"bitcoin","symbol":"btc","current_price":64039,"market_cap":1284523645172,"market_cap_rank":1,
 *    "total_volume":32019976824,"high_24h":64387,"low_24h":62815,"price_change_24h":412.5,
 *    "circulating_supply":20053312.0,"last_updated":"2026-07-07T18:04:00.961Z", …}   any number may be null
 */
import { z } from 'zod';
import type { Missing } from '#queues/outcome.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { PriceRow } from '../store/tables/prices.js';
import { collector, sampleOf, type Call, type Received, type Rejected } from './collector.js';

const IDS_PER_CALL = 250;
/** CoinGecko's clock may be ahead of ours by this much; more is not believed. */
export const FUTURE_MS = 120_000;
/** A price older than this is kept, and marked. */
export const STALE_MS = 900_000;
const FIRST_PRICE_MS = Date.UTC(2009, 0, 3);

const figure = z.number().nullish().transform((n) => n ?? null);
const coin = z.object({
  id: z.string(),
  current_price: z.number('is not known').positive('is not above 0'),
  market_cap: figure,
  market_cap_rank: z.number().int().nullish().transform((n) => n ?? null),
  total_volume: figure,
  price_change_24h: figure,
  price_change_percentage_24h: figure,
  high_24h: figure,
  low_24h: figure,
  circulating_supply: figure,
  last_updated: z.iso.datetime({ offset: true }).nullish().transform((t) => (t ? new Date(t) : null)),
});
type Coin = z.infer<typeof coin>;

export const cryptoPrices = collector({
  source: 'crypto-prices',
  host: 'coingecko',
  into: 'price_data_real',
  response: z.array(z.unknown()),
  plan: (assets) => ({ calls: [...byCurrency(assets)].flatMap(([currency, list]) => batches(list).map((batch) => callFor(currency, batch))), missing: [] }),
  rows: (body, call, received) => {
    const coins = firstOfEachId(body);
    const rows: PriceRow[] = [];
    const rejected: Rejected[] = [];
    for (const asset of call.assets) {
      const raw = coins.get(asset.coingecko_id);
      if (raw === undefined) continue;
      const row = rowOf(raw, asset, received);
      if (typeof row === 'string') rejected.push({ item: asset.symbol, reason: row, sample: sampleOf(raw) });
      else rows.push(row);
    }
    return { rows, rejected, missing: unanswered(call, rows, rejected) };
  },
});

function byCurrency(assets: readonly AssetRow[]): Map<string, AssetRow[]> {
  const groups = new Map<string, AssetRow[]>();
  for (const asset of assets) {
    const currency = asset.quote_currency.toLowerCase();
    groups.set(currency, [...(groups.get(currency) ?? []), asset]);
  }
  return groups;
}

const batches = (assets: AssetRow[]): AssetRow[][] => Array.from({ length: Math.ceil(assets.length / IDS_PER_CALL) }, (_, i) => assets.slice(i * IDS_PER_CALL, (i + 1) * IDS_PER_CALL));

/** A space after a comma silently drops the id behind it, so ids are trimmed before they are joined. */
const callFor = (currency: string, assets: AssetRow[]): Call => ({
  item: `${currency} of ${assets.length} coins from ${assets[0]?.symbol ?? ''}`,
  assets,
  path: '/coins/markets',
  query: { vs_currency: currency, ids: [...new Set(assets.map((a) => a.coingecko_id.trim()))].join(','), per_page: IDS_PER_CALL, page: 1, sparkline: 'false', precision: 'full' },
  cost: 1,
  most: IDS_PER_CALL,
});

function firstOfEachId(body: unknown[]): Map<string, unknown> {
  const coins = new Map<string, unknown>();
  for (const item of body) {
    const id = (item as { id?: unknown } | null)?.id;
    if (typeof id === 'string' && !coins.has(id)) coins.set(id, item);
  }
  return coins;
}

/** The row, or the reason why there is none. */
function rowOf(raw: unknown, asset: AssetRow, received: Received): PriceRow | string {
  const result = coin.safeParse(raw);
  if (!result.success) return result.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ').slice(0, 200);
  const c = result.data;
  const ageMs = c.last_updated ? received.at.getTime() - c.last_updated.getTime() : 0;
  if (ageMs < -FUTURE_MS) return `last_updated lies ${Math.round(-ageMs / 1_000)} s ahead of our clock`;
  if (c.last_updated && c.last_updated.getTime() < FIRST_PRICE_MS) return 'last_updated lies before the first price there ever was';
  return {
    ...identity(asset, received),
    ...figures(c),
    last_updated: c.last_updated,
    collected_at: received.at,
    quality: qualityOf(c, ageMs),
    quality_score: null,
    quality_reasons: null,
    available_at: c.last_updated ?? received.at,
    ingested_at: received.at,
  };
}

const identity = (asset: AssetRow, { slot, dataSource }: Received) => ({
  symbol: asset.symbol,
  slot: new Date(slot),
  data_source: dataSource,
  coin_id: asset.coingecko_id,
  name: asset.name,
  quote_currency: asset.quote_currency,
});

const figures = (c: Coin) => ({
  current_price: c.current_price,
  market_cap: c.market_cap,
  market_cap_rank: c.market_cap_rank,
  volume_24h: c.total_volume,
  price_change_24h: c.price_change_24h,
  price_change_percentage_24h: c.price_change_percentage_24h,
  high_24h: c.high_24h,
  low_24h: c.low_24h,
  open_24h: c.price_change_24h === null ? null : c.current_price - c.price_change_24h,
  circulating_supply: c.circulating_supply,
});

function qualityOf(c: Coin, ageMs: number): string {
  if (c.last_updated === null) return 'no_timestamp';
  if (ageMs > STALE_MS) return 'stale';
  const outside = (c.low_24h !== null && c.current_price < c.low_24h) || (c.high_24h !== null && c.current_price > c.high_24h);
  return outside ? 'out_of_range' : 'ok';
}

function unanswered(call: Call, rows: PriceRow[], rejected: Rejected[]): Missing[] {
  const have = new Set(rows.map((r) => r.symbol));
  const why = new Map(rejected.map((r) => [r.item, r.reason]));
  return call.assets
    .filter((a) => !have.has(a.symbol))
    .map(({ symbol, coingecko_id }) => {
      const reason = why.get(symbol);
      return reason ? { symbol, reason } : { symbol, reason: `CoinGecko does not know the id "${coingecko_id}"`, permanent: true };
    });
}
