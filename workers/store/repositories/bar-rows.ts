/** Bars as they come from the server, put into lists of numbers by the series. */
import type { BarColumns, Timeframe } from '../index.js';
import type { Sink } from '../mysql.js';
import type { Values } from '../values.js';

/** What is read of a bar; those of a series one after the other, oldest first. */
export const COLUMNS = 'symbol, timeframe, open_time, open, high, low, close, volume';

/** Of each bar, in this order: when it opened, ms, and its prices and volume. */
const FIGURES = ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const;
const WIDTH = FIGURES.length;
const FIRST_ROOM = 512;

interface Series {
  symbol: string;
  timeframe: Timeframe;
  /** Bars from here until there. */
  from: number;
  to: number;
}

interface Wanted extends Pick<Series, 'symbol' | 'timeframe'> {
  /** Bars that opened later than this, ms. */
  after: number | null;
}

/** Names a series. */
export const keyOf = ({ symbol, timeframe }: Pick<Series, 'symbol' | 'timeframe'>): string => `${symbol}|${timeframe}`;

export class BarRows implements Sink<BarRows> {
  #numbers = new Float64Array(0);
  #count = 0;
  #last: Series | undefined;
  readonly #series = new Map<string, Series>();

  take(row: Values): void {
    const symbol = row.text() as string;
    const timeframe = row.text() as Timeframe;
    const at = this.#count * WIDTH;
    if (at === this.#numbers.length) this.#grow();
    this.#numbers[at] = row.instant();
    row.numbers(this.#numbers, at + 1, WIDTH - 1);
    this.#count++;
    if (this.#last?.symbol !== symbol || this.#last.timeframe !== timeframe) this.#begin({ symbol, timeframe, from: this.#count - 1, to: this.#count });
    else this.#last.to = this.#count;
  }

  end = (): this => this;

  /** The series it has bars of. */
  series = (): Iterable<string> => this.#series.keys();

  /** The oldest of the bars that are wanted, at most so many. */
  columnsOf(wanted: Wanted, limit: number): BarColumns {
    const { from, to } = this.#series.get(keyOf(wanted)) ?? { from: 0, to: 0 };
    let first = from;
    while (first < to && (this.#numbers[first * WIDTH] as number) <= (wanted.after ?? -Infinity)) first++;
    const length = Math.min(limit, to - first);
    const [openTime, open, high, low, close, volume] = FIGURES.map((_, figure) => this.#column(first * WIDTH + figure, length)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    return { symbol: wanted.symbol, timeframe: wanted.timeframe, openTime, open, high, low, close, volume };
  }

  #column(at: number, length: number): Float64Array {
    const column = new Float64Array(length);
    for (let i = 0; i < length; i++) column[i] = this.#numbers[at + i * WIDTH] as number;
    return column;
  }

  #begin(series: Series): void {
    this.#last = series;
    this.#series.set(keyOf(series), series);
  }

  #grow(): void {
    const wider = new Float64Array(Math.max(FIRST_ROOM * WIDTH, 2 * this.#numbers.length));
    wider.set(this.#numbers);
    this.#numbers = wider;
  }
}
