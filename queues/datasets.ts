/**
 * The datasets: what is kept, how often it is due, how urgent it is and what it
 * must come after. Timetable, flows, ledger, freshness gauges and `/health`
 * are derived from this table; nothing else names a cadence.
 */
import type { Cadence } from './slot.js';

/** Lower runs sooner. Every job of a queue carries one: BullMQ serves jobs without a priority first. */
export const PRIORITIES = { critical: 1, high: 2, medium: 3, low: 4 } as const;
export type Priority = keyof typeof PRIORITIES;

export interface Dataset {
  every: Cadence;
  priority: Priority;
  /** Datasets whose rows of the same slot must be in the store first. */
  after: readonly string[];
  /** Older than this and the dataset is stale. */
  freshSeconds: number;
  /** The table the rows land in. */
  table: string;
}

export const datasets = {
  crypto_prices: { every: '5m', priority: 'high', after: [], freshSeconds: 600, table: 'price_data_real' },
  ohlc: { every: '5m', priority: 'high', after: [], freshSeconds: 900, table: 'ohlc_data' },
  technical_indicators: { every: '5m', priority: 'high', after: ['crypto_prices', 'ohlc'], freshSeconds: 900, table: 'technical_indicators' },
  ml_features: { every: '5m', priority: 'critical', after: ['crypto_prices', 'technical_indicators'], freshSeconds: 600, table: 'ml_features_materialized' },
} as const satisfies Record<string, Dataset>;

export type DatasetName = keyof typeof datasets;
export const datasetNames = Object.keys(datasets) as DatasetName[];
/** The cadence of the main chain; every other cadence is a multiple of it. */
export const BASE_CADENCE = '5m' satisfies Cadence;
