/** Straight lines over bars: necklines, the sides of triangles, channels. */
export interface Line {
  /** Price at bar `i`. */
  at(i: number): number;
  /** Change of price per bar. */
  slope: number;
}

export interface Point {
  index: number;
  price: number;
}

/**
 * Least squares through two points or more; through two it is exact. Bars are
 * counted from the first point, so that the same bars give the same line to the
 * last bit wherever the series begins.
 */
export function lineThrough(points: readonly Point[]): Line {
  const n = points.length;
  const first = points[0]?.index ?? 0;
  const x = points.reduce((sum, p) => sum + (p.index - first), 0) / n;
  const y = points.reduce((sum, p) => sum + p.price, 0) / n;
  let xx = 0;
  let xy = 0;
  for (const p of points) {
    xx += (p.index - first - x) ** 2;
    xy += (p.index - first - x) * (p.price - y);
  }
  const slope = xx === 0 ? 0 : xy / xx;
  return { slope, at: (i) => y + slope * (i - first - x) };
}

/** The line at the same price everywhere. */
export const level = (price: number): Line => ({ slope: 0, at: () => price });

/** Largest distance of a point from the line. */
export const misfit = (line: Line, points: readonly Point[]): number => Math.max(...points.map((p) => Math.abs(p.price - line.at(p.index))));

/** Bar `end` is the first one after `from` to close above the line. */
export function breaksAbove(closes: Float64Array, line: Line, from: number, end: number): boolean {
  if (!((closes[end] as number) > line.at(end))) return false;
  for (let i = from + 1; i < end; i++) if ((closes[i] as number) > line.at(i)) return false;
  return true;
}

/** Index of the highest (sign 1) or lowest (sign −1) value in [from, to], the later one of equals. */
export function extreme(values: Float64Array, from: number, to: number, sign: 1 | -1): number {
  let best = from;
  for (let i = from + 1; i <= to; i++) if (sign * (values[i] as number) >= sign * (values[best] as number)) best = i;
  return best;
}
