/** As many registry rows as asked for: the seeds by rank, then the coins the simulator makes up. Pure. */
import { venuesOf } from '#workers/store/seeds/venues.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import { listedAssets } from './simulator/universe.js';

export const assetRows = (count: number, dataSource: string, now: Date): AssetRow[] =>
  listedAssets(count).map((listing, i): AssetRow => ({
    symbol: listing.symbol,
    coingecko_id: listing.id,
    name: listing.name,
    market_rank: i + 1,
    quote_currency: 'usd',
    aliases: [],
    venues: venuesOf(listing.symbol, listing.market),
    active: true,
    valid_from: null,
    valid_to: null,
    data_source: dataSource,
    ingested_at: now,
  }));
