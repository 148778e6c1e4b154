/** The finer bars each coarse one is made of, and when one is due. */
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import type { Timeframe } from './collector.js';

/** Finest first. */
export const COARSE = [
  { timeframe: '1h', from: '5m' },
  { timeframe: '4h', from: '1h' },
  { timeframe: '1d', from: '4h' },
] as const satisfies readonly { timeframe: Timeframe; from: Timeframe }[];

/** True when a bar after the newest final one has closed by `now` (both ms). */
export const isDue = (timeframe: Timeframe, newestOpen: number, now: number): boolean => newestOpen + 2 * TIMEFRAME_MS[timeframe] <= now;
