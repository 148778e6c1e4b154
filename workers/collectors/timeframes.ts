/** The timeframes of bars: their length, and the finer one each is made of. */
import type { Timeframe } from './collector.js';

export const TIMEFRAME_MS = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 } as const satisfies Record<Timeframe, number>;
/** Finest first. */
export const COARSE = [
  { timeframe: '1h', from: '5m' },
  { timeframe: '4h', from: '1h' },
  { timeframe: '1d', from: '4h' },
] as const satisfies readonly { timeframe: Timeframe; from: Timeframe }[];
export const TIMEFRAMES = ['5m', '1h', '4h', '1d'] as const satisfies readonly Timeframe[];

/** True when a bar after the newest final one has closed by `now` (both ms). */
export const isDue = (timeframe: Timeframe, newestOpen: number, now: number): boolean => newestOpen + 2 * TIMEFRAME_MS[timeframe] <= now;
