/** Which tables a replay makes again, how much of each its jobs look back on, and why the others are not made again. */
import type { Table } from '../store/table.js';
import { tables } from '../store/tables/index.js';
import { mlFeatures } from '../store/tables/features.js';
import { chartPatterns, marketCorrelations, marketRegime } from '../store/tables/insight.js';
import { marketEvents, newsArticles, newsNarratives, sentimentAnalysis, socialPosts } from '../store/tables/news.js';
import { ohlcData } from '../store/tables/ohlc.js';
import { priceDataReal } from '../store/tables/prices.js';
import { quarantine } from '../store/tables/quarantine.js';
import { restatements } from '../store/tables/restatements.js';
import { derivativesData, macroIndicators, onchainData, sentimentData, tradingSignals } from '../store/tables/signals.js';
import { technicalIndicators } from '../store/tables/technical.js';

export interface Replayed {
  table: Table;
  /** Rows of before the window that its jobs may read, or meet again: all, those of the last days by a column, none. */
  seen: 'all' | { by: string; days: number } | null;
  /** SQL over `l`, the stored row, and `s`, the replayed one: why the two may differ although nothing is wrong. `?` is the end of the window. */
  changedSince?: { sql: string; reason: string; values?: 'to' };
}

/** Snapshots of the last half hour are judged by, and features read those of the last quarter. */
const DAYS_OF_PRICES = 2;
/** Signals look two daily bars back. */
const DAYS_OF_INDICATORS = 5;

export const replayed: readonly Replayed[] = [
  { table: priceDataReal, seen: { by: 'slot', days: DAYS_OF_PRICES } },
  {
    table: ohlcData,
    seen: 'all',
    changedSince: {
      sql: "EXISTS (SELECT 1 FROM {restatements} r WHERE r.dataset = 'ohlc' AND r.row_key = CONCAT(s.symbol, '|', s.timeframe, '|', DATE_FORMAT(s.open_time, '%Y-%m-%dT%H:%i:%s.000Z')) AND r.seen_at >= ?)",
      reason: 'restated by the venue after the window',
      values: 'to',
    },
  },
  { table: restatements, seen: 'all' },
  { table: technicalIndicators, seen: { by: 'timestamp', days: DAYS_OF_INDICATORS } },
  { table: mlFeatures, seen: null, changedSince: { sql: 'l.job_id <> s.job_id', reason: 'written again after the window, by a repair or a backfill' } },
  { table: quarantine, seen: 'all' },
  { table: derivativesData, seen: 'all' },
  { table: onchainData, seen: 'all' },
  { table: macroIndicators, seen: 'all' },
  { table: newsArticles, seen: 'all' },
  { table: socialPosts, seen: 'all' },
  { table: sentimentData, seen: 'all' },
  { table: sentimentAnalysis, seen: 'all', changedSince: { sql: 'l.llm_model IS NOT NULL', reason: 'read by a language model, which is not asked again' } },
  { table: newsNarratives, seen: 'all' },
  { table: chartPatterns, seen: 'all' },
  { table: marketEvents, seen: 'all' },
  { table: marketRegime, seen: 'all' },
  { table: marketCorrelations, seen: 'all' },
  { table: tradingSignals, seen: 'all' },
];

/** The column that says when a row was first stored. */
export const sinceOf = (t: Table): string => ('ingested_at' in t.columns ? 'ingested_at' : 'seen_at');

const WHY_NOT: Readonly<Record<string, string>> = {
  crypto_assets: 'the registry is kept by hand; it is taken as it is now',
  superseded_rows: 'what rows said until they were computed again: follows from when that was done',
  indicator_state: 'only its newest state is stored; it is built again from the bars',
  slot_ledger: 'upkeep: says when and by which job, not what is known',
  expected_series: 'upkeep: what was asked for',
  data_gaps: 'upkeep: what was missing',
  backfills: 'upkeep: fillings of the past',
  backfill_chunks: 'upkeep: fillings of the past',
  source_cursors: 'upkeep: how far sources have been read',
  llm_cache: 'a language model is not asked again',
};

/** Tables that are not made again, each with the reason. The trading engine's own and the archive itself go without saying. */
export const notReplayed: readonly { table: string; reason: string }[] = tables.flatMap(({ name }) => (WHY_NOT[name] === undefined ? [] : [{ table: name, reason: WHY_NOT[name] }]));
