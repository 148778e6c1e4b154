/** Indicator rows of a stretch in memory: the newest of each symbol at an instant, and everybody's of one. Pure. */
import type { Reads } from '../processors/features/load.js';
import type { Span, Timeframe } from '../store/index.js';
import type { TechnicalRow } from '../store/tables/technical.js';
import type { FormerRows } from './former.js';

type Row = Partial<TechnicalRow>;
type Rows = readonly Row[];

const timeOf = (row: Row | undefined): number => row?.timestamp?.getTime() ?? -Infinity;

/** Rows of one symbol, oldest first, and when each was known. */
interface Series {
  rows: Rows;
  times: Float64Array;
}
const NONE: Series = { rows: [], times: new Float64Array(0) };

/** Rows that stood before a restatement are asked for slot after slot. */
const sorted = new WeakMap<Rows, Series>();

function seriesOf(unsorted: Rows): Series {
  const known = sorted.get(unsorted);
  if (known) return known;
  const rows = [...unsorted].sort((a, b) => timeOf(a) - timeOf(b));
  const series = { rows, times: Float64Array.from(rows, timeOf) };
  sorted.set(unsorted, series);
  return series;
}

function bySymbol(rows: Rows): Map<string, Series> {
  const own = new Map<string, Row[]>();
  for (const row of rows) {
    const known = own.get(row.symbol as string);
    if (known) known.push(row);
    else own.set(row.symbol as string, [row]);
  }
  return new Map([...own].map(([symbol, list]) => [symbol, seriesOf(list)]));
}

/** Everybody's rows of each instant. */
function byInstant(...lists: Rows[]): Map<number, Row[]> {
  const instants = new Map<number, Row[]>();
  for (const row of lists.flat()) {
    const known = instants.get(timeOf(row));
    if (known) known.push(row);
    else instants.set(timeOf(row), [row]);
  }
  return instants;
}

/** The newest row at or before the instant. */
function newestBy({ rows, times }: Series, atMs: number): Row | undefined {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= atMs) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

/** Everybody's rows of an instant, where some were others before a restatement. */
function standing(stored: Rows, before: ReadonlyMap<string, Rows>, atMs: number): Rows {
  if (before.size === 0) return stored;
  const former = [...before.values()].flatMap((rows) => newestBy(seriesOf(rows), atMs) ?? []).filter((row) => timeOf(row) === atMs);
  return [...stored.filter((row) => !before.has(row.symbol as string)), ...former];
}

export interface StoredRows {
  /** Rows of the symbols that will be asked for, each list reaching as far back as its rows may be old. */
  own: ReadonlyMap<Timeframe, Rows>;
  /** 5-minute rows of all other symbols. */
  others: Rows;
}

/** @param former rows that stood in the place of stored ones until bars were restated */
export function indicatorRows({ own, others }: StoredRows, former: FormerRows, { fromMs, toMs }: Span): Reads['indicators'] {
  const series = new Map([...own].map(([timeframe, rows]) => [timeframe, bySymbol(rows)]));
  const instants = byInstant(own.get('5m') ?? [], others);
  const check = (atMs: number): void => {
    if (atMs < fromMs || atMs >= toMs) throw new RangeError(`${new Date(atMs).toISOString()} lies outside of the indicators that were read`);
  };
  return {
    async asOf(symbols, timeframe, atMs, maxAgeMs) {
      check(atMs);
      const before = await former(timeframe, atMs);
      const stored = series.get(timeframe);
      const rows = symbols.map((symbol) => {
        const former = before.size > 0 ? before.get(symbol) : undefined;
        return newestBy(former ? seriesOf(former) : (stored?.get(symbol) ?? NONE), atMs);
      });
      return rows.filter((row): row is Row => timeOf(row) > atMs - maxAgeMs);
    },
    async crossSection(_, atMs) {
      check(atMs);
      return [...standing(instants.get(atMs) ?? [], await former('5m', atMs), atMs)];
    },
  };
}
