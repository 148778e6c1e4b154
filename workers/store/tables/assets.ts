import { boolean, instant, integer, json, maybe, table, text, type Row } from '../table.js';

export const cryptoAssets = table({
  database: 'prices',
  name: 'crypto_assets',
  doc: 'The symbol registry. A re-used or renamed ticker is a separate asset with its own validity',
  columns: {
    symbol: text(20, 'ticker, upper case, unique in the registry'),
    coingecko_id: text(100, 'CoinGecko id'),
    name: text(120, 'name of the asset'),
    market_rank: maybe(integer('default order: rank by market capitalisation when the list was made')),
    quote_currency: text(10, 'currency its prices are collected in'),
    aliases: json<string[]>('other names and tickers that mean this asset'),
    venues: json<Record<string, string>>("venue → the venue's own market name, such as {\"binance\":\"BTCUSDT\"}"),
    active: boolean('whether it is collected'),
    valid_from: maybe(instant('first instant at which the ticker means this asset')),
    valid_to: maybe(instant('first instant at which it no longer does')),
    data_source: text(64, 'seed, or the mode that added it (sim: or replay:)'),
    ingested_at: instant('when it was first stored'),
  },
  key: ['symbol'],
  indexes: { by_coin: ['coingecko_id'] },
});
export type AssetRow = Row<typeof cryptoAssets>;
