/**
 * Rows of `onchain_data`, whatever upstream they come from: units as the registry
 * of metrics has them, sound values only. An upstream that breaks sends figures,
 * not errors (blockchain.info has told of fees below zero and of a day without
 * revenue), so every value is held against its metric's range.
 */
import { metrics, type MetricName } from '../store/metrics.js';
import type { OnchainRow } from '../store/tables/signals.js';
import { sampleOf, type Received, type Rejected } from './collector.js';
import { figureOf } from './macro-row.js';

const HALF_HOUR = 1_800_000;
/** A clock of an upstream may be ahead of ours by this much. */
const AHEAD_MS = 120_000;
/** Bitcoin's first block: before it there is nothing to describe. */
const FIRST_MS = Date.UTC(2009, 0, 3);

export interface Figure {
  metric: MetricName;
  symbol: string;
  /** In the unit of the metric, or text of it; null where the upstream has none. */
  value: unknown;
  /** Instant it describes, ms; without it, the half hour it was received in. */
  observedMs?: number;
  /** When the world could know it, ms; without it, when it was received. */
  knownMs?: number;
  chain?: string;
}

/** The half hour an answer without an instant of its own stands for: by its receipt, so that a late one does not pass for an early one. */
export const halfHourOf = ({ at }: Received): number => Math.floor(at.getTime() / HALF_HOUR) * HALF_HOUR;

function wrongWith({ metric, observedMs }: Figure, value: number | undefined, received: Received): string | undefined {
  const { least, most } = metrics[metric];
  if (value === undefined) return `${metric} is no number`;
  if (value < least || value > most) return `${metric} ${value} lies outside ${least} to ${most}`;
  if (observedMs !== undefined && observedMs > received.at.getTime() + AHEAD_MS) return `${metric} is of the future`;
  if (observedMs !== undefined && !(observedMs >= FIRST_MS)) return `${metric} is of a time before the first block`;
  return undefined;
}

/** Sorts figures into rows and rejections; one that is unknown (null, absent) is rejected as such. */
export function onchainRows(figures: readonly Figure[], received: Received): { rows: OnchainRow[]; rejected: Rejected[] } {
  const rows: OnchainRow[] = [];
  const rejected: Rejected[] = [];
  const at = received.at.getTime();
  for (const figure of figures) {
    const { metric, symbol, observedMs, knownMs, chain } = figure;
    const value = figureOf(figure.value);
    const wrong = wrongWith(figure, value, received);
    if (wrong !== undefined || value === undefined) {
      rejected.push({ item: `${symbol} ${metric}`, reason: wrong ?? '', sample: sampleOf(figure.value) });
      continue;
    }
    rows.push({
      symbol, metric, value, unit: metrics[metric].unit, chain: chain ?? null,
      observed_at: new Date(Math.min(observedMs ?? halfHourOf(received), at)),
      available_at: new Date(Math.min(knownMs ?? at, at)),
      ingested_at: received.at,
      data_source: received.dataSource,
    });
  }
  return { rows, rejected };
}

const DAY = 86_400_000;
/** A figure of a whole day is computed in the hours after it. */
const DAILY_LAG_MS = 6 * 3_600_000;

/**
 * Figures of UTC days by their first instant. The running day is left out: it is
 * a part of one. Of days before `sinceMs` nothing is taken.
 */
export function dailyFigures(points: readonly { dayMs: number; value: unknown }[], of: { metric: MetricName; symbol: string; sinceMs: number }, received: Received): Figure[] {
  const { metric, symbol, sinceMs } = of;
  return points
    .filter(({ dayMs }) => dayMs >= sinceMs && dayMs + DAY <= received.at.getTime())
    .map(({ dayMs, value }) => ({ metric, symbol, value, observedMs: dayMs, knownMs: dayMs + DAY + DAILY_LAG_MS }));
}
