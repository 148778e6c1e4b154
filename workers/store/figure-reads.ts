/**
 * What may be asked of stored figures: macro series with their vintages, on-chain
 * metrics, futures, and how far each row is to be believed. Instants are ms.
 */
import type { MetricName } from './metrics.js';
import type { SeriesName } from './series.js';
import type { Span } from './slot-reads.js';
import type { QuarantineRow } from './tables/quarantine.js';
import type { DerivativesRow } from './tables/signals.js';

/** A value of a period, and when it became known. Instants are ms. */
export interface MacroVintage {
  value: number;
  /** Start of the period. */
  period: number;
  availableAt: number;
}
export interface MacroFact extends MacroVintage {
  /** The newest earlier period that has a value, as known at the same instant. */
  previous: { value: number; period: number } | null;
}

export interface MacroRepository {
  /** The newest period with a value, by the newest vintage known at `at`; series of which nothing was known are left out. */
  asOf(names: readonly SeriesName[], atMs: number): Promise<Map<SeriesName, MacroFact>>;
  /** What was known at `at` of one period; null when nothing was, or that it has no value. */
  vintage(series: SeriesName, periodMs: number, atMs: number): Promise<MacroVintage | null>;
  /** Periods that begin in [from, at] with their values as known at `at`, oldest first; periods without a value are left out. */
  history(names: readonly SeriesName[], fromMs: number, atMs: number): Promise<Map<SeriesName, MacroVintage[]>>;
  /** `history` for every pair of instants in [from, to), answered from memory: the vintages are read once. @throws RangeError for another instant */
  ahead(names: readonly SeriesName[], span: Span): Promise<MacroRepository['history']>;
}

/** A figure, and what it was a day and a week before. Instants are ms. */
export interface OnchainFact {
  symbol: string;
  metric: MetricName;
  value: number;
  observedAt: number;
  availableAt: number;
  /** The newest value observed some 24 hours (7 days) or more before this one, at most three days more; null when there is none. */
  dayAgo: number | null;
  weekAgo: number | null;
}

export interface OnchainRepository {
  /** The newest observation of each symbol and metric known at `at`, not older than three days. Pairs that have none are left out. */
  asOf(symbols: readonly string[], metrics: readonly MetricName[], atMs: number): Promise<OnchainFact[]>;
  /** Observations in [from, at] known at `at`, oldest first; of two sources the first by name. */
  history(symbol: string, metric: MetricName, when: { fromMs: number; atMs: number }): Promise<{ observedAt: number; value: number }[]>;
}

export interface DerivativesRepository {
  /**
   * One row per symbol and venue as it was known at `atMs`: the newest snapshot with `available_at` in
   * (at − maxAge, at], each unknown column filled from the newest older snapshot of that window which knows it
   * (a venue's open interest and its prices may come from two endpoints). Settled funding is not in it.
   */
  asOf(symbols: readonly string[], atMs: number, maxAgeMs: number): Promise<DerivativesRow[]>;
  /** Every row, settled funding included (`funding_final`), with observed_at in [from, at] and known at `atMs`; by symbol and venue, oldest first. */
  history(symbols: readonly string[], fromMs: number, atMs: number): Promise<DerivativesRow[]>;
}

/** A price as it was stored: a snapshot of a source, or the close of a five-minute bar of a venue. Sources without their mode's prefix. */
export interface SeenPrice {
  source: string;
  /** Slot of the snapshot, or close of the bar, ms. */
  at: number;
  price: number;
  score: number | null;
}
/** By quality_score: from 0.9, from 0.7, from 0.5, below, NULL. */
export type ScoreBand = 'good' | 'fair' | 'doubtful' | 'untrusted' | 'unscored';
export interface ScoredRows {
  table: string;
  /** `data_source` of the rows. */
  source: string;
  band: ScoreBand;
  reasons: string[];
  rows: number;
}

export interface QualityRepository {
  /** Snapshots of the half hour before `sinceMs` and up to a slot, of every source, and closes of the bars that began then, by symbol, oldest first. */
  pricesBefore(symbols: readonly string[], slotMs: number, sinceMs?: number): Promise<Map<string, SeenPrice[]>>;
  /** Rows by table, source, band and reasons: snapshots by slot, derivatives by `available_at`, in [from, to). */
  scores(fromMs: number, toMs: number): Promise<ScoredRows[]>;
  /** What was refused in [from, to), by source and reason, most first. */
  quarantined(fromMs: number, toMs: number): Promise<{ source: string; reason: string; items: number }[]>;
  /** The newest refused items, newest first. */
  newestQuarantined(limit: number): Promise<QuarantineRow[]>;
}
