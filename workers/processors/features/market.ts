/**
 * The market's cross-section at a slot: named figures, each a value by symbol.
 * Built once per chunk, from rows of every symbol, so that each chunk of a slot
 * sees the same market. Knows nothing of where the rows come from.
 */
import type { TechnicalRow } from '../../store/tables/technical.js';
import { comovement, type HourlyReturns } from './comovement.js';
import type { MarketView } from './feature.js';
import { finite, type TechnicalColumn } from './inputs.js';

/** Figures read off the 5-minute indicator rows that closed at the slot: the columns read, and the formula. */
const ofBars = {
  return_12: single('return_12'),
  return_288: single('return_288'),
  volume_ratio_20: single('volume_ratio_20'),
  rsi_14: single('rsi_14'),
  realized_vol_20: single('realized_vol_20'),
  sma_50_distance: { columns: ['close', 'sma_50'], of: (close: number, sma: number) => close / sma - 1 },
} satisfies Record<string, { columns: TechnicalColumn[]; of: (...values: number[]) => number }>;

/** Figures of the last 72 hourly returns beside those of BTC and ETH. */
type ComovementFigure = 'beta_btc' | 'correlation_btc' | 'beta_eth' | 'correlation_eth';
export type FigureName = keyof typeof ofBars | ComovementFigure;

/** Columns of the 5-minute indicator rows that the figures need. */
export const marketColumns: string[] = [...new Set(Object.values(ofBars).flatMap((f) => f.columns))].sort();
/** The coins that every other is measured against. */
export const benchmarks = { btc: 'BTC', eth: 'ETH' } as const;

function single(column: TechnicalColumn): { columns: TechnicalColumn[]; of: (...values: number[]) => number } {
  return { columns: [column], of: (value) => value as number };
}

/** One figure: values by symbol, and what is asked of all of them, computed once. */
class Figure {
  readonly #sorted: Float64Array;
  readonly #shares = new Map<(value: number) => boolean, number>();
  readonly mean: number | null;
  readonly deviation: number | null;

  constructor(readonly values: ReadonlyMap<string, number>) {
    this.#sorted = Float64Array.from(values.values()).sort();
    const n = this.#sorted.length;
    const mean = this.#sorted.reduce((sum, v) => sum + v, 0) / n;
    const squares = this.#sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    this.mean = n === 0 ? null : finite(mean);
    this.deviation = n < 2 ? null : finite(Math.sqrt(squares / (n - 1)));
  }

  rank(symbol: string): number | null {
    const value = this.values.get(symbol);
    const n = this.#sorted.length;
    if (value === undefined || n < 2) return null;
    const below = countBelow(this.#sorted, (v) => v < value);
    const upTo = countBelow(this.#sorted, (v) => v <= value);
    return (below + (upTo - below - 1) / 2) / (n - 1);
  }

  share(predicate: (value: number) => boolean): number | null {
    if (this.#sorted.length === 0) return null;
    const known = this.#shares.get(predicate);
    if (known !== undefined) return known;
    const share = this.#sorted.reduce((count, v) => count + (predicate(v) ? 1 : 0), 0) / this.#sorted.length;
    this.#shares.set(predicate, share);
    return share;
  }
}

/** Length of the leading run for which the test holds, in a sorted array. */
function countBelow(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valuesOf(rows: readonly Partial<TechnicalRow>[], { columns, of }: { columns: TechnicalColumn[]; of: (...values: number[]) => number }): Map<string, number> {
  const values = new Map<string, number>();
  for (const row of rows) {
    const known = columns.map((column) => row[column]).filter((v): v is number => typeof v === 'number');
    const value = known.length === columns.length ? finite(of(...known)) : null;
    if (value !== null && row.symbol !== undefined) values.set(row.symbol, value);
  }
  return values;
}

type Comovement = ReturnType<typeof comovement>;
/** Of two vectors that stand for an hour: twelve slots share them. */
const ofHour = new WeakMap<Float64Array, WeakMap<Float64Array, Comovement>>();

function comovementOf(returns: Float64Array, reference: Float64Array): Comovement {
  const known = ofHour.get(reference) ?? new WeakMap<Float64Array, Comovement>();
  ofHour.set(reference, known);
  const found = known.get(returns);
  if (found !== undefined) return found;
  const computed = comovement(returns, reference);
  known.set(returns, computed);
  return computed;
}

/** Betas and correlations of every symbol that has hourly returns; empty where the benchmark has none. */
function comovements(hourly: HourlyReturns): [ComovementFigure, Map<string, number>][] {
  return Object.entries(benchmarks).flatMap(([name, benchmark]) => {
    const beta = new Map<string, number>();
    const correlation = new Map<string, number>();
    const reference = hourly.get(benchmark);
    for (const [symbol, returns] of reference ? hourly : []) {
      const found = comovementOf(returns, reference as Float64Array);
      if (found === null) continue;
      if (found.beta !== null) beta.set(symbol, found.beta);
      if (found.correlation !== null) correlation.set(symbol, found.correlation);
    }
    return [[`beta_${name}`, beta] as [ComovementFigure, typeof beta], [`correlation_${name}`, correlation] as [ComovementFigure, typeof correlation]];
  });
}

/**
 * @param rows indicator rows of every symbol whose 5-minute bar closed at the slot, one per symbol
 * @param hourly hourly log returns of the symbols asked about and of the benchmarks
 */
export function marketView(rows: readonly Partial<TechnicalRow>[], hourly: HourlyReturns): MarketView {
  const barFigures = Object.entries(ofBars).map(([name, figure]) => [name, valuesOf(rows, figure)] as const);
  const figures = new Map([...barFigures, ...comovements(hourly)].map(([name, values]) => [name as string, new Figure(values)]));
  const figure = (name: string): Figure => {
    const found = figures.get(name);
    if (!found) throw new RangeError(`the market has no figure "${name}"`);
    return found;
  };
  return {
    rank: (name, symbol) => figure(name).rank(symbol),
    mean: (name) => figure(name).mean,
    deviation: (name) => figure(name).deviation,
    share: (name, predicate) => figure(name).share(predicate),
    value: (name, symbol) => figure(name).values.get(symbol) ?? null,
  };
}
