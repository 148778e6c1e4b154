/**
 * How an asset moves with another market: Pearson and Spearman correlation of
 * daily moves. The other market rests at weekends and on holidays, so both are
 * cut to the days they share, and a move is the one between two shared days:
 * over a weekend both sides cover the same three days. Nothing is filled in.
 */

/** A close of one UTC day. */
export interface DailyClose {
  /** Midnight that starts the day, ms. */
  day: number;
  close: number;
  /** When it could be known, ms. */
  availableAt: number;
}

/** How a series moves: by ratio (prices, indices) or by difference (yields and other rates, which may be zero or negative). */
export type Move = 'log_return' | 'difference';

export interface Correlation {
  /** −1 to 1; null with fewer than `LEAST_PAIRS` pairs or where one side does not move. */
  pearson: number | null;
  spearman: number | null;
  pairs: number;
}

/** Fewer pairs than this say nothing. */
export const LEAST_PAIRS = 20;
/** The newest shared day may be this old: longer than any holiday of an exchange, shorter than a dead source. */
const MOST_AGE_MS = 7 * 86_400_000;
/** Squares below this share of the squared mean are what rounding leaves of a constant. */
const NOISE = 1e-24;

function moveOf(move: Move, before: number, after: number): number {
  if (move === 'difference') return after - before;
  return before > 0 && after > 0 ? Math.log(after / before) : NaN;
}

/** Closes known at `at`, by day; the later one where a day was given twice. */
function knownAt(series: readonly DailyClose[], at: number): Map<number, number> {
  const known = new Map<number, number>();
  for (const { day, close, availableAt } of series) if (availableAt <= at && Number.isFinite(close)) known.set(day, close);
  return known;
}

/**
 * Moves of both over the days they share, newest last.
 * @param series oldest first
 * @param at ms; what was known later is not read
 * @param most newest moves to return
 */
export function sharedMoves(asset: readonly DailyClose[], series: readonly DailyClose[], { at, most, move }: { at: number; most: number; move: Move }): [asset: number, series: number][] {
  const [own, other] = [knownAt(asset, at), knownAt(series, at)];
  const days = [...own.keys()].filter((day) => other.has(day)).sort((a, b) => a - b).slice(-(most + 1));
  if (days.length === 0 || at - (days.at(-1) as number) > MOST_AGE_MS) return [];
  const moves = days.slice(1).map((day, i): [number, number] => {
    const before = days[i] as number;
    return [moveOf('log_return', own.get(before) as number, own.get(day) as number), moveOf(move, other.get(before) as number, other.get(day) as number)];
  });
  return moves.filter(([x, y]) => Number.isFinite(x + y));
}

/** cov(x, y) / √(var x · var y); null where either does not vary. */
export function pearson(pairs: readonly (readonly [number, number])[]): number | null {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  if (!(xx > NOISE * n * meanX * meanX && yy > NOISE * n * meanY * meanY)) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Places in ascending order, from 0; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const places = new Array<number>(values.length);
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j + 1 < order.length && values[order[j + 1] as number] === values[order[i] as number]) j++;
    for (let k = i; k <= j; k++) places[order[k] as number] = (i + j) / 2;
    i = j + 1;
  }
  return places;
}

/** Pearson correlation of the ranks. */
export function spearman(pairs: readonly (readonly [number, number])[]): number | null {
  const [x, y] = [ranks(pairs.map(([a]) => a)), ranks(pairs.map(([, b]) => b))];
  return pearson(x.map((place, i) => [place, y[i] as number]));
}

/**
 * Correlation of an asset with another market at an instant.
 * @param windowDays shared trading days behind it, at most (30, 90)
 */
export function correlationAt(asset: readonly DailyClose[], series: readonly DailyClose[], { at, windowDays, move }: { at: number; windowDays: number; move: Move }): Correlation {
  const pairs = sharedMoves(asset, series, { at, most: windowDays, move });
  const enough = pairs.length >= LEAST_PAIRS;
  return { pearson: enough ? pearson(pairs) : null, spearman: enough ? spearman(pairs) : null, pairs: pairs.length };
}
