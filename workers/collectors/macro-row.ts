/**
 * Rows of `macro_indicators`, whatever publisher they come from. A value is kept
 * in the unit of its series, which says where it can lie. Refuses what the table
 * cannot hold and what is no figure of its series.
 */
import { series, type SeriesName } from '../store/series.js';
import type { MacroRow } from '../store/tables/signals.js';
import type { Received } from './collector.js';

/** Nothing older is kept: the farm's first instant. */
export const FIRST_PERIOD_MS = Date.UTC(2009, 0, 1);

export interface Observation {
  name: SeriesName;
  periodMs: number;
  periodEndMs: number | null;
  /** When the publisher let it be known, ms; taken for the receipt where that was earlier. */
  knownMs: number;
  value: number | null;
}

export const macroRow = ({ name, periodMs, periodEndMs, knownMs, value }: Observation, { at, dataSource }: Received): MacroRow => ({
  series: name,
  period: new Date(periodMs),
  period_end: periodEndMs === null ? null : new Date(periodEndMs),
  value,
  unit: series[name].unit,
  available_at: new Date(Math.min(knownMs, at.getTime())),
  ingested_at: at,
  data_source: dataSource,
});

/** Interest rates lie between these; Yahoo's older yields are ten times too large and fall outside. */
const LEAST_PERCENT = -5;
const MOST_PERCENT = 25;

/** Why a value cannot be one of the series; undefined where it can. Futures alone may be below zero: oil was, in April 2020. */
export function outOfRange(name: SeriesName, value: number): string | undefined {
  const { unit, id } = series[name];
  if (unit === 'percent') return value < LEAST_PERCENT || value > MOST_PERCENT ? `${value} percent lies outside ${LEAST_PERCENT} to ${MOST_PERCENT}` : undefined;
  return value <= 0 && !id.endsWith('=F') && id !== 'DCOILWTICO' ? `${value} is not above 0` : undefined;
}

/** `YYYY-MM-DD` as midnight UTC, ms; undefined where it is no day of the calendar. */
export function dayOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text) ? ms : undefined;
}

export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A finite number out of a number or its text; undefined for anything else, and for what publishers write instead of a number. */
export function figureOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const n = Number(value);
  return Number.isFinite(n) ? n : undefined;
}
