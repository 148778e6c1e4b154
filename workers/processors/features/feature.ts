/**
 * The shape of a feature column: declared once, with its formula. Column, row
 * type, REST field, documentation, fill-rate gauge and leakage test are derived.
 */
import type { PriceRow } from '../../store/tables/prices.js';
import type { TechnicalRow } from '../../store/tables/technical.js';

export type FeatureGroup = 'price' | 'technical' | 'cross_section' | 'calendar' | 'quality';

/** Everything known about one symbol at slot `at`, all of it with available_at ≤ at. */
export interface FeatureInputs {
  symbol: string;
  /** The slot, ms. */
  at: number;
  /** Newest snapshot within its age limit, or null. */
  price: PriceRow | null;
  /** Newest indicator row of each timeframe within its age limit, or null. */
  technical: Record<'5m' | '1h' | '4h' | '1d', TechnicalRow | null>;
  /** Figures of the whole market at the slot, computed once per chunk. */
  market: MarketView;
}

/** The cross-section of the 5-minute bars that closed at the slot. */
export interface MarketView {
  symbols: number;
  /** Values by symbol, one array per named figure; see `market.ts`. */
  rank(column: string, symbol: string): number | null;
  mean(column: string): number | null;
  share(column: string, predicate: (value: number) => boolean): number | null;
  value(column: string, symbol: string): number | null;
}

export interface Feature {
  group: FeatureGroup;
  formula: string;
  /** Tables and columns it reads. */
  inputs: readonly string[];
  /** Bars or minutes of history behind it, in words. */
  lookback: string;
  unit: string;
  /** Rises when the formula changes; part of `feature_version`. */
  version: number;
  /** Null where an input is unknown or the formula divides by zero. Never a default. */
  of(inputs: FeatureInputs): number | null;
}
