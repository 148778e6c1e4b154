/** Series drawn for the tests: paths of swings, candles by hand, and either of them upside down. */
import { realText } from '../indicators/testing.js';
import type { BarColumns } from '../../store/index.js';

export const HOUR = 3_600_000;
export const START = Date.UTC(2024, 0, 1);

/** open, high, low, close. */
export type Candle = [open: number, high: number, low: number, close: number];

/** Hourly bars from the start of 2024, volume 1. */
export function barsOf(candles: readonly Candle[], timeframe: BarColumns['timeframe'] = '1h'): BarColumns {
  const column = (k: number) => Float64Array.from(candles, (candle) => candle[k] as number);
  return { symbol: 'TEST', timeframe, openTime: Float64Array.from(candles, (_, i) => START + i * HOUR), open: column(0), high: column(1), low: column(2), close: column(3), volume: new Float64Array(candles.length).fill(1) };
}

/** Bars along straight lines between [bar, price] points; every bar reaches 0.1 beyond its body. */
export function path(points: readonly (readonly [bar: number, price: number])[]): Candle[] {
  const priceAt = (i: number): number => {
    const k = Math.max(1, points.findIndex(([bar]) => bar >= i));
    const [[x0, y0], [x1, y1]] = [points[k - 1], points[k]] as [readonly [number, number], readonly [number, number]];
    return y0 + ((y1 - y0) * (i - x0)) / (x1 - x0);
  };
  return Array.from({ length: (points.at(-1) as readonly [number, number])[0] }, (_, i) => {
    const [open, close] = [priceAt(i), priceAt(i + 1)];
    return [open, Math.max(open, close) + 0.1, Math.min(open, close) - 0.1, close];
  });
}

/** Fourteen black candles of body 1, the last one from 107 to 106. */
export const falling: Candle[] = Array.from({ length: 14 }, (_, i) => [120 - i, 120.1 - i, 118.9 - i, 119 - i]);

/** The same bars upside down, around 110. */
export const reflected = (candles: readonly Candle[]): Candle[] => candles.map(([open, high, low, close]) => [220 - open, 220 - low, 220 - high, 220 - close]);

/** Bars [from, to). */
export function slice(bars: BarColumns, from: number, to: number): BarColumns {
  const cut = (column: Float64Array) => column.slice(from, to);
  return { ...bars, openTime: cut(bars.openTime), open: cut(bars.open), high: cut(bars.high), low: cut(bars.low), close: cut(bars.close), volume: cut(bars.volume) };
}

/** Recorded hourly bars of a coin against USDT, 2017 to 2022. */
export function recordedHours(coin: string): BarColumns {
  const rows = JSON.parse(realText(`ohlcv-hourly-binance-2017-2022/${coin}_USDT-1h.json.gz`)) as number[][];
  const column = (k: number) => Float64Array.from(rows, (row) => row[k] as number);
  return { symbol: coin, timeframe: '1h', openTime: column(0), open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) };
}
