/** Which symbols does the farm know? */
import { z } from 'zod';
import { cryptoAssets, type AssetRow } from '#workers/store/tables/assets.js';
import { count, field, jsonField, named } from './fields.js';
import { cursorAfter, markIn, nextCursor } from './page.js';

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
export const symbolsAnswer = named('Symbols', 'Assets of the registry, by rank', z.strictObject({ data: z.array(symbolShape), total: count('assets in data'), next_cursor: nextCursor }));

export const symbolView = (a: AssetRow): SymbolView => ({
  symbol: a.symbol,
  coingecko_id: a.coingecko_id,
  name: a.name,
  rank: a.market_rank,
  quote_currency: a.quote_currency,
  active: a.active,
  venues: a.venues,
});

/** Who has no rank comes last. */
const UNRANKED = 1e9;
const placeOf = ({ market_rank, symbol }: AssetRow): { atMs: number; key: string } => ({ atMs: market_rank ?? UNRANKED, key: symbol });

/** @param assets by rank, then symbol. @throws ApiError VALIDATION_ERROR for a cursor this api has not given. */
export function symbolsView(assets: readonly AssetRow[], { limit, cursor }: { limit: number; cursor?: string | undefined }): z.infer<typeof symbolsAnswer> {
  const after = cursor === undefined ? undefined : markIn(cursor);
  const isLater = ({ atMs, key }: ReturnType<typeof placeOf>): boolean => after === undefined || atMs > after.atMs || (atMs === after.atMs && key > after.key);
  const left = assets.filter((a) => isLater(placeOf(a)));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return { data: page.map(symbolView), total: page.length, next_cursor: last !== undefined && page.length < left.length ? cursorAfter(placeOf(last)) : null };
}
