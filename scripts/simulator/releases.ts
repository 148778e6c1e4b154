/**
 * When the simulated statistics are published, and how they are revised: for each
 * of FRED's series its periods, and for a period the days and values of its
 * vintages. Days are midnight UTC, ms; a publication has an hour, of which FRED
 * tells the day only. Pure but for the economy.
 */
import type { Economy } from './economy.js';
import { streamKey } from './hash.js';
import { DAY, HOUR, MINUTE } from './intervals.js';
import { isBusinessDay, isHoliday, isWeekend, nextBusinessDay } from './sessions.js';

export interface Vintage {
  publishedMs: number;
  /** Null on a day that was not measured. */
  value: number | null;
}

type Plan =
  | { every: 'day'; weekly?: boolean }
  | { every: 'week'; weekday: number; lagDays: number }
  | { every: 'month' | 'quarter'; /** Days after the period's end. */ lagDays: number; revisions: readonly number[]; size: number };

const month = (lagDays: number, size: number, revisions: readonly number[] = [30]) => ({ every: 'month', lagDays, revisions, size }) as const;
const PLANS: Readonly<Record<string, Plan & { decimals: number }>> = {
  VIXCLS: { every: 'day', decimals: 2 }, SP500: { every: 'day', decimals: 2 }, DTWEXBGS: { every: 'day', weekly: true, decimals: 4 }, DGS2: { every: 'day', decimals: 2 }, DGS10: { every: 'day', decimals: 2 }, DGS30: { every: 'day', decimals: 2 }, DCOILWTICO: { every: 'day', decimals: 2 },
  ICSA: { every: 'week', weekday: 6, lagDays: 5, decimals: 0 }, WALCL: { every: 'week', weekday: 3, lagDays: 1, decimals: 0 },
  FEDFUNDS: { ...month(1, 0, []), decimals: 2 }, UNRATE: { ...month(5, 0, []), decimals: 1 }, CPIAUCSL: { ...month(12, 0.0002), decimals: 3 }, INDPRO: { ...month(16, 0.002), decimals: 4 },
  RSAFS: { ...month(15, 0.004), decimals: 0 }, HOUST: { ...month(18, 0.01), decimals: 0 }, UMCSENT: { every: 'month', lagDays: -16, revisions: [14], size: 0.01, decimals: 1 }, M2SL: { ...month(24, 0.001), decimals: 1 },
  GDPC1: { every: 'quarter', lagDays: 30, revisions: [28, 57], size: 0.003, decimals: 3 },
};
const PUBLISHED_AT = 12 * HOUR + 30 * MINUTE;

export const isPublished = (id: string): boolean => Object.hasOwn(PLANS, id);
export const isDaily = (id: string): boolean => PLANS[id]?.every === 'day';

/** First days of the periods of a series that begin in [from, to]. */
export function periods(id: string, from: number, to: number): number[] {
  const plan = PLANS[id] as Plan;
  const days: number[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day <= to; day += DAY) {
    if (begins(plan, day)) days.push(day);
  }
  return days;
}

function begins(plan: Plan, day: number): boolean {
  const date = new Date(day);
  if (plan.every === 'day') return !isWeekend(day);
  if (plan.every === 'week') return date.getUTCDay() === plan.weekday;
  return date.getUTCDate() === 1 && (plan.every === 'month' || date.getUTCMonth() % 3 === 0);
}

const endOf = (period: number, months: number): number => Date.UTC(new Date(period).getUTCFullYear(), new Date(period).getUTCMonth() + months, 1);
const onBusinessDay = (day: number): number => (isBusinessDay(day) ? day : nextBusinessDay(day));
/** The Monday after a day. */
const mondayAfter = (day: number): number => day + ((8 - new Date(day).getUTCDay()) % 7 || 7) * DAY;

/** Days on which a period is published: first, then revised. */
function publications(plan: Plan, period: number): number[] {
  if (plan.every === 'day') return [plan.weekly ? onBusinessDay(mondayAfter(period)) : nextBusinessDay(period)];
  if (plan.every === 'week') return [onBusinessDay(period + plan.lagDays * DAY)];
  const first = endOf(period, plan.every === 'month' ? 1 : 3) + plan.lagDays * DAY;
  return [first, ...plan.revisions.map((days) => first + days * DAY)].map(onBusinessDay);
}

/** What had been published about a period at an instant, oldest first. */
export function vintages(economy: Economy, id: string, period: number, nowMs: number): Vintage[] {
  const plan = PLANS[id] as Plan & { decimals: number };
  const measuredAt = plan.every === 'day' ? period + 21 * HOUR : period + DAY;
  const value = plan.every === 'day' && isHoliday(period) ? null : economy.level(id, measuredAt);
  const key = streamKey(economy.seed, id) & 0xffff;
  const size = 'size' in plan ? plan.size : 0;
  return publications(plan, period).flatMap((day, i) => {
    if (day + PUBLISHED_AT > nowMs) return [];
    const error = size * economy.noise(`revision:${i}:${key}`, period / DAY);
    return [{ publishedMs: day, value: value === null ? null : Number((value * (1 + error)).toFixed(plan.decimals)) }];
  });
}
