/**
 * Prices from Coinbase Advanced Trade `/products` (one answer for every symbol): a
 * second opinion beside CoinGecko, and what the farm falls back on without it.
 * Matched by the registry's market name, dollar markets only.
 *
 *   {"products":[{"product_id":"BTC-USD","price":"68925.98","price_percentage_change_24h":"-0.28225832119521","volume_24h":"11005.02587005",
 *     "status":"online","is_disabled":false,"trading_disabled":false,"view_only":false,"product_type":"SPOT","quote_currency_id":"USD","mid_market_price":"", …}],"num_products":2}
 *
 * The list has no instant. Its prices are those of the moment (answers are cached for
 * a second), so a row was known when it was received, and `last_updated` is unknown.
 * A market without trade for a day, or with trading off, has a price of some other
 * moment: it is kept and marked stale. Empty texts are unknown.
 */
import { z } from 'zod';
import type { AssetRow } from '../store/tables/assets.js';
import type { PriceRow } from '../store/tables/prices.js';
import { collector, sampleOf, type Received, type Rejected } from './collector.js';
import { fieldOf, figureOf, wordOf } from './venue-figures.js';

const VENUE = 'coinbase';
const MOST_PRODUCTS = 1_500;

export const coinbase = collector({
  source: 'coinbase',
  host: 'coinbase',
  into: 'price_data_real',
  response: z.object({ products: z.array(z.unknown()) }),
  plan: (assets) => {
    const listed = assets.filter((a) => a.venues[VENUE]);
    return {
      calls: listed.length === 0 ? [] : [{ item: `products of ${listed.length} from ${listed[0]?.symbol ?? ''}`, assets: listed, path: '/products', query: { product_type: 'SPOT' }, cost: 1, most: MOST_PRODUCTS }],
      missing: assets.filter((a) => !a.venues[VENUE]).map((a) => ({ symbol: a.symbol, reason: 'no market on Coinbase', permanent: true })),
    };
  },
  rows: ({ products }, call, received) => {
    const byId = new Map([...products].reverse().map((p) => [wordOf(p, 'product_id'), p]));
    const rows: PriceRow[] = [];
    const rejected: Rejected[] = [];
    for (const asset of call.assets) {
      const raw = byId.get(asset.venues[VENUE] ?? '');
      if (raw === undefined) continue;
      const row = rowOf(raw, asset, received);
      if (typeof row === 'string') rejected.push({ item: asset.symbol, reason: row, sample: sampleOf(raw) });
      else rows.push(row);
    }
    const absent = call.assets.filter((a) => !byId.has(a.venues[VENUE] ?? ''));
    const missing = [...rejected.map((r) => ({ symbol: r.item, reason: r.reason })), ...absent.map((a) => ({ symbol: a.symbol, reason: `Coinbase has no market "${a.venues[VENUE] ?? ''}"`, permanent: true }))];
    return { rows, rejected, missing };
  },
});

/** The row, or the reason why there is none. */
function rowOf(raw: unknown, asset: AssetRow, received: Received): PriceRow | string {
  const price = figureOf(fieldOf(raw, 'price'));
  if (price === null || price <= 0) return 'price is not known or not above 0';
  const quote = wordOf(raw, 'quote_currency_id').toLowerCase();
  if (quote !== asset.quote_currency.toLowerCase()) return `priced in "${quote}", not in ${asset.quote_currency}`;
  const percent = figureOf(fieldOf(raw, 'price_percentage_change_24h'));
  const volume = figureOf(fieldOf(raw, 'volume_24h'));
  const open = percent === null || percent <= -100 ? null : price / (1 + percent / 100);
  return {
    symbol: asset.symbol, slot: new Date(received.slot), data_source: received.dataSource, coin_id: asset.coingecko_id, name: asset.name, quote_currency: asset.quote_currency,
    current_price: price,
    market_cap: null, market_cap_rank: null,
    volume_24h: volume === null ? null : volume * price,
    price_change_24h: open === null ? null : price - open,
    price_change_percentage_24h: percent,
    high_24h: null, low_24h: null,
    open_24h: open,
    circulating_supply: null,
    last_updated: null,
    collected_at: received.at,
    quality: isTraded(raw, volume) ? 'ok' : 'stale',
    quality_score: null, quality_reasons: null,
    available_at: received.at,
    ingested_at: received.at,
  };
}

const isTraded = (raw: unknown, volume: number | null): boolean => volume !== 0 && !['is_disabled', 'trading_disabled', 'view_only'].some((flag) => fieldOf(raw, flag) === true);
