/**
 * The market's cross-section at a slot: named figures, each a value by symbol.
 * Built once per chunk, from rows of every symbol, so that each chunk of a slot
 * sees the same market. Knows nothing of where the rows come from.
 */
import type { TechnicalRow } from '../../store/tables/technical.js';
import { comovement, type HourlyReturns } from './comovement.js';
import type { MarketView } from './feature.js';
import { finite, type TechnicalColumn } from './inputs.js';
import { numberIn } from '../../store/tables/packed.js';

type Row = Partial<TechnicalRow>;
interface BarFigure {
  columns: TechnicalColumn[];
  /** The formula over what the columns hold. */
  of(...values: number[]): number;
}

/** Figures read off the 5-minute indicator rows that closed at the slot: the columns read, and the formula. */
const ofBars = {
  return_12: single('return_12'),
  return_288: single('return_288'),
  volume_ratio_20: single('volume_ratio_20'),
  rsi_14: single('rsi_14'),
  realized_vol_20: single('realized_vol_20'),
  sma_50_distance: { columns: ['close', 'sma_50'], of: (close: number, sma: number) => close / sma - 1 },
} satisfies Record<string, BarFigure>;

/** Figures of the last 72 hourly returns beside those of BTC and ETH. */
type ComovementFigure = 'beta_btc' | 'correlation_btc' | 'beta_eth' | 'correlation_eth';
export type FigureName = keyof typeof ofBars | ComovementFigure;

/** Columns of the 5-minute indicator rows that the figures need. */
export const marketColumns: string[] = [...new Set(Object.values(ofBars).flatMap((f) => f.columns))].sort();
/** The coins that every other is measured against. */
export const benchmarks = { btc: 'BTC', eth: 'ETH' } as const;

function single(column: TechnicalColumn): BarFigure {
  return { columns: [column], of: (value) => value };
}

/** What rows hold in a column; NaN where it is unknown. */
function columnOf(rows: readonly Row[], name: TechnicalColumn): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < values.length; i++) values[i] = numberIn(rows[i] as Row, name);
  return values;
}

function figureOf({ columns, of }: BarFigure, rows: readonly Row[]): Float64Array {
  const [first, second] = columns.map((name) => columnOf(rows, name)) as [Float64Array, Float64Array?];
  return first.map((value, i) => finite(second ? of(value, second[i] as number) : of(value)) ?? NaN);
}

/** Symbol → its place in lists of values. */
class Places {
  readonly #places = new Map<string, number>();
  #last = { symbol: '', place: -1 };

  constructor(symbols: Iterable<string | undefined>) {
    let place = 0;
    for (const symbol of symbols) this.#places.set(symbol ?? '', place++);
  }

  /** −1 for one that has none. Asked for one symbol after the other, a dozen times each. */
  of(symbol: string): number {
    if (this.#last.symbol !== symbol) this.#last = { symbol, place: this.#places.get(symbol) ?? -1 };
    return this.#last.place;
  }
}

/** One figure: values by symbol, and what is asked of all of them, computed once. */
class Figure {
  readonly #sorted: Float64Array;
  readonly #shares = new Map<(value: number) => boolean, number>();
  readonly mean: number | null;
  readonly deviation: number | null;

  /** @param values NaN where it is unknown */
  constructor(
    private readonly places: Places,
    private readonly values: Float64Array,
  ) {
    // NaN sorts last.
    const sorted = values.slice().sort();
    let n = sorted.length;
    while (n > 0 && Number.isNaN(sorted[n - 1])) n--;
    this.#sorted = sorted.subarray(0, n);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += this.#sorted[i] as number;
    const mean = sum / n;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += ((this.#sorted[i] as number) - mean) ** 2;
    this.mean = n === 0 ? null : finite(mean);
    this.deviation = n < 2 ? null : finite(Math.sqrt(squares / (n - 1)));
  }

  of(symbol: string): number | null {
    const place = this.places.of(symbol);
    const value = place < 0 ? NaN : (this.values[place] as number);
    return Number.isNaN(value) ? null : value;
  }

  rank(symbol: string): number | null {
    const value = this.of(symbol);
    const n = this.#sorted.length;
    if (value === null || n < 2) return null;
    const below = firstFrom(this.#sorted, value);
    let upTo = below;
    while (upTo < n && this.#sorted[upTo] === value) upTo++;
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

/** Place of the first element that is not below the value, in a sorted array. */
function firstFrom(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Comovement = ReturnType<typeof comovement>;
/** Of two vectors that stand for an hour: twelve slots share them. */
const compared = new WeakMap<Float64Array, WeakMap<Float64Array, Comovement>>();

function comovementOf(returns: Float64Array, reference: Float64Array): Comovement {
  const known = compared.get(reference) ?? new WeakMap<Float64Array, Comovement>();
  compared.set(reference, known);
  const found = known.get(returns);
  if (found !== undefined) return found;
  const computed = comovement(returns, reference);
  known.set(returns, computed);
  return computed;
}

/** What is measured of the two, and against which coin. */
const ofHours = {
  beta_btc: ['beta', benchmarks.btc],
  correlation_btc: ['correlation', benchmarks.btc],
  beta_eth: ['beta', benchmarks.eth],
  correlation_eth: ['correlation', benchmarks.eth],
} as const satisfies Record<ComovementFigure, readonly [keyof NonNullable<Comovement>, string]>;

/** Null without hourly returns of either. */
function ofHour(name: ComovementFigure, symbol: string, hourly: HourlyReturns): number | null {
  const [measure, benchmark] = ofHours[name];
  const [returns, reference] = [hourly.get(symbol), hourly.get(benchmark)];
  return returns && reference ? (comovementOf(returns, reference)?.[measure] ?? null) : null;
}

const isOfBars = (name: string): name is keyof typeof ofBars => Object.hasOwn(ofBars, name);
const isOfHours = (name: string): name is ComovementFigure => Object.hasOwn(ofHours, name);

/** Figures of a slot, each made when it is first asked for. */
class Figures {
  readonly #made = new Map<string, Figure>();
  #places: Places | undefined;

  constructor(
    private readonly rows: readonly Row[],
    private readonly hourly: HourlyReturns,
  ) {}

  get(name: string): Figure {
    const found = this.#made.get(name) ?? this.#make(name);
    this.#made.set(name, found);
    return found;
  }

  #make(name: string): Figure {
    if (isOfHours(name)) return new Figure(new Places(this.hourly.keys()), Float64Array.from(this.hourly.keys(), (symbol) => ofHour(name, symbol, this.hourly) ?? NaN));
    if (!isOfBars(name)) throw new RangeError(`the market has no figure "${name}"`);
    this.#places ??= new Places(this.rows.map((row) => row.symbol));
    return new Figure(this.#places, figureOf(ofBars[name], this.rows));
  }
}

/**
 * @param rows indicator rows of every symbol whose 5-minute bar closed at the slot, one per symbol
 * @param hourly hourly log returns of the symbols asked about and of the benchmarks
 */
export function marketView(rows: readonly Row[], hourly: HourlyReturns): MarketView {
  const figures = new Figures(rows, hourly);
  return {
    rank: (name, symbol) => figures.get(name).rank(symbol),
    mean: (name) => figures.get(name).mean,
    deviation: (name) => figures.get(name).deviation,
    share: (name, predicate) => figures.get(name).share(predicate),
    // Nobody asks how one that is measured by pairs is spread over the market.
    value: (name, symbol) => (isOfHours(name) ? ofHour(name, symbol, hourly) : figures.get(name).of(symbol)),
  };
}
