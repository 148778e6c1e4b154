/** Rows without a score of their own: bars and published series. Only what cannot be is refused. Pure. */
import { metrics, type Metric } from '../store/metrics.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { MacroRow, OnchainRow } from '../store/tables/signals.js';
import { seriesRange } from './thresholds.js';

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

/** Each metric's registry entry says between what it lies. */
export function impossibleFigure({ metric, value }: Pick<OnchainRow, 'metric' | 'value'>): string | undefined {
  if (value === null) return undefined;
  if (!Number.isFinite(value)) return 'impossible:not_a_number';
  const range = (metrics as Readonly<Record<string, Metric>>)[metric];
  return range && (value < range.least || value > range.most) ? `impossible:${metric}_range` : undefined;
}
