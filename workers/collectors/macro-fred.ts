/**
 * Macro series of FRED with their vintages: what was published when, revisions
 * as rows of their own. At first sight some years of periods with all their
 * vintages, in windows short enough for FRED to answer ("too many vintages" is
 * its refusal of longer ones); later what was published since the last reading.
 * Refuses nothing but what `fred-observations.ts` rejects.
 */
import type { SeriesName } from '../store/series.js';
import { series, seriesOf } from '../store/series.js';
import { collector, type Call, type CallWindow } from './collector.js';
import { fredAnswer, fredRows, readingOf } from './fred-observations.js';
import { dayText } from './macro-row.js';

const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** Of a daily series: FRED refuses more than 2,000 vintages in one answer. */
const WINDOW_MS = 4 * YEAR;
const MOST_OBSERVATIONS = 5_000;
const FOREVER = '9999-12-31';

/** How far back periods are read at first sight, and how far back revisions are looked for. */
const REACH: Record<'day' | 'week' | 'month' | 'quarter', { first: number; later: number }> = {
  day: { first: 3 * YEAR, later: YEAR },
  week: { first: 5 * YEAR, later: 2 * YEAR },
  month: { first: 6 * YEAR, later: 6 * YEAR },
  quarter: { first: 8 * YEAR, later: 8 * YEAR },
};

interface Window {
  realtime_start: string;
  realtime_end: string;
}

/** Windows that share their border days: what is cut off at a border is left out of the later one. */
function windows(fromMs: number, nowMs: number): Window[] {
  const count = Math.ceil((nowMs - fromMs) / WINDOW_MS);
  return Array.from({ length: count }, (_, i) => ({
    realtime_start: dayText(fromMs + i * WINDOW_MS),
    realtime_end: i === count - 1 ? FOREVER : dayText(fromMs + (i + 1) * WINDOW_MS),
  }));
}

const callOf = (name: SeriesName, window: Window, fromMs: number): Call => ({
  item: name,
  assets: [],
  path: '/series/observations',
  query: { series_id: series[name].id, observation_start: dayText(fromMs), ...window, sort_order: 'asc', limit: 100_000 },
  cost: 1,
  most: MOST_OBSERVATIONS,
});

/** The border of a later window, as if a reading had ended there with every period that lay before it. */
const borderOf = (day: string): string => `${day} ${day}`;

function callsOf(name: SeriesName, { now, cursors }: CallWindow): Call[] {
  const reach = REACH[series[name].period];
  const since = cursors.get(name);
  const known = readingOf(since);
  if (known) return [{ ...callOf(name, { realtime_start: dayText(known.vintageMs), realtime_end: FOREVER }, known.vintageMs - reach.later), since }];
  const from = now - reach.first;
  return windows(from, now).map((window, page) => ({ ...callOf(name, window, from), page, ...(page > 0 ? { since: borderOf(window.realtime_start) } : {}) }));
}

export const macroFred = collector({
  source: 'macro-fred',
  host: 'fred',
  into: 'macro_indicators',
  response: fredAnswer,
  plan: (_assets, window) => ({ calls: seriesOf('macro').flatMap((name) => callsOf(name, window)), missing: [] }),
  rows: (body, call, received) => fredRows(body, call.item as SeriesName, call, received),
});
