/** Rows without a score of their own: bars and published series. What cannot be is refused, and a published figure that contradicts the one before it. Pure. */
import { metrics, type Metric } from '../store/metrics.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { MacroRow, OnchainRow } from '../store/tables/signals.js';
import { apart } from './finding.js';
import { jumpOfAny, seriesJump, seriesRange } from './thresholds.js';

/** Why this bar cannot be; undefined when it can. */
export function impossibleBar({ open, high, low, close, volume }: Pick<OhlcRow, 'open' | 'high' | 'low' | 'close' | 'volume'>): string | undefined {
  if (!(open > 0 && high > 0 && low > 0 && close > 0) || !Number.isFinite(open + high + low + close)) return 'impossible:price';
  if (high < low || high < Math.max(open, close) || low > Math.min(open, close)) return 'impossible:high_below_low';
  return volume >= 0 && Number.isFinite(volume) ? undefined : 'impossible:volume';
}

/** Why this observation cannot be; a value that was not published is no mistake. */
export function impossibleObservation({ series, value }: Pick<MacroRow, 'series' | 'value'>): string | undefined {
  if (value === null) return undefined;
  if (!Number.isFinite(value)) return 'impossible:not_a_number';
  const range = seriesRange[series];
  return range && (value < range.from || value > range.to) ? `impossible:${series.toLowerCase()}_range` : undefined;
}

/** @param before the value stored last, of a period not far away. */
export function implausibleObservation({ series, value }: Pick<MacroRow, 'series' | 'value'>, before: number): string | undefined {
  if (value === null) return undefined;
  const { by, as } = seriesJump[series] ?? jumpOfAny;
  if (as === 'difference') return Math.abs(value - before) > by ? 'jump' : undefined;
  return before > 0 && (value <= 0 || apart(value, before) > by - 1) ? 'jump' : undefined;
}

/**
 * Series whose newest value in an answer is implausible beside the newest one stored, with the reason: what comes with it is not believed either.
 * @param stored the newest value of each series, and the instant of its period, ms.
 * @param contradictsMs how far apart two periods of a series may lie for one to contradict the other.
 */
export function implausibleSeries(rows: readonly Pick<MacroRow, 'series' | 'period' | 'value'>[], stored: ReadonlyMap<string, { value: number; period: number }>, contradictsMs: (series: string) => number): Map<string, string> {
  const newest = new Map<string, Pick<MacroRow, 'series' | 'period' | 'value'>>();
  for (const row of rows) {
    const known = newest.get(row.series);
    if (row.value !== null && (!known || known.period < row.period)) newest.set(row.series, row);
  }
  const reasons = new Map<string, string>();
  for (const [name, row] of newest) {
    const before = stored.get(name);
    const isNear = before && Math.abs(row.period.getTime() - before.period) <= contradictsMs(name);
    const reason = isNear ? implausibleObservation(row, before.value) : undefined;
    if (reason) reasons.set(name, reason);
  }
  return reasons;
}

/** Each metric's registry entry says between what it lies. */
export function impossibleFigure({ metric, value }: Pick<OnchainRow, 'metric' | 'value'>): string | undefined {
  if (value === null) return undefined;
  if (!Number.isFinite(value)) return 'impossible:not_a_number';
  const range = (metrics as Readonly<Record<string, Metric>>)[metric];
  return range && (value < range.least || value > range.most) ? `impossible:${metric}_range` : undefined;
}
