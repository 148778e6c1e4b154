/** Which symbols does the farm know? */
import { z } from 'zod';
import { cryptoAssets, type AssetRow } from '#workers/store/tables/assets.js';
import { count, field, jsonField, named } from './fields.js';

const { columns } = cryptoAssets;
export const symbolShape = named(
  'Symbol',
  cryptoAssets.doc,
  z.strictObject({
    symbol: field(columns.symbol),
    coingecko_id: field(columns.coingecko_id),
    name: field(columns.name),
    rank: field(columns.market_rank),
    quote_currency: field(columns.quote_currency),
    active: field(columns.active),
    venues: jsonField(columns.venues, z.record(z.string(), z.string())),
  }),
);
export type SymbolView = z.infer<typeof symbolShape>;
export const symbolsAnswer = named('Symbols', 'Assets of the registry, by rank', z.strictObject({ data: z.array(symbolShape), total: count('assets in data') }));

export const symbolView = (a: AssetRow): SymbolView => ({
  symbol: a.symbol,
  coingecko_id: a.coingecko_id,
  name: a.name,
  rank: a.market_rank,
  quote_currency: a.quote_currency,
  active: a.active,
  venues: a.venues,
});
