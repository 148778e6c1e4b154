/**
 * The computed market: seeded, reproducible, correlated, with history from the
 * epoch on, computed where it is asked for. The same seed and instant give the
 * same numbers in any process and after any other question. It never looks at
 * a clock: the instant is always passed in.
 */
import { streamKey } from './hash.js';
import { DAY, FIVE_MINUTES, floorTo } from './intervals.js';
import { EPOCH_MS, LatentSeries, type LatentShape } from './latent.js';
import { SECTORS, profileOf } from './profile.js';
import { aggregate, type Bar, type BarQuery, type ListedAsset, type MarketSource, type Snapshot } from './source.js';
import { Tape, dayCache, type Drivers } from './tape.js';
import { listedAssets, lookalikes, type Listing } from './universe.js';

/** A year and a half, so that a request for daily bars finds the shared paths of the one before. */
const CACHED_FACTOR_DAYS = 560;

const shape = (key: number, dailyVol: number): LatentShape => ({ key, dailyVol, reversion: 0.008, volMemory: 0.94, volStep: 0.17 });

export interface MarketOptions {
  seed: number;
  /** How many coins; without it, the seeded list and at least 134. */
  symbols?: number;
}

export class ComputedMarket implements MarketSource {
  readonly mode = 'sim' as const;
  readonly span = null;
  readonly assets: readonly ListedAsset[];
  readonly others: readonly ListedAsset[];
  private readonly cache = dayCache();
  private readonly tapes = new Map<string, Tape>();

  constructor(options: MarketOptions) {
    const { seed } = options;
    const factors = {
      market: new LatentSeries(shape(streamKey(seed, 'market'), 0.021), CACHED_FACTOR_DAYS),
      sectors: Array.from({ length: SECTORS }, (_, i) => new LatentSeries(shape(streamKey(seed, `sector:${i}`), 0.014), CACHED_FACTOR_DAYS)),
    };
    this.assets = listedAssets(options.symbols).map((listing, i) => this.list(listing, { rank: i + 1, seed, factors }));
    this.others = lookalikes.map((listing) => this.list(listing, { rank: 400, seed, factors }));
  }

  private list(listing: Listing, place: { rank: number; seed: number; factors: Omit<Drivers, 'own'> }): ListedAsset {
    const profile = profileOf(listing, place.rank, place.seed);
    const own = new LatentSeries(shape(streamKey(place.seed, `own:${listing.id}`), profile.ownVol));
    this.tapes.set(listing.id, new Tape(this.tapes.size, profile, { ...place.factors, own }, this.cache));
    return asset(listing, place.rank, profile);
  }

  bars(asset: ListedAsset, query: BarQuery, nowMs: number): Bar[] {
    const { intervalMs, limit } = query;
    if (intervalMs < FIVE_MINUTES) return [];
    const floor = floorTo(EPOCH_MS + intervalMs - 1, intervalMs);
    const newest = Math.min(floorTo(nowMs, intervalMs), floorTo(query.toMs ?? nowMs, intervalMs));
    const asked = query.fromMs === undefined ? newest - (limit - 1) * intervalMs : floorTo(query.fromMs + intervalMs - 1, intervalMs);
    const first = Math.max(floor, asked);
    const last = Math.min(newest, first + (limit - 1) * intervalMs);
    const out: Bar[] = [];
    for (let open = first; open <= last; open += intervalMs) out.push(this.barOf(this.tape(asset), { openMs: open, intervalMs, nowMs }));
    return out;
  }

  snapshot(asset: ListedAsset, nowMs: number): Snapshot | null {
    const dayAgo = nowMs - DAY;
    const open24 = this.priceAt(asset, dayAgo);
    if (open24 === null) return null;
    const tape = this.tape(asset);
    const start: Bar = { openMs: dayAgo, open: open24, high: open24, low: open24, close: open24, volume: 0, quoteVolume: 0, trades: 0, takerVolume: 0 };
    const openNow = floorTo(nowMs, FIVE_MINUTES);
    const parts = [start, tape.whole(floorTo(dayAgo + FIVE_MINUTES - 1, FIVE_MINUTES), openNow), tape.barSoFar(openNow, nowMs)];
    const day = tape.tidy(aggregate(parts, dayAgo));
    return { atMs: nowMs, price: day.close, open24, high24: day.high, low24: day.low, volume24: day.volume, quoteVolume24: day.quoteVolume, trades24: day.trades };
  }

  priceAt(asset: ListedAsset, ms: number): number | null {
    return ms < EPOCH_MS ? null : this.tape(asset).priceAt(ms);
  }

  private barOf(tape: Tape, at: { openMs: number; intervalMs: number; nowMs: number }): Bar {
    const now = floorTo(at.nowMs, FIVE_MINUTES);
    if (at.openMs + at.intervalMs <= now) return tape.whole(at.openMs, at.openMs + at.intervalMs);
    const open = tape.barSoFar(now, at.nowMs);
    return now === at.openMs ? open : tape.tidy(aggregate([tape.whole(at.openMs, now), open], at.openMs));
  }

  private tape(asset: ListedAsset): Tape {
    const found = this.tapes.get(asset.id);
    if (!found) throw new RangeError(`the computed market has no ${asset.id}`);
    return found;
  }
}

function asset(listing: Listing, rank: number, profile: { decimals: number; supply: number }): ListedAsset {
  return {
    symbol: listing.symbol,
    id: listing.id,
    name: listing.name,
    quote: 'usd',
    market: listing.market,
    rank: listing.ranked === false ? null : rank,
    decimals: profile.decimals,
    supply: Math.round(profile.supply),
    maxSupply: rank % 2 === 1 ? Math.round(profile.supply * 1.05) : null,
  };
}
