/**
 * Perpetual futures over the simulated market: which contracts a venue lists, and
 * their mark, index, funding and open interest at any instant. Figures are drawn by
 * address (seed, contract, hour), so that any two questions about one instant agree.
 * Contracts of cheap coins hold hundreds or more of them, as their names say.
 */
import { multiplierOf } from '#workers/collectors/contract-size.js';
import { venuesOf } from '#workers/store/seeds/venues.js';
import { streamKey, uniform } from './hash.js';
import { HOUR, floorTo } from './intervals.js';
import type { ListedAsset, MarketSource } from './source.js';

export type FuturesVenue = 'binance_futures' | 'bybit';

export interface Contract {
  market: string;
  asset: ListedAsset;
  multiplier: number;
  key: number;
  /** Hours between payments: most contracts eight, every fifth four. */
  hours: 4 | 8;
}

export interface FuturesFigures {
  /** Per contract unit. */
  mark: number;
  index: number;
  fundingRate: number;
  nextFundingMs: number;
  /** Contract units, counted once, and their value. */
  openInterest: number;
  openInterestValue: number;
}

/** A value in (0, 1) that moves smoothly from hour to hour. */
function wave(key: number, ms: number): number {
  const hour = Math.floor(ms / HOUR);
  const t = (ms - hour * HOUR) / HOUR;
  const [a, b] = [uniform(key, hour), uniform(key, hour + 1)];
  return a + (b - a) * t * t * (3 - 2 * t);
}

export class Futures {
  readonly contracts: ReadonlyMap<string, Contract>;

  constructor(private readonly source: MarketSource, venue: FuturesVenue, seed: number) {
    const listed = source.assets.flatMap((asset) => {
      const market = asset.market === null ? undefined : venuesOf(asset.symbol, asset.market)[venue];
      const key = streamKey(seed, `futures:${asset.id}`);
      return market ? [{ market, asset, multiplier: multiplierOf(market), key: key ^ streamKey(seed, venue), hours: uniform(key, 0) < 0.2 ? (4 as const) : (8 as const) }] : [];
    });
    this.contracts = new Map(listed.map((c) => [c.market, c]));
  }

  /** Null where the market knows no price. */
  figures(c: Contract, ms: number): FuturesFigures | null {
    const price = this.source.priceAt(c.asset, ms);
    if (price === null) return null;
    const index = price * c.multiplier;
    const mark = index * (1 + (wave(c.key ^ 1, ms) - 0.5) * 0.0012);
    const openInterest = this.openInterest(c, ms, index);
    const paid = floorTo(ms, c.hours * HOUR);
    return { mark, index, fundingRate: this.rate(c, paid + c.hours * HOUR) * 0.7 + (wave(c.key ^ 2, ms) - 0.5) * 0.00006, nextFundingMs: paid + c.hours * HOUR, openInterest, openInterestValue: openInterest * mark };
  }

  /** What was paid at an instant of the contract's grid, to the eighth decimal. */
  rate(c: Contract, atMs: number): number {
    const drift = wave(c.key ^ 3, floorTo(atMs, 24 * HOUR) / 24);
    return Number(((uniform(c.key ^ 4, atMs / HOUR) - 0.5) * 0.0002 + (drift - 0.35) * 0.0003).toFixed(8));
  }

  /** About two percent of the supply, give or take a quarter; a coin without a known supply has ten million worth of it. */
  openInterest(c: Contract, ms: number, unitPrice: number): number {
    const base = c.asset.supply === null ? 1e7 / unitPrice : (c.asset.supply * 0.02) / c.multiplier;
    return base * (0.8 + 0.4 * wave(c.key ^ 5, ms / 6) + 0.02 * wave(c.key ^ 6, ms));
  }
}

/** Instants of a grid in [from, to], oldest first, at most `limit`. */
export function grid(stepMs: number, { fromMs, toMs, limit }: { fromMs: number; toMs: number; limit: number }): number[] {
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  const count = Math.max(0, Math.min(limit, Math.floor((toMs - first) / stepMs) + 1));
  return Array.from({ length: count }, (_, i) => first + i * stepMs);
}
