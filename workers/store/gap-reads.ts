/** What may be asked about rows that should be there and are not. */
import type { Timeframe } from './index.js';

/** A run of open times on the grid of a timeframe, ms: `from` is the first missing bar, `to` the end of the last, exclusive. */
export interface MissingRun {
  from: number;
  to: number;
}

/** What one symbol owes of a window. */
export interface SeriesGaps {
  symbol: string;
  /** Bars that should be there. */
  expected: number;
  missing: number;
  /** Oldest first. */
  runs: MissingRun[];
}

export interface GapsRepository {
  /**
   * Final bars that should be there, with open time in [fromMs, toMs), by symbol: of every
   * active asset that a venue with candles lists. A symbol owes bars within its validity;
   * where its beginning is not known, from its own first bar or the farm's first slot on,
   * whichever is older. A bar that is still flagged as open counts as missing.
   */
  bars(timeframe: Timeframe, fromMs: number, toMs: number): Promise<SeriesGaps[]>;
}
