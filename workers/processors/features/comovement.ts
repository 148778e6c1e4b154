/**
 * How a coin moves with another: beta and Pearson correlation of hourly log
 * returns. Hours missing on either side are left out, never filled.
 */

/** Hours of history, and how many of them both coins must have. */
export const HOURS = 72;
export const LEAST_PAIRS = 48;
/** Variance below this share of the squared mean is what rounding leaves of a constant. */
const NOISE = 1e-24;

/** Symbol → `HOURS` log returns, oldest first; NaN where a bar is missing. */
export type HourlyReturns = ReadonlyMap<string, Float64Array>;

/**
 * Log returns between consecutive hourly closes.
 * @param openTimes bar starts, ms, ascending
 * @param endMs close of the newest hour, ms
 * @returns `HOURS` values, oldest first; NaN where either close is missing or not positive
 */
export function hourlyReturns(openTimes: ArrayLike<number>, closes: ArrayLike<number>, endMs: number): Float64Array {
  const hour = 3_600_000;
  const first = endMs - (HOURS + 1) * hour;
  const grid = new Float64Array(HOURS + 1).fill(NaN);
  for (let i = 0; i < openTimes.length; i++) {
    const place = ((openTimes[i] as number) - first) / hour;
    const close = closes[i] as number;
    if (Number.isInteger(place) && place >= 0 && place <= HOURS && close > 0) grid[place] = close;
  }
  return Float64Array.from({ length: HOURS }, (_, i) => Math.log((grid[i + 1] as number) / (grid[i] as number)));
}

/**
 * beta = cov(x, y) / var(y); correlation = cov(x, y) / √(var(x) · var(y)).
 * @returns null with fewer than `LEAST_PAIRS` common hours; a member is null where its variance is zero
 */
export function comovement(x: Float64Array, y: Float64Array): { beta: number | null; correlation: number | null } | null {
  let pairs = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < HOURS; i++) {
    if (!isPair(x, y, i)) continue;
    pairs++;
    sumX += x[i] as number;
    sumY += y[i] as number;
  }
  if (pairs < LEAST_PAIRS) return null;
  const meanX = sumX / pairs;
  const meanY = sumY / pairs;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < HOURS; i++) {
    if (!isPair(x, y, i)) continue;
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (!(yy > NOISE * pairs * meanY * meanY)) return { beta: null, correlation: null };
  return { beta: xy / yy, correlation: xx > NOISE * pairs * meanX * meanX ? clamp(xy / Math.sqrt(xx * yy)) : null };
}

/** Hours that both coins have. */
const isPair = (x: Float64Array, y: Float64Array, i: number): boolean => Number.isFinite((x[i] as number) + (y[i] as number));

/** Rounding may put a perfect correlation a hair beyond 1. */
const clamp = (r: number): number => Math.max(-1, Math.min(1, r));
