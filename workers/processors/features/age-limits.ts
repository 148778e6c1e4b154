/**
 * How old an input may be at the slot and still count as known, with the reason.
 * Older than its limit and an input is unknown. Ages run from the instant the
 * input could be known (available_at, or the close of a bar).
 */
import type { Series } from '../../store/series.js';
import { DAY, HOUR, MINUTE } from './views/view.js';

/** Snapshots and bars: three periods, or two where a period is long. */
export const AGE_LIMITS = {
  price: 15 * MINUTE,
  '5m': 15 * MINUTE,
  '1h': 3 * HOUR,
  '4h': 9 * HOUR,
  '1d': 50 * HOUR,
  /** Asked every 15 minutes, but the open interest of small coins every hour, and published 5 minutes late. */
  derivatives: 90 * MINUTE,
  /** Asked every 30 minutes; daily figures of a chain come some hours late. */
  onchain: 2 * DAY,
  /** Computed every hour: two rounds may fail. */
  regime: 3 * HOUR + 15 * MINUTE,
  /** Daily returns behind them: a day without a new one says little less. */
  correlation: DAY + HOUR,
  /** Told every hour from the news of a day; nights are quiet. */
  narrative: 6 * HOUR,
  /** No text at all for this long and counting has stopped, not the news. */
  texts: 6 * HOUR,
  /** No pattern on any coin for this long and nobody is looking. */
  patterns: 6 * HOUR,
} as const;

/** Macro series: a missed release, or a long holiday, behind the usual distance of two releases. */
export const MACRO_AGE_LIMITS = {
  /** A weekend, a holiday and the publisher's day of delay. */
  day: 7 * DAY,
  /** The dollar index and the Fed's balance sheet come weekly. */
  week: 16 * DAY,
  /** A month and the usual delay of its release. */
  month: 62 * DAY,
  quarter: 130 * DAY,
} as const satisfies Record<Series['period'], number>;
