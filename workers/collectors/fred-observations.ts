/**
 * Observations of FRED with their vintages, for every source that asks there.
 *
 *   {"realtime_start":"2024-10-30","realtime_end":"9999-12-31","count":1, …,
 *    "observations":[{"realtime_start":"2024-10-30","realtime_end":"9999-12-31","date":"2024-07-01","value":"29349.924"}]}
 *
 * A row's `realtime_start` is the day its value was published, cut off at the
 * window asked for. The day has no hour, so the value counts as known when that
 * day is over in St. Louis, or when it was received, whichever is first: a figure
 * is never known too early. "." is a period without a value and kept as NULL.
 *
 * A reading ends at (newest vintage, newest period); the next begins with that
 * vintage's day and leaves out what is cut off there.
 */
import { z } from 'zod';
import { series, type Series, type SeriesName } from '../store/series.js';
import type { MacroRow } from '../store/tables/signals.js';
import { sampleOf, type Call, type Parsed, type Received, type Rejected } from './collector.js';
import { dayOf, dayText, figureOf, FIRST_PERIOD_MS, macroRow, outOfRange } from './macro-row.js';

const DAY = 86_400_000;
/** Midnight in St. Louis, by winter time, which is the later one. */
const DAY_IS_OVER_MS = DAY + 6 * 3_600_000;

export const fredAnswer = z.object({ observations: z.array(z.unknown()) });

const observation = z.object({ realtime_start: z.string(), date: z.string(), value: z.string() });

/** The end of a period by its first day; FRED names a week by its last day. */
function periodEnd(startMs: number, period: Series['period']): number {
  if (period === 'day' || period === 'week') return startMs + DAY;
  const start = new Date(startMs);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + (period === 'month' ? 1 : 3), 1);
}

interface Reading {
  vintageMs: number;
  periodMs: number;
}

export function readingOf(position: string | undefined): Reading | undefined {
  const [vintage, period] = (position ?? '').split(' ').map(dayOf);
  return vintage === undefined || period === undefined ? undefined : { vintageMs: vintage, periodMs: period };
}
const positionOf = ({ vintageMs, periodMs }: Reading): string => `${dayText(vintageMs)} ${dayText(periodMs)}`;

interface Observed extends Reading {
  /** As FRED writes it. */
  text: string;
}

/** When it was published and what it is about, or why that cannot be told. */
function read(raw: unknown): Observed | string {
  const result = observation.safeParse(raw);
  if (!result.success) return 'is not an observation with realtime_start, date and value';
  const [vintageMs, periodMs] = [dayOf(result.data.realtime_start), dayOf(result.data.date)];
  if (vintageMs === undefined || periodMs === undefined) return 'realtime_start or date is no day of the calendar';
  return { vintageMs, periodMs, text: result.data.value.trim() };
}

/** The row, or the reason why there is none. */
function rowOf({ vintageMs, periodMs, text }: Observed, name: SeriesName, received: Received): MacroRow | string {
  if (periodMs < FIRST_PERIOD_MS) return 'the period lies before 2009, which is not kept';
  if (Math.max(vintageMs, periodMs) > received.at.getTime() + DAY) return 'published in the future';
  const value = text === '.' ? null : figureOf(text);
  if (value === undefined) return 'the value is no number';
  const wrong = value === null ? undefined : outOfRange(name, value);
  if (wrong) return wrong;
  return macroRow({ name, periodMs, periodEndMs: periodEnd(periodMs, series[name].period), knownMs: vintageMs + DAY_IS_OVER_MS, value }, received);
}

const isKnown = (one: Reading, known: Reading): boolean => one.vintageMs < known.vintageMs || (one.vintageMs === known.vintageMs && one.periodMs <= known.periodMs);

/** `call.since` is where the last reading of the series ended. What was rejected with its reason once is not read again. */
export function fredRows(body: z.infer<typeof fredAnswer>, name: SeriesName, call: Call, received: Received): Parsed<MacroRow> {
  const rejected: Rejected[] = [];
  const rows: MacroRow[] = [];
  const known = readingOf(call.since);
  let end = known;
  for (const raw of body.observations) {
    const one = read(raw);
    if (typeof one !== 'string' && known && isKnown(one, known)) continue;
    const row = typeof one === 'string' ? one : rowOf(one, name, received);
    if (typeof row === 'string') rejected.push({ item: name, reason: row, sample: sampleOf(raw) });
    else rows.push(row);
    if (typeof one !== 'string' && one.vintageMs <= received.at.getTime()) end = { vintageMs: Math.max(end?.vintageMs ?? 0, one.vintageMs), periodMs: Math.max(end?.periodMs ?? 0, one.periodMs) };
  }
  const nothing = !known && rows.length === 0 ? [{ symbol: name, reason: 'FRED has no observation of it' }] : [];
  return { rows, rejected, missing: nothing, cursors: end ? new Map([[name, positionOf(end)]]) : new Map() };
}
