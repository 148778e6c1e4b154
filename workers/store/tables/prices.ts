import { double, instant, integer, json, maybe, table, text, type Row } from '../table.js';
import { FIVE_YEARS } from '../retention/days.js';
import { provenance } from './provenance.js';

/** One snapshot per symbol, slot and source. The first one stored for a slot stays: features were computed from it. */
export const priceDataReal = table({
  database: 'prices',
  name: 'price_data_real',
  doc: 'Price snapshots, one per symbol, five-minute slot and source',
  columns: {
    symbol: text(20, 'ticker in the registry, upper case'),
    slot: instant('the five-minute slot the snapshot was taken for'),
    data_source: provenance.data_source,
    coin_id: text(100, 'CoinGecko id'),
    name: text(120, 'name of the asset'),
    quote_currency: text(10, 'currency of every amount in the row'),
    current_price: double('last price, in quote_currency'),
    market_cap: maybe(double('market capitalisation, in quote_currency')),
    market_cap_rank: maybe(integer('rank by market capitalisation, 1 is the largest')),
    volume_24h: maybe(double('traded volume of the last 24 hours, in quote_currency')),
    price_change_24h: maybe(double('change over 24 hours, in quote_currency')),
    price_change_percentage_24h: maybe(double('change over 24 hours, percent')),
    high_24h: maybe(double('highest price of the last 24 hours')),
    low_24h: maybe(double('lowest price of the last 24 hours')),
    open_24h: maybe(double('price 24 hours ago: current_price − price_change_24h')),
    circulating_supply: maybe(double('coins in circulation')),
    last_updated: maybe(instant('when the upstream last updated the price: the event time')),
    collected_at: instant('when the farm received the answer'),
    quality: text(20, 'ok, or the reason for doubt: stale, no_timestamp, out_of_range'),
    quality_score: maybe(double('0 to 1: what the validator makes of the row; NULL for rows from before there was one')),
    quality_reasons: maybe(json<string[]>('why the score is below 1')),
    available_at: provenance.available_at,
    ingested_at: provenance.ingested_at,
  },
  key: ['symbol', 'slot', 'data_source'],
  indexes: { by_collected: ['symbol', 'collected_at'], by_slot: ['slot'] },
  partition: { by: 'slot', every: 'month' },
  keep: { by: 'slot', days: FIVE_YEARS },
  onRepeat: 'keep',
});
export type PriceRow = Row<typeof priceDataReal>;
