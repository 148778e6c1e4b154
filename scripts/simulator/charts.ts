/**
 * CoinGecko's two chart answers, made from the market's bars: `ohlc` is stamped
 * with the CLOSE of each bar and its last row is still forming; `market_chart`
 * is irregular, its volumes are trailing 24-hour sums, and its last two points
 * come out of order with the same value.
 */
import { streamKey, uniform } from './hash.js';
import { DAY, FIVE_MINUTES, HOUR, MINUTE, floorTo } from './intervals.js';
import { aggregate, type Bar, type ListedAsset, type MarketSource } from './source.js';

interface Window {
  days: number;
  nowMs: number;
}
type Point = [ms: number, value: number | null];
export interface Chart {
  prices: Point[];
  market_caps: Point[];
  total_volumes: Point[];
}

function barLength(days: number): number {
  if (days <= 2) return 30 * MINUTE;
  return days <= 30 ? 4 * HOUR : 4 * DAY;
}

function pointSpacing(days: number): number {
  if (days <= 1) return FIVE_MINUTES;
  return days <= 90 ? HOUR : DAY;
}

/** `[closeMs, open, high, low, close]`, oldest first: 30 minutes up to 2 days, 4 hours up to 30, else 4 days. */
export function ohlcRows(source: MarketSource, asset: ListedAsset, { days, nowMs }: Window): number[][] {
  const length = barLength(days);
  const bars = length > DAY ? fourDays(source, asset, { days, nowMs }) : source.bars(asset, { intervalMs: length, limit: (days * DAY) / length }, nowMs);
  return bars.filter((b) => b.openMs > nowMs - days * DAY - length).map((b) => [b.openMs + length, b.open, b.high, b.low, b.close]);
}

function fourDays(source: MarketSource, asset: ListedAsset, { days, nowMs }: Window): Bar[] {
  const fromMs = floorTo(nowMs - days * DAY, 4 * DAY);
  const groups = new Map<number, Bar[]>();
  for (const bar of source.bars(asset, { intervalMs: DAY, fromMs, limit: days + 5 }, nowMs)) {
    const open = floorTo(bar.openMs, 4 * DAY);
    groups.set(open, [...(groups.get(open) ?? []), bar]);
  }
  return [...groups].map(([open, bars]) => aggregate(bars, open));
}

/** One day in 5-minute points, up to 90 in hourly ones, else daily; the newest point is "now". */
export function marketChart(source: MarketSource, asset: ListedAsset, window: Window): Chart {
  const { days, nowMs } = window;
  const step = pointSpacing(days);
  const chart: Chart = { prices: [], market_caps: [], total_volumes: [] };
  const key = streamKey(0, `chart:${asset.id}`);
  const add = (ms: number, price: number, volume: number): void => {
    chart.prices.push([ms, price]);
    chart.market_caps.push([ms, asset.supply === null ? null : asset.supply * price]);
    chart.total_volumes.push([ms, volume]);
  };
  for (const { ms, price, volume } of points(source, asset, { ...window, step })) {
    const jitter = step === DAY ? 0 : Math.floor(uniform(key, ms / MINUTE) * Math.min(75_000, step / 4));
    if (ms + jitter < nowMs - 2_000) add(ms + jitter, price, volume);
  }
  const now = source.snapshot(asset, nowMs);
  if (now) for (const ms of [now.atMs, floorTo(now.atMs - 1, 1000)]) add(ms, now.price, now.quoteVolume24 ?? 0);
  return chart;
}

/** Closed bars of the window as (close instant, close, volume of the 24 hours before). */
function* points(source: MarketSource, asset: ListedAsset, window: Window & { step: number }): Generator<{ ms: number; price: number; volume: number }> {
  const { days, nowMs, step } = window;
  const fromMs = nowMs - days * DAY;
  const bars = source.bars(asset, { intervalMs: step, fromMs: fromMs - DAY - step, limit: Math.ceil(((days + 1) * DAY) / step) + 2 }, nowMs);
  let trailing = 0;
  let oldest = 0;
  for (const bar of bars) {
    const ms = bar.openMs + step;
    if (ms > nowMs) return;
    trailing += bar.quoteVolume;
    for (; (bars[oldest] as Bar).openMs < ms - DAY; oldest += 1) trailing -= (bars[oldest] as Bar).quoteVolume;
    if (ms > fromMs) yield { ms, price: bar.close, volume: trailing };
  }
}
