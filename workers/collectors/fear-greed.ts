/**
 * The crypto fear and greed index of alternative.me: all of it at first sight,
 * then the days since. The value of a day is published at its midnight UTC, out
 * of the day before. Strings, newest first, and dates in the notations of `date_format`:
 *
 *   {"name":"Fear and Greed Index","data":[{"value":"22","value_classification":"Extreme Fear",
 *    "timestamp":"1783555200","time_until_update":"35864"},…],"metadata":{"error":null}}
 */
import { z } from 'zod';
import type { MacroRow } from '../store/tables/signals.js';
import { collector, sampleOf, type Call, type CallWindow, type Received, type Rejected } from './collector.js';
import { dayOf, dayText, figureOf, FIRST_PERIOD_MS, macroRow } from './macro-row.js';

const DAY = 86_400_000;
const NAME = 'FEAR_GREED';
/** From more days than this on, all of it is asked for. */
const FEW_DAYS = 60;
const AHEAD_MS = 60_000;

const entry = z.object({ value: z.union([z.string(), z.number()]), timestamp: z.union([z.string(), z.number()]) });

/** Midnight UTC of the day, ms: seconds, `2024-11-24`, `2024-11-25 00:00:00`, or `11-24-2024`. */
function dayMs(stamp: string | number): number | undefined {
  const text = String(stamp).trim();
  if (/^\d{9,10}$/.test(text)) return Math.floor((Number(text) * 1_000) / DAY) * DAY;
  const american = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text);
  return dayOf(american ? `${american[3]}-${american[1]}-${american[2]}` : text.replace(/[ T]00:00:00Z?$/, ''));
}

/** The row, or the reason why there is none. */
function rowOf(raw: unknown, received: Received): MacroRow | string {
  const result = entry.safeParse(raw);
  if (!result.success) return 'is not an entry with value and timestamp';
  const periodMs = dayMs(result.data.timestamp);
  const value = figureOf(result.data.value);
  if (periodMs === undefined || periodMs < FIRST_PERIOD_MS) return 'the timestamp is no day that can be read';
  if (periodMs > received.at.getTime() + AHEAD_MS) return 'the day has not begun';
  if (value === undefined || value < 0 || value > 100) return 'the value does not lie in 0 to 100';
  return macroRow({ name: NAME, periodMs, periodEndMs: null, knownMs: periodMs, value }, received);
}

function callOf({ now, cursors }: CallWindow): Call {
  const newest = dayOf(cursors.get(NAME));
  const days = newest === undefined ? Infinity : Math.ceil((now - newest) / DAY) + 1;
  return { item: NAME, assets: [], path: '/fng/', query: { limit: days > FEW_DAYS ? 0 : days, format: 'json' }, cost: 1, most: 5_000 };
}

export const fearGreed = collector({
  source: 'fear-greed',
  host: 'alternative_me',
  into: 'macro_indicators',
  response: z.object({ data: z.array(z.unknown()) }),
  plan: (_assets, window) => ({ calls: [callOf(window)], missing: [] }),
  rows: (body, _call, received) => {
    const rows: MacroRow[] = [];
    const rejected: Rejected[] = [];
    for (const raw of body.data) {
      const row = rowOf(raw, received);
      if (typeof row === 'string') rejected.push({ item: NAME, reason: row, sample: sampleOf(raw) });
      else rows.push(row);
    }
    const newest = rows.reduce((ms, r) => Math.max(ms, r.period.getTime()), 0);
    return { rows, rejected, missing: rows.length === 0 ? [{ symbol: NAME, reason: 'the answer has no value of it' }] : [], cursors: newest ? new Map([[NAME, dayText(newest)]]) : new Map() };
  },
});
