/**
 * Days as returns and correlations need them: closes exactly n × 24 h before an
 * instant, each the newest one known then, and none older than its limit.
 */
import type { BarColumns, Timeframe } from '../../store/index.js';

export const DAY_MS = 86_400_000;
const BAR_MS: Record<Timeframe, number> = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': DAY_MS };

/** A close may be this much older than the instant it stands for, besides the bar's own length. */
const SLACK_MS = 6 * 3_600_000;

/**
 * Closes at `at`, one day before it, two days before it, …
 * @param bars final bars, oldest first, of any timeframe; bars closing after `at` are not read
 * @param at ms
 * @param days how many closes
 * @returns `days` closes, oldest first; NaN where no bar had closed within its length + 6 h before
 */
export function dailyCloses(bars: Pick<BarColumns, 'openTime' | 'close' | 'timeframe'>, at: number, days: number): Float64Array {
  const closes = new Float64Array(days).fill(NaN);
  const barMs = BAR_MS[bars.timeframe];
  let i = bars.openTime.length - 1;
  for (let day = 0; day < days; day++) {
    const instant = at - day * DAY_MS;
    while (i >= 0 && (bars.openTime[i] as number) + barMs > instant) i--;
    if (i < 0) break;
    const close = bars.close[i] as number;
    if (instant - (bars.openTime[i] as number) - barMs <= barMs + SLACK_MS && close > 0) closes[days - 1 - day] = close;
  }
  return closes;
}

/** Log returns between neighbours; NaN where either is unknown. */
export const logReturns = (closes: Float64Array): Float64Array => Float64Array.from({ length: Math.max(0, closes.length - 1) }, (_, i) => Math.log((closes[i + 1] as number) / (closes[i] as number)));

/** Mean and sample deviation (n − 1) of the known values, and how many they are. */
export function moments(values: ArrayLike<number>): { mean: number; deviation: number; known: number } {
  const known = Array.from(values).filter(Number.isFinite);
  const mean = known.reduce((sum, x) => sum + x, 0) / known.length;
  const squares = known.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (known.length - 1)), known: known.length };
}
