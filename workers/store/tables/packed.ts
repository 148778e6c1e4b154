/**
 * Indicator rows of which tens of thousands are in memory at once: their numbers lie in
 * blocks, and a row is its key and a place. Read like any other row; a tenth of the
 * memory, and nothing that the garbage collector has to follow number by number.
 */
import type { Timeframe } from '#queues/timeframes.js';
import type { Sink } from '../mysql.js';
import { technicalIndicators, type TechnicalRow } from './technical.js';

/** What comes first of every row that is read to be packed. */
export const PACKED_KEY = ['symbol', 'timeframe', 'timestamp'] as const;
type Key = [symbol: string, timeframe: Timeframe, timestamp: Date];

/** Places of columns in a row. */
export type Places = Readonly<Record<string, number>>;

/** One row; its other columns are looked up in the block: undefined where they were not read, null where they are unknown. */
export class PackedRow implements Pick<TechnicalRow, (typeof PACKED_KEY)[number]> {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly timestamp: Date;

  constructor(
    key: Readonly<Key>,
    readonly places: Places,
    readonly block: Float64Array,
    readonly from: number,
  ) {
    [this.symbol, this.timeframe, this.timestamp] = key;
  }
}

const numbers = Object.entries(technicalIndicators.columns).flatMap(([name, { kind }]) => (kind === 'number' ? [name] : []));
for (const name of numbers) {
  const get = function (this: PackedRow): number | null | undefined {
    const place = this.places[name];
    if (place === undefined) return undefined;
    const n = this.block[this.from + place] as number;
    return Number.isNaN(n) ? null : n;
  };
  Object.defineProperty(PackedRow.prototype, name, { get, enumerable: true });
}

/** A number of a row, packed or not; NaN where it is unknown or was not read. */
export function numberIn(row: Partial<TechnicalRow>, name: keyof TechnicalRow): number {
  if (row instanceof PackedRow) {
    const place = row.places[name];
    if (place !== undefined) return row.block[row.from + place] as number;
  }
  const value = row[name];
  return typeof value === 'number' ? value : NaN;
}

/** Rows of a block. */
const ROWS_A_BLOCK = 512;

/**
 * Packs rows of which the key comes first, then numbers.
 * @param columns of the numbers, in their order
 * @throws RangeError for a column that holds no numbers
 */
export function packing(columns: readonly string[]): Sink<PackedRow[]> {
  const strange = columns.find((name) => !numbers.includes(name));
  if (strange !== undefined) throw new RangeError(`technical_indicators.${strange} is no column of numbers`);
  const places: Places = Object.fromEntries(columns.map((name, i) => [name, i]));
  const width = columns.length;
  const rows: PackedRow[] = [];
  // Many coins have rows of the same instants.
  const dates = new Map<number, Date>();
  const dateOf = (ms: number): Date => {
    const date = dates.get(ms) ?? new Date(ms);
    dates.set(ms, date);
    return date;
  };
  let block = new Float64Array(0);
  return {
    take(row) {
      const from = (rows.length % ROWS_A_BLOCK) * width;
      if (from === 0) block = new Float64Array(ROWS_A_BLOCK * width);
      const key: Key = [row.text() as string, row.text() as Timeframe, dateOf(row.instant())];
      row.numbers(block, from, width);
      rows.push(new PackedRow(key, places, block, from));
    },
    end: () => rows,
  };
}
