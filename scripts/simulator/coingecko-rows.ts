/**
 * Rows of `/coins/markets`, one text per coin and farm minute: within the same
 * minute every caller gets the same answer, as from CoinGecko's cache. A few
 * coins carry the oddities counted in a recorded page: one is a week stale,
 * one lacks its changes, one has a price below its own 24-hour low.
 */
import { DAY, HOUR, MINUTE, floorTo } from './intervals.js';
import type { ListedAsset, MarketSource, Snapshot } from './source.js';

/** Places in the universe (from 0) of the coins with an oddity; a smaller universe has none of them. */
export const oddities = { stale: 120, noChanges: 121, belowItsLow: 122, unranked: 123 } as const;

const PERIODS: Readonly<Record<string, number>> = { '1h': HOUR, '24h': DAY, '7d': 7 * DAY, '14d': 14 * DAY, '30d': 30 * DAY, '200d': 200 * DAY, '1y': 365 * DAY };

const digits = (x: number, places: number): number => Number(x.toFixed(places));
const percent = (now: number, before: number): number => ((now - before) / before) * 100;

export class MarketRows {
  private minute = -1;
  private readonly texts = new Map<string, string | null>();
  private readonly place: ReadonlyMap<ListedAsset, number>;

  constructor(private readonly source: MarketSource) {
    this.place = new Map(source.mode === 'sim' ? source.assets.map((a, i) => [a, i]) : []);
  }

  /** The coin's JSON text, or null when nothing is known about it yet. */
  row(asset: ListedAsset, nowMs: number, periods: readonly string[]): string | null {
    const minute = floorTo(nowMs, MINUTE);
    if (minute !== this.minute) {
      this.minute = minute;
      this.texts.clear();
    }
    const key = `${asset.id} ${periods.join()}`;
    const cached = this.texts.get(key);
    if (cached !== undefined) return cached;
    const text = this.compute(asset, minute, periods);
    this.texts.set(key, text);
    return text;
  }

  private compute(asset: ListedAsset, minute: number, periods: readonly string[]): string | null {
    const place = this.place.get(asset);
    const at = place === oddities.stale ? minute - 7 * DAY : minute;
    const snapshot = this.source.snapshot(asset, at);
    if (!snapshot) return null;
    const blank = place === oddities.stale || place === oddities.noChanges;
    return JSON.stringify({ ...this.figures(asset, snapshot, place), ...changes(asset, snapshot, blank), ...this.supply(asset, snapshot), ...extremes(snapshot.price, asset), roi: roiOf(place), last_updated: new Date(snapshot.atMs).toISOString(), ...this.overPeriods(asset, snapshot, { periods, blank }) });
  }

  private figures(asset: ListedAsset, s: Snapshot, place: number | undefined): object {
    const low = place === oddities.belowItsLow && s.low24 !== null ? digits(s.price * 1.002, asset.decimals) : s.low24;
    const cap = asset.supply === null ? null : Math.round(asset.supply * s.price);
    return {
      id: asset.id,
      symbol: asset.symbol.toLowerCase(),
      name: asset.name,
      image: `https://coin-images.coingecko.com/coins/images/1/large/${asset.id}.png?1696501400`,
      current_price: s.price,
      market_cap: cap,
      market_cap_rank: place === oddities.unranked ? null : asset.rank,
      fully_diluted_valuation: asset.maxSupply === null ? cap : Math.round(asset.maxSupply * s.price),
      total_volume: s.quoteVolume24 !== null && this.source.mode === 'sim' ? Math.round(s.quoteVolume24) : s.quoteVolume24,
      high_24h: low !== null && s.high24 !== null ? Math.max(s.high24, low) : s.high24,
      low_24h: low,
    };
  }

  private supply(asset: ListedAsset, _s: Snapshot): object {
    return { circulating_supply: asset.supply, total_supply: asset.maxSupply ?? asset.supply, max_supply: asset.maxSupply };
  }

  private overPeriods(asset: ListedAsset, s: Snapshot, asked: { periods: readonly string[]; blank: boolean }): object {
    const out: Record<string, number | null> = {};
    for (const period of asked.periods) {
      const length = PERIODS[period];
      if (length === undefined) continue;
      const before = asked.blank ? null : this.source.priceAt(asset, s.atMs - length);
      out[`price_change_percentage_${period}_in_currency`] = before === null ? null : percent(s.price, before);
    }
    return out;
  }
}

function changes(asset: ListedAsset, s: Snapshot, blank: boolean): object {
  const before = blank ? null : s.open24;
  if (before === null) return { price_change_24h: null, price_change_percentage_24h: null, market_cap_change_24h: null, market_cap_change_percentage_24h: null };
  return {
    price_change_24h: digits(s.price - before, asset.decimals + 2),
    price_change_percentage_24h: digits(percent(s.price, before), 5),
    market_cap_change_24h: asset.supply === null ? null : digits(asset.supply * (s.price - before), 4),
    market_cap_change_percentage_24h: asset.supply === null ? null : digits(percent(s.price, before), 5),
  };
}

/** All-time extremes are plausible constants in the computed market and unknown in a replay. */
function extremes(price: number, asset: ListedAsset): object {
  if (asset.supply === null) return { ath: null, ath_change_percentage: null, ath_date: null, atl: null, atl_change_percentage: null, atl_date: null };
  const ath = digits(price * 2, asset.decimals);
  const atl = digits(price / 10, asset.decimals + 1);
  return { ath, ath_change_percentage: digits(percent(price, ath), 5), ath_date: '2021-11-10T14:24:11.849Z', atl, atl_change_percentage: digits(percent(price, atl), 5), atl_date: '2019-03-13T02:24:40.904Z' };
}

const roiOf = (place: number | undefined): object | null => (place === 1 ? { times: 42.39, currency: 'btc', percentage: 4239.41 } : null);
