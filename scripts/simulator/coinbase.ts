/**
 * Coinbase as far as the farm asks it: the public product list of Advanced Trade
 * (texts, empty ones where there is nothing, no instant) and the candles of Exchange
 * (`[t, low, high, open, close, volume]`, newest first, at most 300, none for
 * intervals without trade). Its prices differ a little from the other venues'.
 */
import { venuesOf } from '#workers/store/seeds/venues.js';
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { streamKey, uniform } from './hash.js';
import { HOUR, MINUTE, floorTo } from './intervals.js';
import type { ListedAsset, MarketSource } from './source.js';

const GRANULARITIES = new Set([60, 300, 900, 3_600, 21_600, 86_400]);
const MOST_CANDLES = 300;
const MOST_PREMIUM = 0.0008;

export class Coinbase {
  private readonly byProduct: ReadonlyMap<string, ListedAsset>;
  private minute = -1;
  private list = '';

  constructor(private readonly source: MarketSource, private readonly seed: number) {
    this.byProduct = new Map(source.assets.flatMap((asset) => {
      const product = venuesOf(asset.symbol, asset.market).coinbase;
      return product && asset.quote === 'usd' ? [[product, asset] as const] : [];
    }));
  }

  /** Advanced Trade. */
  products({ path, nowMs }: Call): Answer | null {
    if (path !== '/api/v3/brokerage/market/products') return null;
    const minute = floorTo(nowMs, MINUTE);
    if (minute !== this.minute) {
      const products = [...this.byProduct].flatMap(([product, asset]) => this.product(product, asset, nowMs));
      this.list = JSON.stringify({ products, num_products: products.length, pagination: null });
      this.minute = minute;
    }
    return { status: 200, body: this.list };
  }

  /** Exchange. */
  candles({ path, query, nowMs }: Call): Answer | null {
    const product = /^\/products\/([^/]+)\/candles$/.exec(path)?.[1];
    if (product === undefined) return null;
    const asset = this.byProduct.get(product);
    if (!asset) return json(404, { message: 'NotFound' });
    const granularity = Number(query.get('granularity') ?? 60);
    if (!GRANULARITIES.has(granularity)) return json(400, { message: 'Unsupported granularity' });
    const length = granularity * 1_000;
    const toMs = Math.min(nowMs, Date.parse(query.get('end') ?? '') || nowMs);
    const fromMs = Date.parse(query.get('start') ?? '') || toMs - MOST_CANDLES * length;
    if ((toMs - fromMs) / length > MOST_CANDLES) return json(400, { message: 'granularity too small for the requested time range. Count of aggregations requested exceeds 300' });
    const premium = 1 + this.premium(asset, 0);
    const bars = this.source.bars(asset, { intervalMs: length, fromMs, toMs, limit: MOST_CANDLES }, nowMs).filter((b) => b.volume > 0);
    const digits = (x: number): number => Number((x * premium).toPrecision(10));
    return json(200, bars.reverse().map((b) => [b.openMs / 1_000, digits(b.low), digits(b.high), digits(b.open), digits(b.close), Number((b.volume * 0.15).toPrecision(10))]));
  }

  /** What the venue's price is above the others', as a fraction. */
  private premium(asset: ListedAsset, ms: number): number {
    return (uniform(streamKey(this.seed, `coinbase:${asset.id}`), Math.floor(ms / HOUR)) - 0.5) * 2 * MOST_PREMIUM;
  }

  private product(product: string, asset: ListedAsset, nowMs: number): object[] {
    const s = this.source.snapshot(asset, nowMs);
    if (!s) return [];
    const price = s.price * (1 + this.premium(asset, nowMs));
    const change = s.open24 === null ? '' : String((s.price / s.open24 - 1) * 100);
    const base = s.volume24 === null ? '' : String(s.volume24 * 0.15);
    return [{
      product_id: product, price: String(Number(price.toPrecision(10))), price_percentage_change_24h: change, volume_24h: base, volume_percentage_change_24h: '', base_name: asset.name, quote_name: 'US Dollar',
      watched: false, is_disabled: false, new: false, status: 'online', cancel_only: false, limit_only: false, post_only: false, trading_disabled: false, auction_mode: false, product_type: 'SPOT',
      quote_currency_id: 'USD', base_currency_id: asset.symbol, mid_market_price: '', alias: '', alias_to: [], view_only: false, display_name: product, product_venue: 'CBE',
      approximate_quote_24h_volume: s.quoteVolume24 === null ? '' : (s.quoteVolume24 * 0.15).toFixed(2), market_cap: '', best_bid_price: '', best_ask_price: '',
    }];
  }
}
