/** What the tests of this folder share: made-up bars, recorded bars, and all columns of a series at once. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BarColumns } from '../../store/index.js';
import { freshState, run } from './engine.js';
import { indicatorColumns, type IndicatorName } from './index.js';
import type { Bar } from './indicator.js';

const realData = new URL('../../../../shared/real-data/', import.meta.url);

/** The recorded data's folder is there; says so aloud when it is not. */
export function haveRealData(folder: string): boolean {
  const there = existsSync(new URL(folder, realData));
  if (!there) console.warn(`SKIPPED: ${folder} is not in ../shared/real-data, so nothing is compared with it`);
  return there;
}

/** Text of a recorded file, unpacked when its name ends in .gz. */
export function realText(path: string): string {
  const bytes = readFileSync(new URL(path, realData));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Bars → the store's shape. */
export const columnsFrom = (bars: readonly Bar[]): BarColumns => {
  const list = (name: keyof Bar) => Float64Array.from(bars, (bar) => bar[name]);
  return { symbol: 'TEST', timeframe: '5m', openTime: list('openTime'), open: list('open'), high: list('high'), low: list('low'), close: list('close'), volume: list('volume') };
};

/** Lines of `time,open,high,low,close,volume`, the first one dropped when it is a header. */
export const barsFromCsv = (csv: string): Bar[] =>
  csv
    .trim()
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => {
      const [time, open, high, low, close, volume] = line.split(',') as [string, ...string[]];
      const openTime = /^\d+$/.test(time) ? Number(time) : Date.parse(`${time.slice(0, 10)}T00:00:00Z`);
      return { openTime, open: Number(open), high: Number(high), low: Number(low), close: Number(close), volume: Number(volume) };
    });

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random walk of `n` five-minute bars from midnight UTC, near `price`. */
export function walk(n: number, price = 100, seed = 7): Bar[] {
  const next = random(seed);
  let close = price;
  return Array.from({ length: n }, (_, i) => {
    const open = close;
    close = open * (1 + (next() - 0.5) * 0.02);
    const high = Math.max(open, close) * (1 + next() * 0.004);
    const low = Math.min(open, close) * (1 - next() * 0.004);
    return { openTime: Date.UTC(2026, 0, 1) + i * 300_000, open, high, low, close, volume: next() < 0.05 ? 0 : next() * 1_000 };
  });
}

export type Table = Record<IndicatorName, Float64Array>;

/** Every column over the whole series, from a fresh state. */
export function everyColumn(bars: readonly Bar[]): Table {
  const table = Object.fromEntries(indicatorColumns.map(({ name }) => [name, new Float64Array(bars.length)])) as Table;
  const state = freshState();
  run(columnsFrom(bars), state, (i) => indicatorColumns.forEach(({ name }, c) => (table[name][i] = state.row[c] as number)));
  return table;
}

/** Largest difference relative to the larger of the two; Infinity where one is known and the other is not. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number | null>, from = 0): number {
  let most = 0;
  for (let i = from; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] ?? NaN];
    if (Number.isNaN(x) && Number.isNaN(y)) continue;
    const gap = Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y), Number.MIN_VALUE);
    if (!(gap <= most)) most = Number.isNaN(gap) ? Infinity : gap;
  }
  return most;
}
