/**
 * Days as returns and correlations need them: closes exactly n × 24 h before an
 * instant, each the newest one known then, and none older than its limit.
 */
import type { BarColumns, Timeframe } from '../../store/index.js';

export const DAY_MS = 86_400_000;
const BAR_MS: Record<Timeframe, number> = { '5m': 300_000, '1h': 3_600_000, '4h': 14_400_000, '1d': DAY_MS };

/** A close may be this much older than the instant it stands for, besides the bar's own length. */
const SLACK_MS = 6 * 3_600_000;

export type Closes = Pick<BarColumns, 'openTime' | 'close' | 'timeframe'>;

/** The newest close known at `instant`, looked for from bar `i` backwards; NaN where it is overdue. Returns its place as well. */
function closeBefore({ openTime, close, timeframe }: Closes, instant: number, i: number): { value: number; i: number } {
  const barMs = BAR_MS[timeframe];
  while (i >= 0 && (openTime[i] as number) + barMs > instant) i--;
  if (i < 0) return { value: NaN, i };
  const value = close[i] as number;
  const age = instant - (openTime[i] as number) - barMs;
  return { value: age <= barMs + SLACK_MS && value > 0 ? value : NaN, i };
}

/** The newest close known at `instant`, ms; NaN where no bar had closed within its length + 6 h before. */
export const closeAt = (bars: Closes, instant: number): number => closeBefore(bars, instant, bars.openTime.length - 1).value;

/**
 * Closes at `at`, one day before it, two days before it, …
 * @param bars final bars, oldest first, of any timeframe; bars closing after `at` are not read
 * @param at ms
 * @param days how many closes
 * @returns `days` closes, oldest first; NaN where no bar had closed within its length + 6 h before
 */
export function dailyCloses(bars: Closes, at: number, days: number): Float64Array {
  const closes = new Float64Array(days).fill(NaN);
  let i = bars.openTime.length - 1;
  for (let day = 0; day < days; day++) {
    const found = closeBefore(bars, at - day * DAY_MS, i);
    closes[days - 1 - day] = found.value;
    i = found.i;
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
