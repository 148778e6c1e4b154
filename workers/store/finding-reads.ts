/**
 * What may be asked of findings, for people and programs that look through them:
 * patterns, regimes, correlations, events, signals and narratives, a page at a
 * time, newest first, as they were known at an instant. Instants are ms.
 */
import type { ChartPatternRow, MarketCorrelationRow, MarketRegimeRow } from './tables/insight.js';
import type { MarketEventRow, NewsNarrativeRow } from './tables/news.js';
import type { TradingSignalRow } from './tables/signals.js';

/** Where a page begins: behind the row of this instant and key. */
export interface PageMark {
  atMs: number;
  key: string;
}

export interface Page {
  /** Event time in [from, to). */
  fromMs: number;
  toMs: number;
  /** Only what was known at this instant. */
  knownAtMs: number;
  limit: number;
  after?: PageMark | undefined;
}

/** Undefined asks for all. */
export interface PatternFilter {
  symbol: string;
  timeframe?: string | undefined;
  direction?: string | undefined;
}
export interface EventFilter {
  subject?: string | undefined;
  kind?: string | undefined;
}

export interface FindingsRepository {
  /** By close of the bar that completed them. */
  patterns(filter: PatternFilter, page: Page): Promise<{ rows: ChartPatternRow[]; next: PageMark | null }>;
  /** One symbol's regimes (or MARKET's), by slot. */
  regimes(symbol: string, page: Page): Promise<{ rows: MarketRegimeRow[]; next: PageMark | null }>;
  /** The newest correlation of a symbol with each series over each window, computed in [from, to) and known. By series, shortest window first. */
  correlations(symbol: string, page: Omit<Page, 'limit' | 'after'>): Promise<MarketCorrelationRow[]>;
  /** By the instant they happened at. */
  events(filter: EventFilter, page: Page): Promise<{ rows: MarketEventRow[]; next: PageMark | null }>;
  /** One symbol's signals, by slot. */
  signals(symbol: string, page: Page): Promise<{ rows: TradingSignalRow[]; next: PageMark | null }>;
  /** Every theme of the newest window of so many hours (of the longest where undefined) that ended in [from, to) and was known; the largest share first. */
  narratives(windowHours: number | undefined, page: Omit<Page, 'limit' | 'after'>): Promise<NewsNarrativeRow[]>;
}
