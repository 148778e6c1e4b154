/**
 * Where the newest row of each dataset is: a query that answers `symbol`, `newest`
 * by jumps through keys. Datasets that are about no symbol answer per series, or
 * once for all; `expects` says what should be there.
 */
import type { DatasetName } from '#queues/datasets.js';
import type { DatabaseName } from '../table.js';
import { datasets } from '#queues/datasets.js';
import { series, seriesOf, type SeriesName } from '../series.js';

export interface NewestQuery {
  sql: string;
  values?: string[];
}
export interface Measured {
  database: DatabaseName;
  newest(name: string): NewestQuery;
  /** What should have a fresh row where it is not the slot's symbols. */
  expects?: readonly string[];
  /** Seconds for which a row of the symbol or series is fresh, where it is not the dataset's own figure. */
  freshSeconds?(symbol: string): number;
  /** Rows appear only when there is something to tell: looking is what counts, and the ledger says when that was. */
  sparse?: true;
}

const by = (column: string, group: string) => (name: string): NewestQuery => ({ sql: `SELECT symbol, MAX(newest) AS newest FROM (SELECT symbol, MAX(${column}) AS newest FROM ${name} GROUP BY ${group}) s GROUP BY symbol` });
/** A stale coin's newest snapshot is new, its price is not: the age is that of the price. One upstream among those of the table, whatever its prefix. */
const priceFrom = (host: string) => (name: string): NewestQuery => ({
  sql: `SELECT p.symbol, MAX(p.available_at) AS newest FROM (SELECT symbol, MAX(slot) AS slot, data_source FROM ${name} WHERE data_source IN (?, ?, ?) GROUP BY symbol, data_source) k JOIN ${name} p ON p.symbol = k.symbol AND p.slot = k.slot AND p.data_source = k.data_source GROUP BY p.symbol`,
  values: [host, `sim:${host}`, `replay:${host}`],
});
const ALL = ['all'];
/** One row: the newest of those whose column has the value. */
const whole = (column: string, filter: string, value: string) => (name: string): NewestQuery => ({ sql: `SELECT 'all' AS symbol, MAX(${column}) AS newest FROM ${name} WHERE ${filter} = ? HAVING newest IS NOT NULL`, values: [value] });
const everything = (column: string) => (name: string): NewestQuery => ({ sql: `SELECT 'all' AS symbol, MAX(${column}) AS newest FROM ${name} HAVING newest IS NOT NULL` });

const DAY = 86_400;
/** How long the newest value of a series may stand: a period, the delay of its publication, and a long weekend. */
const STANDS_SECONDS = { day: 5 * DAY, week: 14 * DAY, month: 50 * DAY, quarter: 140 * DAY } as const;

function macro(dataset: DatasetName): Measured {
  const names = seriesOf(dataset);
  const list = names.map(() => '?').join(', ');
  return { database: 'prices', expects: names, freshSeconds: (name) => STANDS_SECONDS[series[name as SeriesName].period], newest: (name) => ({ sql: `SELECT series AS symbol, MAX(available_at) AS newest FROM ${name} WHERE series IN (${list}) GROUP BY series`, values: names }) };
}

export const measured: { readonly [D in DatasetName]: Measured } = {
  crypto_prices: { database: 'prices', newest: priceFrom('coingecko') },
  ohlc: { database: 'prices', newest: by('open_time', 'symbol, timeframe') },
  technical_indicators: { database: 'prices', newest: by('timestamp', 'symbol, timeframe') },
  ml_features: { database: 'prices', newest: by('timestamp', 'symbol') },
  coinbase_prices: { database: 'prices', newest: priceFrom('coinbase') },
  derivatives: { database: 'prices', newest: by('observed_at', 'symbol, venue') },
  crypto_news: { database: 'stock', expects: ALL, newest: whole('available_at', 'market_type', 'crypto') },
  stock_news: { database: 'stock', expects: ALL, newest: whole('available_at', 'market_type', 'stock') },
  social_reddit: { database: 'prices', expects: ALL, newest: whole('available_at', 'network', 'reddit') },
  social_twitter: { database: 'prices', expects: ALL, newest: whole('available_at', 'network', 'twitter') },
  onchain: { database: 'prices', newest: by('available_at', 'symbol, metric'), expects: ['BTC', 'ETH', 'MARKET'] },
  macro: macro('macro'),
  macro_yahoo: macro('macro_yahoo'),
  market: macro('market'),
  fear_greed: macro('fear_greed'),
  alpha_vantage: macro('alpha_vantage'),
  sentiment_analysis: { database: 'prices', expects: ALL, newest: everything('available_at') },
  narratives: { database: 'stock', expects: ALL, newest: everything('window_end') },
  patterns: { database: 'prices', expects: ALL, sparse: true, newest: everything('ended_at') },
  trading_signals: { database: 'prices', expects: ALL, sparse: true, newest: everything('timestamp') },
  regime: { database: 'prices', expects: ['MARKET'], newest: by('timestamp', 'symbol') },
};

export const tableOf = (dataset: DatasetName): { database: DatabaseName; name: string } => ({ database: measured[dataset].database, name: datasets[dataset].table });
