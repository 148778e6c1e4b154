/**
 * The shape of a feature column: declared once, with its formula. Column, row
 * type, REST field, documentation, fill-rate gauge and leakage test are derived.
 */
import type { PriceRow } from '../../store/tables/prices.js';
import type { TechnicalRow } from '../../store/tables/technical.js';
import type { Timeframe } from '../../store/index.js';
import type { Beside } from './views/index.js';

export type { Timeframe };
/** In the order of the table. */
export const groups = ['price', 'technical', 'cross_section', 'sentiment', 'news', 'social', 'macro', 'market', 'onchain', 'derivatives', 'regime', 'calendar', 'quality'] as const;
export type FeatureGroup = (typeof groups)[number];

/** Everything known about one symbol at slot `at`, all of it with available_at ≤ at. */
export interface FeatureInputs {
  symbol: string;
  /** The slot, ms. */
  at: number;
  /** Newest snapshot within its age limit, or null. */
  price: PriceRow | null;
  /** Newest indicator row of each timeframe within its age limit, with the columns that features read, or null. */
  technical: Record<Timeframe, Partial<TechnicalRow> | null>;
  /** Figures of the whole market at the slot, computed once per chunk. */
  market: MarketView;
  /** Figures from the tables beside prices and bars, by source (see `views/`): texts, macro series, chains, futures, regimes. */
  beside: Beside;
}

/** The cross-section of the market at the slot: named figures (see `market.ts`), each a value by symbol. */
export interface MarketView {
  /** Place of the symbol among all that have the figure: 0 lowest, 1 highest, ties in the middle; null with fewer than two. */
  rank(figure: string, symbol: string): number | null;
  mean(figure: string): number | null;
  /** Sample standard deviation; null with fewer than two values. */
  deviation(figure: string): number | null;
  /** Share (0..1) of the symbols that have the figure and satisfy the predicate. */
  share(figure: string, predicate: (value: number) => boolean): number | null;
  value(figure: string, symbol: string): number | null;
}

export interface Feature {
  group: FeatureGroup;
  formula: string;
  /** What it reads; see `inputs.ts` for the notation. */
  inputs: readonly string[];
  /** The same inputs by way of knowing it, in order of preference, where there is more than one. */
  ways?: readonly (readonly string[])[];
  /** Bars, hours or periods of history behind it, in words. */
  lookback: string;
  unit: string;
  /** Rises when the formula changes; part of `feature_version`. */
  version: number;
  /** Null where an input is unknown or the formula divides by zero. Never a default. */
  of(inputs: FeatureInputs): number | null;
  /** The formula over the values of `inputs`, where it is one: what `of` computes once all of them are known. */
  compute?: (...values: number[]) => number;
  /** Where the first of several that is known is taken: these. */
  choices?: readonly Pick<Feature, 'inputs' | 'of' | 'compute' | 'choices'>[];
}
