/**
 * Recorded bars of one market and interval in typed arrays, sorted by time.
 * Gaps stay gaps: a coarser bar is made only where every finer one is there.
 */
import { floorTo } from './intervals.js';
import type { Bar } from './source.js';

/** `[openMs, open, high, low, close, volume]` */
export type RecordedRow = readonly [number, number, number, number, number, number];

const FIELDS = 6;

function ordered(rows: readonly RecordedRow[]): RecordedRow[] {
  const byTime = new Map(rows.map((row) => [row[0], row]));
  return [...byTime.values()].sort((a, b) => a[0] - b[0]);
}

export class Series {
  readonly length: number;

  private constructor(
    readonly intervalMs: number,
    private readonly data: Float64Array,
  ) {
    this.length = data.length / FIELDS;
  }

  /** Sorts by time; of two rows with one time the later given stays. */
  static of(intervalMs: number, rows: readonly RecordedRow[]): Series {
    const sorted = rows.every((row, i) => i === 0 || row[0] > (rows[i - 1] as RecordedRow)[0]) ? rows : ordered(rows);
    const data = new Float64Array(sorted.length * FIELDS);
    sorted.forEach((row, i) => data.set(row, i * FIELDS));
    return new Series(intervalMs, data);
  }

  openAt(index: number): number {
    return this.data[index * FIELDS] as number;
  }

  closeAt(index: number): number {
    return this.data[index * FIELDS + 4] as number;
  }

  /** First index whose bar opens at or after `ms`; `length` when none does. */
  indexFrom(ms: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.openAt(middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many bars have closed by `nowMs`. */
  closedBy(nowMs: number): number {
    return this.indexFrom(nowMs - this.intervalMs + 1);
  }

  /** A recording has no trades, which stay null, and no quote volume: it is taken as volume × the bar's mean price. */
  bar(index: number): Bar {
    const [openMs, open, high, low, close, volume] = this.data.subarray(index * FIELDS, index * FIELDS + FIELDS) as unknown as RecordedRow;
    return { openMs, open, high, low, close, volume, quoteVolume: (volume * (open + high + low + close)) / 4, trades: null, takerVolume: 0 };
  }

  slice(from: number, to: number): Bar[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => this.bar(from + i));
  }

  /** These bars, and the other's where these have none. */
  filledFrom(other: Series): Series {
    return Series.of(this.intervalMs, [...other.rows(), ...this.rows()]);
  }

  /** Bars of `intervalMs`, a multiple of this interval, for every stretch that is complete. */
  coarser(intervalMs: number): Series {
    const needed = intervalMs / this.intervalMs;
    const rows: RecordedRow[] = [];
    for (let start = 0; start < this.length; ) {
      const openMs = floorTo(this.openAt(start), intervalMs);
      let end = start;
      while (end < this.length && this.openAt(end) < openMs + intervalMs) end += 1;
      if (end - start === needed) rows.push(this.whole(start, end));
      start = end;
    }
    return Series.of(intervalMs, rows);
  }

  private whole(start: number, end: number): RecordedRow {
    let high = -Infinity;
    let low = Infinity;
    let volume = 0;
    for (let i = start; i < end; i += 1) {
      const o = i * FIELDS;
      high = Math.max(high, this.data[o + 2] as number);
      low = Math.min(low, this.data[o + 3] as number);
      volume += this.data[o + 5] as number;
    }
    return [this.openAt(start), this.data[start * FIELDS + 1] as number, high, low, this.closeAt(end - 1), volume];
  }

  private rows(): RecordedRow[] {
    return Array.from({ length: this.length }, (_, i) => this.data.subarray(i * FIELDS, i * FIELDS + FIELDS) as unknown as RecordedRow);
  }
}
