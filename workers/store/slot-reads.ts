/**
 * Reads made for one slot of features: sums over windows of texts, and the newest
 * findings. Everything is bounded by what was known at an instant, and narrow:
 * these run every five minutes for every coin. Instants are ms.
 */
import type { SeriesName } from './series.js';
import type { MarketCorrelationRow, MarketRegimeRow } from './tables/insight.js';

/** Instants from the first to before the last, ms. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** What features read beside prices and bars. */
export type BesideTable = 'sentiment_data' | 'news_articles' | 'social_posts' | 'macro_indicators' | 'onchain_data' | 'derivatives_data' | 'market_regime' | 'market_correlations' | 'chart_patterns' | 'news_narratives';

/** Rows with available_at in (after, until]. */
export interface Known {
  afterMs: number;
  untilMs: number;
}

/** Of the texts of a window that have a score s. */
export interface ScoreSums {
  count: number;
  /** Σ s */
  sum: number;
  /** Σ s² */
  squares: number;
  /** Texts that are not neutral, but positive. */
  positive: number;
}
/** Articles or posts of a window, and what readers made of posts when they were first seen: votes and replies. */
export interface TextSums {
  count: number;
  engagement: number;
}

/** Sums by name, one map per window asked for. A name is a ticker, MARKET for all texts about crypto, or STOCK for all about shares. */
export interface Windowed<S> {
  windows: Map<string, S>[];
  /** available_at of the newest text about crypto among them; null without one. */
  newest: number | null;
}

export interface WindowsRepository {
  /** Scores whose text became known after `since[i]`; every model's score of a text counts. */
  scores(since: readonly number[], known: Known): Promise<Windowed<ScoreSums>>;
  /** Articles published after `since[i]`. */
  articles(since: readonly number[], known: Known): Promise<Windowed<TextSums>>;
  /** Posts posted after `since[i]`. */
  posts(since: readonly number[], known: Known): Promise<Windowed<TextSums>>;
}

export type RegimeFact = Pick<MarketRegimeRow, 'symbol' | 'timestamp' | 'p_bull' | 'p_bear' | 'p_sideways' | 'p_high_volatility' | 'p_low_volatility' | 'available_at'>;
export type CorrelationFact = Pick<MarketCorrelationRow, 'symbol' | 'series' | 'pearson'>;

/** Funding that a venue settled in a stretch of time. */
export interface SettledFunding {
  symbol: string;
  venue: string;
  mean: number;
  /** Mean hours between two settlements; null with fewer than two. */
  spacingHours: number | null;
}

export interface NarrativeFact {
  theme: string;
  share: number | null;
  sentiment: number | null;
  symbols: string[];
  availableAt: number;
}

export interface PastNarrative {
  theme: string;
  windowEnd: Date;
  terms: string[];
}

export interface InsightsRepository {
  /** Newest regime of each symbol, computed for an instant in (at − maxAge, at] and known at `at`. */
  regimes(symbols: readonly string[], atMs: number, maxAgeMs: number): Promise<RegimeFact[]>;
  /** Newest correlation of each symbol and series over a window of so many days, known at `at` and computed in (from, at]. */
  correlations(symbols: readonly string[], what: { series: readonly SeriesName[]; windowDays: number }, when: { fromMs: number; atMs: number }): Promise<CorrelationFact[]>;
  /** Patterns that ended in (from, at] and were known at `at`, by symbol. */
  patterns(fromMs: number, atMs: number): Promise<{ symbol: string; bullish: number; bearish: number; newest: number }[]>;
  /** The themes of the newest window (of two that end together, the longer) known at `at` and ended in (at − maxAge, at]. */
  narratives(atMs: number, maxAgeMs: number): Promise<NarrativeFact[]>;
  /** The narratives of windows of so many hours that ended at one of these instants, newest first; those with telling words only. */
  narrativesAt(ends: readonly number[], windowHours: number): Promise<PastNarrative[]>;
  /** Funding settled at whole hours in (from, at], known at `at`; by symbol and venue. */
  settledFunding(symbols: readonly string[], fromMs: number, atMs: number): Promise<SettledFunding[]>;
}
