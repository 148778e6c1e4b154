/** Which indicators does a symbol have on a timeframe? */
import { timeframes } from '#queues/timeframes.js';
import { z } from 'zod';
import type { Store, Timeframe } from '#workers/store/index.js';
import { indicatorNames, technicalIndicators, type IndicatorName, type TechnicalRow } from '#workers/store/tables/technical.js';
import { ApiError } from '../errors.js';
import { cursorMs, cursorOf } from './candles.js';
import { field, named } from './fields.js';
import { nextCursor } from './page.js';

const { columns } = technicalIndicators;
const indicatorFields = Object.fromEntries(indicatorNames.map((n) => [n, field(columns[n]).optional()])) as Record<IndicatorName, z.ZodOptional<z.ZodType<number | null>>>;
const newestFields = {
  symbol: field(columns.symbol),
  timeframe: z.enum(timeframes),
  timestamp: field(columns.timestamp),
  available_at: field(columns.available_at),
  data_source: field(columns.data_source),
  indicators: named('Indicators', 'The chosen indicators of one bar; null until the look-back is full or where a formula divides by zero', z.strictObject(indicatorFields)),
};
export const technicalAnswer = named('Technical', 'The indicators of the newest closed bar', z.strictObject(newestFields));
export type TechnicalView = z.infer<typeof technicalAnswer>;
const barShape = named('IndicatorBar', 'The chosen indicators of one bar', z.strictObject({ timestamp: field(columns.timestamp), ...indicatorFields }));
export const indicatorsAnswer = named('IndicatorHistory', 'The indicators of the newest closed bars', z.strictObject({ ...newestFields, history: z.array(barShape).describe('newest first'), next_cursor: nextCursor }));
export type IndicatorHistoryView = z.infer<typeof indicatorsAnswer>;

/**
 * Exact column names or families: `macd` means every `macd_…`. Nothing asked for means all.
 * @throws ApiError VALIDATION_ERROR naming what is unknown.
 */
export function chosenIndicators(wanted: readonly string[] | undefined): readonly IndicatorName[] {
  if (!wanted) return indicatorNames;
  const of = (name: string): IndicatorName[] => indicatorNames.filter((c) => c === name || c.startsWith(`${name}_`));
  const unknown = wanted.filter((name) => of(name).length === 0);
  if (unknown.length > 0) throw new ApiError('VALIDATION_ERROR', `unknown indicator: ${unknown.join(', ')}`, { details: { field: 'indicators', known: indicatorNames } });
  return [...new Set(wanted.flatMap(of))];
}

/** Every name and every family that may be asked for. */
export const indicatorWords: readonly string[] = [...new Set(indicatorNames.flatMap((name) => name.split('_').map((_, i, words) => words.slice(0, i + 1).join('_'))))];

export interface TechnicalQuestion {
  symbol: string;
  timeframe: Timeframe;
  indicators: readonly string[] | undefined;
  /** Bars, newest first. */
  limit: number;
  cursor?: string | undefined;
  /** Farm time, ms: only bars that had closed and were known then, with what was computed of them until then. */
  asOfMs?: number | undefined;
}

const pick = (row: TechnicalRow, names: readonly IndicatorName[]): TechnicalView['indicators'] => Object.fromEntries(names.map((n) => [n, row[n] ?? null]));

const newestView = (row: TechnicalRow, names: readonly IndicatorName[]): TechnicalView => ({
  symbol: row.symbol,
  timeframe: row.timeframe as Timeframe,
  timestamp: row.timestamp.toISOString(),
  available_at: row.available_at.toISOString(),
  data_source: row.data_source,
  indicators: pick(row, names),
});

/** Who has no bar of a year is not traded any more. */
const LOOK_BACK_MS = 366 * 86_400_000;

/** Every indicator of the newest closed bar of each symbol that has one, in one read. @param nowMs farm time. */
export async function technicalOf(store: Pick<Store, 'indicators'>, symbols: readonly string[], timeframe: Timeframe, nowMs: number): Promise<TechnicalView[]> {
  const rows = await store.indicators.asOf(symbols, timeframe, nowMs, LOOK_BACK_MS);
  return rows.map((row) => newestView(row as TechnicalRow, indicatorNames));
}

export const noIndicators = (symbol: string, timeframe: Timeframe): ApiError => new ApiError('DATA_NOT_AVAILABLE', `no ${timeframe} indicators have been stored for ${symbol} yet`, { details: { symbol, timeframe } });

/** Newest first, one more than asked for where there is one. */
async function barsOf({ indicators }: Pick<Store, 'indicators'>, q: TechnicalQuestion, nowMs: number): Promise<TechnicalRow[]> {
  const atMs = q.asOfMs ?? nowMs;
  const toMs = 1 + (q.cursor === undefined ? atMs : Math.min(atMs, cursorMs(q.cursor)));
  if (q.asOfMs !== undefined) return indicators.rangeAsOf(q.symbol, q.timeframe, { fromMs: 0, toMs, atMs }, q.limit + 1);
  return (await indicators.range(q.symbol, q.timeframe, 0, toMs, q.limit + 1)).filter((r) => r.available_at.getTime() <= nowMs);
}

/**
 * `timestamp` is the bar's close. @param nowMs farm time
 * @throws ApiError DATA_NOT_AVAILABLE, VALIDATION_ERROR for a cursor that is not ours.
 */
export async function technical(store: Pick<Store, 'indicators'>, q: TechnicalQuestion, nowMs: number): Promise<IndicatorHistoryView> {
  const names = chosenIndicators(q.indicators);
  const found = await barsOf(store, q, nowMs);
  const rows = found.slice(0, q.limit);
  const [newest] = rows;
  if (!newest) throw noIndicators(q.symbol, q.timeframe);
  return {
    ...newestView(newest, names),
    history: rows.map((r) => ({ timestamp: r.timestamp.toISOString(), ...pick(r, names) })),
    next_cursor: found.length > q.limit ? cursorOf((rows.at(-1) as TechnicalRow).timestamp.getTime() - 1) : null,
  };
}
