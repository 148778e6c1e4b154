/**
 * Scale that outliers cannot move: median and median absolute deviation. Robust
 * z = (x − median) / (1.4826 × MAD), after Iglewicz and Hoaglin, How to Detect
 * and Handle Outliers (1993); 1.4826 makes MAD the deviation of normal values.
 */

/** Median of the values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** @returns the robust z of `x` among `others`, or null where more than half of them are equal and there is no scale. */
export function robustZ(x: number, others: readonly number[]): number | null {
  const centre = median(others);
  const spread = 1.4826 * median(others.map((y) => Math.abs(y - centre)));
  // Below this share of the centre, a spread is what rounding leaves of equal values.
  return spread > 1e-12 * Math.abs(centre) && spread > 0 ? (x - centre) / spread : null;
}
