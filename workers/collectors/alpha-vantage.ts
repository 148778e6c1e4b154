/**
 * Alpha Vantage: daily closes of companies close to crypto, and news with the
 * tickers it is about, five calls a day out of the 25 of a free key: what has been
 * answered in a slot is not asked again when the job is repeated. Everything is text under keys with ordinals, which have changed before: `4. close` is read
 * as what ends in `close`. Days are those of the exchange's own clock.
 *
 *   {"Meta Data":{"1. Information":"Daily Prices …","2. Symbol":"COIN","5. Time Zone":"US/Eastern"},
 *    "Time Series (Daily)":{"2026-01-05":{"1. open":"250.10","4. close":"254.92","5. volume":"7110211"},…}}
 */
import { z } from 'zod';
import { series, seriesOf, type SeriesName } from '../store/series.js';
import type { NewsArticleRow } from '../store/tables/news.js';
import type { MacroRow } from '../store/tables/signals.js';
import { feedAnswer, newsRows, stampOf } from './alpha-vantage-news.js';
import { collector, sampleOf, type Call, type CallWindow, type Parsed, type Received, type Rejected } from './collector.js';
import { instantThere } from './exchange-time.js';
import { dayOf, dayText, figureOf, FIRST_PERIOD_MS, macroRow, outOfRange } from './macro-row.js';

const HOUR = 3_600_000;
const CLOSES_AT = 16 * HOUR;
/** As with Yahoo: auctions settle in minutes. */
const SETTLED_MS = 20 * 60_000;
const EXCHANGE = 'America/New_York';
const NEWS = 'news';
/** Cursor of the slot in which an item was answered last. */
const answeredIn = (item: string): string => `answered ${item}`;
const FIRST_NEWS_MS = 7 * 24 * HOUR;

const daily = z.looseObject({ 'Meta Data': z.record(z.string(), z.unknown()).optional() });
const answer = z.union([feedAnswer, daily]);

/** The value whose key ends with a word, whatever ordinal is before it. */
const endingWith = (record: Record<string, unknown>, word: string): unknown => record[Object.keys(record).find((key) => key.toLowerCase().endsWith(word)) ?? ''];

/** A zone the platform knows; anything else is New York, where these companies are listed. */
function zoneOf(meta: Record<string, unknown> | undefined): string {
  const named = endingWith(meta ?? {}, 'time zone');
  return named === 'UTC' ? 'UTC' : EXCHANGE;
}

function closeRow(name: SeriesName, [stamp, bar]: [string, unknown], zone: string, received: Received): MacroRow | string | null {
  const periodMs = dayOf(stamp);
  if (periodMs === undefined || periodMs < FIRST_PERIOD_MS || typeof bar !== 'object' || bar === null) return 'is no day with prices';
  const closedMs = instantThere(periodMs, CLOSES_AT, zone);
  if (closedMs + SETTLED_MS > received.at.getTime()) return null;
  const value = figureOf(endingWith(bar as Record<string, unknown>, 'close'));
  if (value === undefined) return 'the close is no number';
  return outOfRange(name, value) ?? macroRow({ name, periodMs, periodEndMs: closedMs, knownMs: closedMs + SETTLED_MS, value }, received);
}

/** Sessions that have ended, from the newest stored one on. */
function closeRows(body: z.infer<typeof daily>, call: Call, received: Received): Parsed<MacroRow> {
  const name = call.item as SeriesName;
  const since = dayOf(call.since) ?? -Infinity;
  const bars = Object.entries(body).find(([key]) => key.startsWith('Time Series'))?.[1];
  const zone = zoneOf(body['Meta Data']);
  const rows: MacroRow[] = [];
  const rejected: Rejected[] = [];
  for (const entry of Object.entries((bars ?? {}) as Record<string, unknown>)) {
    const row = closeRow(name, entry, zone, received);
    if (typeof row === 'string') rejected.push({ item: name, reason: row, sample: sampleOf(entry) });
    else if (row && row.period.getTime() >= since) rows.push(row);
  }
  const newest = Math.max(...rows.map((r) => r.period.getTime()));
  return { rows, rejected, missing: rows.length > 0 ? [] : [{ symbol: name, reason: 'the answer has no series' }], cursors: rows.length > 0 ? new Map([[name, dayText(newest)]]) : new Map() };
}

const callOf = (item: string, query: Call['query'], since: string | undefined): Call => ({ item, kind: item === NEWS ? NEWS : 'daily', assets: [], path: '/query', query, cost: 1, most: 200, ...(since ? { since } : {}) });

function newsCall({ now, cursors }: CallWindow): Call {
  const since = cursors.get(NEWS);
  const from = stampOf(since ? Date.parse(since) : now - FIRST_NEWS_MS).slice(0, 13);
  return { ...callOf(NEWS, { function: 'NEWS_SENTIMENT', topics: 'financial_markets', time_from: from, sort: 'LATEST', limit: 200 }, since), response: feedAnswer };
}

export const alphaVantage = collector({
  source: 'alpha-vantage',
  host: 'alpha_vantage',
  into: 'macro_indicators',
  intoOf: (row: MacroRow | NewsArticleRow) => ('article_id' in row ? 'news_articles' : 'macro_indicators') as 'macro_indicators',
  response: answer,
  plan: (_assets, window) => {
    const closes = seriesOf('alpha_vantage').map((name) => callOf(name, { function: 'TIME_SERIES_DAILY', symbol: series[name].id, outputsize: 'compact' }, window.cursors.get(name)));
    return { calls: [...closes, newsCall(window)].filter(({ item }) => window.cursors.get(answeredIn(item)) !== String(window.slot)), missing: [] };
  },
  rows: (body, call, received) => {
    const parsed = (call.kind === NEWS ? newsRows(body as z.infer<typeof feedAnswer>, call, received) : closeRows(body as z.infer<typeof daily>, call, received)) as Parsed<MacroRow>;
    return { ...parsed, cursors: new Map([...(parsed.cursors ?? []), [answeredIn(call.item), String(received.slot)]]) };
  },
});
