/** What may be asked about rows that should be there and are not. */
import type { Timeframe } from './index.js';
import type { GapRow, GapState } from './tables/gaps.js';

/** Datasets whose rows lie on a grid, so that a missing one can be named. */
export const gapDatasets = ['ohlc', 'technical_indicators', 'ml_features', 'crypto_prices'] as const;
export type GapDataset = (typeof gapDatasets)[number];

/** A run of event times on a grid, ms: `from` is the first missing row, `to` one step after the last. */
export interface MissingRun {
  from: number;
  to: number;
}

/** What one symbol owes of a window. */
export interface SeriesGaps {
  symbol: string;
  /** Rows that should be there. */
  expected: number;
  missing: number;
  /** Oldest first. */
  runs: MissingRun[];
}

/** Slots [since, until] in which the farm owed a symbol its rows, ms, both ends included. */
export interface ExpectedRun {
  symbol: string;
  since: number;
  until: number;
}

/** Gaps of one dataset in one state. */
export interface GapTotal {
  dataset: GapDataset;
  state: GapState;
  gaps: number;
  /** Missing rows in them. */
  rows: number;
}

export interface GapsRepository {
  /**
   * Rows that should be there, with event time (a bar's open, everything else's timestamp or slot)
   * in [fromMs, toMs), by symbol. A bar that is still flagged as open counts as missing.
   *
   * ohlc: of every active asset that a venue with candles lists, within its validity, from its own
   * first bar or its first expected slot on, whichever is older; a symbol the farm no longer asks
   * for owes nothing after its last expected slot.
   * technical_indicators: one for each stored final bar, from the series' first row on.
   * ml_features, crypto_prices: one for each expected slot; they come every five minutes, whatever the timeframe.
   */
  missing(dataset: GapDataset, timeframe: Timeframe, fromMs: number, toMs: number): Promise<SeriesGaps[]>;
  /** Every run of expected slots, by symbol, oldest first. */
  expected(): Promise<ExpectedRun[]>;
  /** Adds runs of expected slots, and makes those that are there longer. */
  expect(runs: readonly ExpectedRun[], at: Date): Promise<void>;
  /** The ledger of gaps: those that begin or end in [fromMs, toMs], and all that are not closed; oldest first. */
  known(fromMs: number, toMs: number): Promise<GapRow[]>;
  /** Gaps that are open or healing, however old. */
  unfilled(): Promise<GapRow[]>;
  /** The ledger summed up: what is not filled. */
  totals(): Promise<GapTotal[]>;
  /** Writes gaps by their key; what was known of them is replaced. */
  record(rows: readonly GapRow[]): Promise<void>;
}
