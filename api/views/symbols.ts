/** Which symbols does the farm know? */
import type { AssetRow } from '#workers/store/tables/assets.js';

export const symbolView = (a: AssetRow) => ({
  symbol: a.symbol,
  coingecko_id: a.coingecko_id,
  name: a.name,
  rank: a.market_rank,
  quote_currency: a.quote_currency,
  active: a.active,
  venues: a.venues,
});
export type SymbolView = ReturnType<typeof symbolView>;
