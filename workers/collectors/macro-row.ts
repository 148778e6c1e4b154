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

type Range = readonly [least: number, most: number];
/** Yahoo's older yields are ten times too large and fall outside. */
const PERCENT: Range = [-5, 25];
/** Funds and shares, in dollars. */
const PRICE: Range = [0.5, 5_000];
/**
 * Where a value can lie, far beyond what was ever seen: a figure outside is in
 * another unit, or of another series. Futures may be below zero: oil was, in April 2020.
 */
const RANGES: Partial<Record<SeriesName, Range>> = {
  VIX: [3, 200], VIXCLS: [3, 200], SPX: [300, 50_000], SP500: [300, 50_000], DXY: [40, 250], DTWEXBGS: [40, 400], GOLD: [100, 20_000], OIL: [-100, 1_000], DCOILWTICO: [-100, 1_000],
  SILVER: [1, 500], COPPER: [0.3, 50], NATGAS: [-20, 200], EURUSD: [0.3, 3], GBPUSD: [0.3, 4], USDJPY: [30, 500], FEAR_GREED: [0, 100],
  UNRATE: [0, 50], CPIAUCSL: [50, 3_000], GDPC1: [2_000, 100_000], ICSA: [10_000, 20_000_000], INDPRO: [10, 500], RSAFS: [50_000, 10_000_000], HOUST: [50, 10_000], UMCSENT: [10, 200], M2SL: [1_000, 200_000], WALCL: [100_000, 100_000_000],
};

/** Why a value cannot be one of the series; undefined where it can. */
export function outOfRange(name: SeriesName, value: number): string | undefined {
  const { unit } = series[name];
  const [least, most] = RANGES[name] ?? (unit === 'percent' ? PERCENT : PRICE);
  return value < least || value > most ? `${value} ${unit} lies outside ${least} to ${most}` : undefined;
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
