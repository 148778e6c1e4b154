/**
 * What the rest of the farm may ask of the store: verbs, not SQL. The api opens
 * this door and no other.
 *
 * Symbols are registry tickers. Instants are `Date` in rows and milliseconds in
 * parameters. Every list in is written in key order; every read is parameterised.
 * Errors: StoreError (`transient` where the same call may succeed later).
 */
import type { Timeframe } from '#queues/timeframes.js';
import type { DatasetName } from '#queues/datasets.js';
import type { BackfillsRepository } from './backfill-reads.js';
import type { ArchiveRepository } from './archive-reads.js';
import type { DerivativesRepository, MacroRepository, OnchainRepository, QualityRepository } from './figure-reads.js';
import type { FindingsRepository } from './finding-reads.js';
import type { GapsRepository } from './gap-reads.js';
import type { LedgerRepository } from './ledger-reads.js';
import type { RestatementsRepository } from './restatement-reads.js';
import type { BesideTable, InsightsRepository, Span, WindowsRepository } from './slot-reads.js';
import type { AssetRow } from './tables/assets.js';
import type { ComputedFeatures, FeatureName, FeatureRow } from './tables/features.js';
import type { ChartPatternRow, MarketCorrelationRow, MarketRegimeRow } from './tables/insight.js';
import type { MarketEventRow, NewsArticleRow, NewsNarrativeRow, SentimentAnalysisRow, SocialPostRow } from './tables/news.js';
import type { OhlcRow } from './tables/ohlc.js';
import type { PriceRow } from './tables/prices.js';
import type { QuarantineRow } from './tables/quarantine.js';
import type { DerivativesRow, MacroRow, OnchainRow, SentimentRow, TradingSignalRow } from './tables/signals.js';
import type { ComputedIndicators, IndicatorStateRow, TechnicalRow } from './tables/technical.js';
import type { EnrichmentRepository, SentimentRepository, TextsRepository } from './text-reads.js';

export type * from './backfill-reads.js';
export type * from './archive-reads.js';
export type * from './figure-reads.js';
export type * from './finding-reads.js';
export type * from './gap-reads.js';
export { gapDatasets } from './gap-reads.js';
export type * from './ledger-reads.js';
export type * from './restatement-reads.js';
export { restatedDatasets } from './restatement-reads.js';
export type * from './slot-reads.js';
export type * from './text-reads.js';
export { sentimentWindows } from './text-reads.js';

export type { Timeframe };

/** Bars of one symbol and timeframe, columns of equal length, oldest first. */
export interface BarColumns {
  symbol: string;
  timeframe: Timeframe;
  openTime: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
}

export interface AssetsRepository {
  /** Active assets, by rank then symbol. */
  active(): Promise<AssetRow[]>;
  all(): Promise<AssetRow[]>;
  /** Inserts what is not there and refreshes the rest. Returns rows accepted. */
  upsert(rows: AssetRow[]): Promise<number>;
}

export interface PricesRepository {
  /** First version wins: repeating a slot changes nothing. Returns rows accepted. */
  insert(rows: PriceRow[]): Promise<number>;
  /** Newest snapshot per symbol with `available_at` in (at − maxAge, at]; one of Coinbase only where no other is in there. */
  asOf(symbols: readonly string[], atMs: number, maxAgeMs: number): Promise<PriceRow[]>;
  /** `asOf` at every instant in [from, to), answered from memory: what it may choose from is read once. @throws RangeError for another instant */
  ahead(symbols: readonly string[], span: Span, maxAgeMs: number): Promise<(atMs: number) => PriceRow[]>;
  /** Newest snapshot per symbol by slot; one of Coinbase only where no other is in the symbol's newest three slots. */
  latest(symbols: readonly string[]): Promise<PriceRow[]>;
  /** The snapshot one slot stored of each symbol; one of Coinbase only where there is no other. */
  ofSlot(slotMs: number, symbols: readonly string[]): Promise<PriceRow[]>;
}

export interface OhlcRepository {
  /**
   * Final bars replace open ones; an open bar never replaces a final one; a final
   * bar that differs by more than 1e-9 relative is replaced and logged in `restatements`.
   */
  upsert(rows: OhlcRow[], seenAt: Date, jobId?: string | null): Promise<{ rows: number; restated: { symbol: string; timeframe: Timeframe; openTime: Date }[] }>;
  /** open_time (ms) of the newest final bar, by symbol then timeframe. */
  newestFinal(symbols: readonly string[]): Promise<Map<string, Partial<Record<Timeframe, number>>>>;
  /** Final bars opened after `after` (exclusive; null means from the first) and closed at or before `closedBy`, oldest first, at most `limit` each. */
  finalBars(wanted: readonly { symbol: string; timeframe: Timeframe; after: number | null }[], closedBy: number, limit: number): Promise<BarColumns[]>;
  /** Final bars of a series with open_time at or before `lastOpenMs`. */
  countFinal(symbol: string, timeframe: Timeframe, lastOpenMs: number): Promise<number>;
  /** Bars with open_time in [from, to), oldest first. */
  range(symbol: string, timeframe: Timeframe, fromMs: number, toMs: number, limit: number): Promise<OhlcRow[]>;
  /** The same as it was known at `atMs`: final bars known by then, with the values they had before later restatements. */
  rangeAsOf(symbol: string, timeframe: Timeframe, span: { fromMs: number; toMs: number; atMs: number }, limit: number): Promise<OhlcRow[]>;
}

export interface IndicatorsRepository {
  /**
   * States by symbol and timeframe. Bytes are heavy: they are left out (empty) where
   * `last_open_time` is after `restedAfter` of the timeframe (ms), since nothing is due there.
   */
  states(symbols: readonly string[], restedAfter?: Partial<Record<Timeframe, number>>): Promise<IndicatorStateRow[]>;
  /**
   * Rows and states in one transaction; a state never goes back in time. Returns indicator rows accepted.
   * @throws StoreError transient (BARS_RESTATED) where a series was forgotten since its state was read: nothing is written
   */
  save(rows: TechnicalRow[], states: IndicatorStateRow[]): Promise<number>;
  /** The outcome of `save` without states, sooner where most of the rows are not there yet. */
  fill(rows: readonly ComputedIndicators[]): Promise<number>;
  /** Forgets states, so that the next run rebuilds from the first stored bar (after a restatement). */
  forgetStates(series: readonly { symbol: string; timeframe: Timeframe }[], at: Date): Promise<void>;
  /** Newest row per symbol with bar close in (at − maxAge, at]; only the named columns (all when omitted) plus the key. */
  asOf(symbols: readonly string[], timeframe: Timeframe, atMs: number, maxAgeMs: number, columns?: readonly string[]): Promise<Partial<TechnicalRow>[]>;
  /** Every symbol's row whose bar closed exactly at `atMs`: the cross-section. */
  crossSection(timeframe: Timeframe, atMs: number, columns: readonly string[]): Promise<Partial<TechnicalRow>[]>;
  /** Rows of these symbols, or of all but these, with bar close in [from, to); the named columns, of numbers, plus the key, in no order. Held in blocks: many may be asked for at once. */
  between(timeframe: Timeframe, whose: { of: readonly string[] } | { butOf: readonly string[] }, span: Span, columns: readonly string[]): Promise<Partial<TechnicalRow>[]>;
  /** Rows with timestamp in [from, to), newest first. */
  range(symbol: string, timeframe: Timeframe, fromMs: number, toMs: number, limit: number): Promise<TechnicalRow[]>;
  /** The same as they stood at `atMs`: those known by then, with what they said before they were computed again. */
  rangeAsOf(symbol: string, timeframe: Timeframe, span: { fromMs: number; toMs: number; atMs: number }, limit: number): Promise<TechnicalRow[]>;
}

export interface FeaturesRepository {
  upsert(rows: FeatureRow[]): Promise<number>;
  /** The outcome of `upsert`, sooner where most of the rows are not there yet. */
  fill(rows: readonly ComputedFeatures[]): Promise<number>;
  /** Newest row per symbol. */
  latest(symbols: readonly string[]): Promise<FeatureRow[]>;
  /** The row at an exact slot, per symbol; as it stood at `knownAtMs`, where it was known then. */
  at(symbols: readonly string[], slotMs: number, knownAtMs?: number): Promise<FeatureRow[]>;
  /** Newest row per symbol with slot and `available_at` in (at − maxAge, at], as it stood then. */
  asOf(symbols: readonly string[], atMs: number, maxAgeMs: number): Promise<FeatureRow[]>;
  /** Rows with timestamp in [from, to), ordered by timestamp then symbol: a stretch as short as the caller can hold. Features that are not named are left out. */
  stretch(symbols: readonly string[], fromMs: number, toMs: number, names: readonly FeatureName[]): Promise<FeatureRow[]>;
  /** The first timestamp (ms) in [from, to) at which any of the symbols has a row, or null. */
  firstFrom(symbols: readonly string[], fromMs: number, toMs: number): Promise<number | null>;
  /** Rows with timestamp in [from, to), ordered by timestamp then symbol; pages by key. */
  range(symbols: readonly string[], fromMs: number, toMs: number, limit: number, after?: { timestampMs: number; symbol: string }): Promise<FeatureRow[]>;
}

/** Tables whose rows are simply added, by the table's own rule for repeats (`keep` or `replace`). */
export interface AddedRows {
  news_articles: NewsArticleRow;
  social_posts: SocialPostRow;
  macro_indicators: MacroRow;
  onchain_data: OnchainRow;
  derivatives_data: DerivativesRow;
  sentiment_data: SentimentRow;
  sentiment_analysis: SentimentAnalysisRow;
  news_narratives: NewsNarrativeRow;
  market_events: MarketEventRow;
  chart_patterns: ChartPatternRow;
  market_regime: MarketRegimeRow;
  market_correlations: MarketCorrelationRow;
  trading_signals: TradingSignalRow;
}
export type AddedTable = keyof AddedRows;

export interface CursorsRepository {
  /** item → position; empty for a source that was never read. */
  of(source: string): Promise<Map<string, string>>;
  set(source: string, positions: ReadonlyMap<string, string>, at: Date): Promise<void>;
}

export interface QuarantineRepository {
  insert(rows: QuarantineRow[]): Promise<number>;
}

/** One line of `/health`, `/stats/collectors` and the freshness gauges. */
export interface DatasetStat {
  dataset: DatasetName;
  rows: number;
  /** Event time of the newest row; null when there is none. */
  newest: Date | null;
  /** The newest slot that the ledger calls done or partial; null when there is none. */
  newestSlot: Date | null;
  /** The newest slot that anybody asked for, whatever became of it; null when there is none. */
  askedSlot: Date | null;
  /** Why nothing is collected, where the newest slot says so (no key, not wanted). */
  off: string | null;
  /** Of the symbols below, those with a row newer than the freshness target. */
  freshSymbols: number;
  /** Symbols the newest settled slot should have had; before the first one, the active registry. */
  symbols: number;
}

export interface ColumnCoverage {
  column: string;
  rows: number;
  /** Rows in which it could be known: the coin has such a market or chain, and it has been watched for as long as the look-back. */
  applicable: number;
  filled: number;
}

/** Event time of a symbol's newest row. */
export interface SymbolNewest {
  symbol: string;
  newest: Date;
}

export interface StatsRepository {
  datasets(nowMs: number): Promise<DatasetStat[]>;
  /** The symbols the newest settled slot computed features for, less what nothing can bring; before the first slot, the active registry. */
  collected(): Promise<ReadonlySet<string>>;
  /** Every dataset that is about the farm's symbols, in the order of the timetable, with each symbol that has a row. */
  newestBySymbol(): Promise<{ dataset: DatasetName; rows: SymbolNewest[] }[]>;
  /** Where each table that slots read beside prices and bars begins, ms: no read of an earlier instant finds anything there. Empty tables are left out. */
  beginnings(): Promise<ReadonlyMap<BesideTable, number>>;
  /** Known values per column over rows with timestamp in [from, to). */
  coverage(table: 'technical_indicators' | 'ml_features_materialized', fromMs: number, toMs: number): Promise<ColumnCoverage[]>;
}

/** What the upkeep of the tables did. */
export interface TidyReport {
  /** A line for each change. */
  done: string[];
  /** Rows deleted one by one; those of dropped partitions are not counted. */
  deleted: number;
  /** What could not be done now, with the cure. */
  problems: string[];
  /** Partitioned table → whole partitions after the one that runs; empty while somebody migrates. */
  ahead: Map<string, number>;
}

export interface RetentionRepository {
  /** Makes partitions ahead and lets go what is older than its days. @param days table → days, 0 for ever. */
  tidy(nowMs: number, days: ReadonlyMap<string, number>): Promise<TidyReport>;
  /** Before a stretch of the past is filled: cuts it into partitions. @returns what was done. */
  cutPast(table: string, fromMs: number, toMs: number): Promise<string[]>;
}

export interface Store {
  assets: AssetsRepository;
  prices: PricesRepository;
  ohlc: OhlcRepository;
  indicators: IndicatorsRepository;
  features: FeaturesRepository;
  ledger: LedgerRepository;
  quarantine: QuarantineRepository;
  /** Adds rows to one of the simple tables. Returns rows accepted. @param jobId job that brought them, for the log of restatements */
  add<T extends AddedTable>(into: T, rows: readonly AddedRows[T][], jobId?: string | null): Promise<number>;
  cursors: CursorsRepository;
  derivatives: DerivativesRepository;
  quality: QualityRepository;
  macro: MacroRepository;
  onchain: OnchainRepository;
  texts: TextsRepository;
  sentiment: SentimentRepository;
  enrichment: EnrichmentRepository;
  windows: WindowsRepository;
  insights: InsightsRepository;
  findings: FindingsRepository;
  stats: StatsRepository;
  restatements: RestatementsRepository;
  gaps: GapsRepository;
  backfills: BackfillsRepository;
  retention: RetentionRepository;
  archive: ArchiveRepository;
  /** @throws StoreError when MySQL does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
