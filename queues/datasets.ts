/**
 * The datasets: what is kept, how often it is due, how urgent it is and what it
 * must come after. Timetable, flows, ledger, freshness gauges and `/health`
 * are derived from this table; nothing else names a cadence.
 *
 * `chain` datasets are the flow of every slot, and a slot is settled when they
 * are. `side` datasets run beside it in queues of their own: what they read
 * reaches back over whatever was missed, so only their newest slot matters.
 */
import type { Cadence } from './slot.js';

/** Lower runs sooner. Every job of a queue carries one: BullMQ serves jobs without a priority first. */
export const PRIORITIES = { critical: 1, high: 2, medium: 3, low: 4 } as const;
export type Priority = keyof typeof PRIORITIES;

export interface Dataset {
  part: 'chain' | 'side';
  every: Cadence;
  priority: Priority;
  /** Datasets whose rows must be in the store first: of the same slot, or of the newest one in which they were due. */
  after: readonly string[];
  /** Older than this and the dataset is stale. Series that are published rarely have long ones: the ledger says whether they were asked for. */
  freshSeconds: number;
  /** The table the rows land in. */
  table: string;
}

const HOUR = 3_600;
const DAY = 86_400;

export const datasets = {
  crypto_prices: { part: 'chain', every: '5m', priority: 'high', after: [], freshSeconds: 600, table: 'price_data_real' },
  ohlc: { part: 'chain', every: '5m', priority: 'high', after: [], freshSeconds: 900, table: 'ohlc_data' },
  technical_indicators: { part: 'chain', every: '5m', priority: 'high', after: ['crypto_prices', 'ohlc'], freshSeconds: 900, table: 'technical_indicators' },
  ml_features: { part: 'chain', every: '5m', priority: 'critical', after: ['crypto_prices', 'technical_indicators', 'sentiment_analysis'], freshSeconds: 600, table: 'ml_features_materialized' },
  coinbase_prices: { part: 'side', every: '5m', priority: 'medium', after: [], freshSeconds: 900, table: 'price_data_real' },
  derivatives: { part: 'side', every: '15m', priority: 'medium', after: [], freshSeconds: 2_700, table: 'derivatives_data' },
  crypto_news: { part: 'side', every: '15m', priority: 'medium', after: ['crypto_prices'], freshSeconds: 6 * HOUR, table: 'news_articles' },
  stock_news: { part: 'side', every: '15m', priority: 'medium', after: [], freshSeconds: 2 * DAY, table: 'news_articles' },
  social_reddit: { part: 'side', every: '30m', priority: 'low', after: [], freshSeconds: 6 * HOUR, table: 'social_posts' },
  social_twitter: { part: 'side', every: '30m', priority: 'low', after: [], freshSeconds: 6 * HOUR, table: 'social_posts' },
  onchain: { part: 'side', every: '30m', priority: 'low', after: [], freshSeconds: 3 * HOUR, table: 'onchain_data' },
  macro: { part: 'side', every: '1h', priority: 'low', after: [], freshSeconds: 5 * DAY, table: 'macro_indicators' },
  macro_yahoo: { part: 'side', every: '1h', priority: 'low', after: [], freshSeconds: 4 * DAY, table: 'macro_indicators' },
  market: { part: 'side', every: '1h', priority: 'low', after: [], freshSeconds: 4 * DAY, table: 'macro_indicators' },
  fear_greed: { part: 'side', every: '1h', priority: 'low', after: [], freshSeconds: 2 * DAY, table: 'macro_indicators' },
  alpha_vantage: { part: 'side', every: '1d', priority: 'low', after: [], freshSeconds: 5 * DAY, table: 'macro_indicators' },
  sentiment_analysis: { part: 'side', every: '15m', priority: 'medium', after: ['crypto_news', 'stock_news', 'social_reddit', 'social_twitter'], freshSeconds: 6 * HOUR, table: 'sentiment_data' },
  narratives: { part: 'side', every: '1h', priority: 'low', after: ['sentiment_analysis'], freshSeconds: 6 * HOUR, table: 'news_narratives' },
  patterns: { part: 'side', every: '1h', priority: 'low', after: ['technical_indicators'], freshSeconds: 3 * DAY, table: 'chart_patterns' },
  trading_signals: { part: 'side', every: '15m', priority: 'medium', after: ['technical_indicators'], freshSeconds: 3 * HOUR, table: 'trading_signals' },
  regime: { part: 'side', every: '1h', priority: 'low', after: ['technical_indicators'], freshSeconds: 3 * HOUR, table: 'market_regime' },
} as const satisfies Record<string, Dataset>;

export type DatasetName = keyof typeof datasets;
export const datasetNames = Object.keys(datasets) as DatasetName[];
/** The datasets of the main chain: a slot is settled when they are. */
export const chainDatasets = datasetNames.filter((d) => datasets[d].part === 'chain');
export const sideDatasets = datasetNames.filter((d) => datasets[d].part === 'side');

/** The cadence of the main chain; every other cadence is a multiple of it. */
export const BASE_CADENCE = '5m' satisfies Cadence;
