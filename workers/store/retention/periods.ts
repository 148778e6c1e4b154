/** The calendar that tables are cut by: UTC months, weeks from Monday on, days. Pure. */
export const periods = ['month', 'week', 'day'] as const;
export type Period = (typeof periods)[number];

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday. */
const MONDAY_MS = 4 * DAY_MS;

/** First instant of the period that holds the instant, ms. */
export function startOf(every: Period, ms: number): number {
  const at = new Date(ms);
  if (every === 'month') return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  if (every === 'week') return Math.floor((ms - MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + MONDAY_MS;
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

/** First instant of the period `count` periods after (or, negative, before) the one that holds the instant, ms. */
export function later(every: Period, ms: number, count: number): number {
  const at = new Date(startOf(every, ms));
  if (every === 'month') return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count, 1);
  return at.getTime() + count * (every === 'week' ? 7 : 1) * DAY_MS;
}

/** First instants of the periods from the one of `fromMs` to the one of `toMs`, both included. */
export function startsBetween(every: Period, fromMs: number, toMs: number): number[] {
  const starts: number[] = [];
  for (let at = startOf(every, fromMs); at <= toMs; at = later(every, at, 1)) starts.push(at);
  return starts;
}
