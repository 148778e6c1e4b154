/**
 * Daily closes out of Yahoo's charts, for every source that asks there.
 *
 *   {"chart":{"result":[{"meta":{"exchangeTimezoneName":"America/New_York","priceHint":2,
 *      "currentTradingPeriod":{"regular":{"start":1740061800,"end":1740085200,"gmtoffset":-18000}},…},
 *    "timestamp":[1577975400],"indicators":{"quote":[{"close":[213.97999572753906],…}]}}],"error":null}}
 *
 * A bar belongs to the calendar day of its exchange: its stamp moves with summer
 * time, and that of a running session with every tick. Only a session that has
 * ended is a row: the close of a running one is not known yet, and a first
 * version is never replaced. Closes are those of the quote, adjusted for splits
 * but not for dividends: adjusted ones change by 1e-7 with every answer.
 */
import { z } from 'zod';
import { series, type SeriesName } from '../store/series.js';
import type { MacroRow } from '../store/tables/signals.js';
import { sampleOf, type Call, type CallWindow, type Parsed, type Received, type Rejected } from './collector.js';
import { dayThere, instantThere, isZone } from './exchange-time.js';
import { dayOf, dayText, FIRST_PERIOD_MS, macroRow, outOfRange } from './macro-row.js';

const DAY = 86_400_000;
/** Quotes come up to a quarter of an hour late, and closing auctions settle in minutes. */
const SETTLED_MS = 20 * 60_000;
/** Single-precision floats have no more: 34.099998474121094 is 34.1. Decimals of `priceHint` are too few for what a split divided. */
const DIGITS = 7;

/** Of this century, and some before: a stamp in another unit is no answer. */
const seconds = z.number().min(-5e9).max(5e9);
const result = z.object({
  meta: z.object({
    exchangeTimezoneName: z.string().refine(isZone, 'is no zone that is known'),
    currentTradingPeriod: z.object({ regular: z.object({ end: seconds, gmtoffset: z.number().min(-86_400).max(86_400) }) }).optional(),
  }),
  timestamp: z.array(seconds).optional(),
  indicators: z.object({ quote: z.array(z.object({ close: z.array(z.number().nullable()).optional() })).optional() }),
});
export const yahooAnswer = z.object({ chart: z.object({ result: z.array(result).min(1) }) });
type Chart = z.infer<typeof result>;

/** Two years at first sight; then days, or as many months as were missed. */
function rangeOf(since: number | undefined, nowMs: number): string {
  if (since === undefined || nowMs - since > 80 * DAY) return '2y';
  return nowMs - since > 4 * DAY ? '3mo' : '5d';
}

/** The call for one series, going on after the newest session that is stored. */
export function chartCall(name: SeriesName, { now, cursors }: CallWindow): Call {
  const since = cursors.get(name);
  return {
    item: name,
    assets: [],
    path: `/v8/finance/chart/${encodeURIComponent(series[name].id)}`,
    query: { range: rangeOf(dayOf(since), now), interval: '1d', includePrePost: 'false' },
    cost: 1,
    most: 520,
    ...(since ? { since } : {}),
  };
}

/** When a session ends, by the clock of the exchange: as today's does, or at midnight where that is not told. */
function closesAt({ currentTradingPeriod }: Chart['meta']): number {
  if (!currentTradingPeriod) return DAY;
  const { end, gmtoffset } = currentTradingPeriod.regular;
  return (((end + gmtoffset) * 1_000) % DAY + DAY) % DAY || DAY;
}

/** The last close of each day, with the stamp it came under; a session's live bar comes after its whole one. */
function closesByDay({ meta, timestamp = [], indicators }: Chart): Map<number, { stamp: number; close: number | null | undefined }> {
  const closes = indicators.quote?.[0]?.close ?? [];
  const days = new Map<number, { stamp: number; close: number | null | undefined }>();
  for (const [i, stamp] of timestamp.entries()) {
    const day = dayThere(stamp * 1_000, meta.exchangeTimezoneName);
    const close = closes[i] ?? days.get(day)?.close;
    days.set(day, { stamp, close });
  }
  return days;
}

const rounded = (close: number): number => Number(close.toPrecision(DIGITS));

/**
 * Rows of the sessions that have ended, from the newest stored one on: that one
 * comes again with every answer, so that an answer without rows is an empty one.
 */
export function chartRows(body: z.infer<typeof yahooAnswer>, name: SeriesName, call: Call, received: Received): Parsed<MacroRow> {
  const chart = body.chart.result[0] as Chart;
  const since = dayOf(call.since) ?? FIRST_PERIOD_MS;
  const zone = chart.meta.exchangeTimezoneName;
  const closing = closesAt(chart.meta);
  const rows: MacroRow[] = [];
  const rejected: Rejected[] = [];
  let newest: number | undefined;
  for (const [day, { stamp, close }] of closesByDay(chart)) {
    const closedMs = instantThere(day, closing, zone);
    const knownMs = closedMs + SETTLED_MS;
    if (day < since || knownMs > received.at.getTime()) continue;
    const wrong = close === null || close === undefined ? 'the close is not known' : outOfRange(name, rounded(close));
    if (wrong) {
      rejected.push({ item: name, reason: wrong, sample: sampleOf({ day: dayText(day), timestamp: stamp, close: close ?? null }) });
      continue;
    }
    rows.push(macroRow({ name, periodMs: day, periodEndMs: closedMs, knownMs, value: rounded(close as number) }, received));
    newest = Math.max(newest ?? day, day);
  }
  const missing = rows.length === 0 ? [{ symbol: name, reason: rejected[0]?.reason ?? 'Yahoo has no session of it' }] : [];
  return { rows, rejected, missing, cursors: newest === undefined ? new Map() : new Map([[name, dayText(newest)]]) };
}
