/**
 * Where the slot stands in the day, the week, the month and the year, UTC. Pure
 * functions of the slot; the cyclic ones are pairs, so that midnight is near 23:55.
 */
import { declare, from, type Declaration } from './inputs.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 1970-01-05 was the first Monday of the epoch. */
const FIRST_MONDAY = 4 * DAY;

const phase = (at: number, period: number, origin = 0): number => (2 * Math.PI * ((((at - origin) % period) + period) % period)) / period;
const hourOf = (at: number): number => (at % DAY) / HOUR;
const yearPhase = (at: number): number => {
  const year = new Date(at).getUTCFullYear();
  return phase(at, Date.UTC(year + 1, 0) - Date.UTC(year, 0), Date.UTC(year, 0));
};

function nextMonthStart(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** 08:00 UTC on the last Friday before `monthEnd`: when monthly crypto options and futures expire. */
function lastFridayExpiry(monthEnd: number): number {
  const lastDay = monthEnd - DAY;
  const backToFriday = (new Date(lastDay).getUTCDay() + 2) % 7;
  return lastDay - backToFriday * DAY + 8 * HOUR;
}

function nextExpiry(at: number): number {
  const thisMonth = lastFridayExpiry(nextMonthStart(at));
  return thisMonth >= at ? thisMonth : lastFridayExpiry(nextMonthStart(nextMonthStart(at)));
}

const ofSlot = (unit: string, formula: string, of: (at: number) => number): Declaration => ({ lookback: 'none', unit, version: 1, formula, ...from(['slot'], of) });
const session = (fromHour: number, toHour: number): Declaration =>
  ofSlot('flag', `1 from ${fromHour}:00 to ${toHour}:00 UTC on weekdays, else 0`, (at) => (isWeekday(at) && hourOf(at) >= fromHour && hourOf(at) < toHour ? 1 : 0));
const isWeekday = (at: number): boolean => ![0, 6].includes(new Date(at).getUTCDay());

export const calendar = declare('calendar', {
  hour_sin: ofSlot('ratio', 'sin of the time of day, period 24 h', (at) => Math.sin(phase(at, DAY))),
  hour_cos: ofSlot('ratio', 'cos of the time of day, period 24 h', (at) => Math.cos(phase(at, DAY))),
  weekday_sin: ofSlot('ratio', 'sin of the time of the week, period 7 d, from Monday', (at) => Math.sin(phase(at, 7 * DAY, FIRST_MONDAY))),
  weekday_cos: ofSlot('ratio', 'cos of the time of the week, period 7 d, from Monday', (at) => Math.cos(phase(at, 7 * DAY, FIRST_MONDAY))),
  year_sin: ofSlot('ratio', 'sin of the time of the year', (at) => Math.sin(yearPhase(at))),
  year_cos: ofSlot('ratio', 'cos of the time of the year', (at) => Math.cos(yearPhase(at))),
  minute_of_day: ofSlot('minutes', 'minutes since 00:00 UTC', (at) => (at % DAY) / MINUTE),
  is_weekend: ofSlot('flag', '1 on Saturday and Sunday, else 0', (at) => (isWeekday(at) ? 0 : 1)),
  is_asia_session: session(0, 8),
  is_europe_session: session(7, 16),
  is_us_session: session(13, 21),
  days_to_month_end: ofSlot('days', '(start of the next month − slot) / 1 d', (at) => (nextMonthStart(at) - at) / DAY),
  hours_to_funding: ofSlot('hours', 'hours to the next 00:00, 08:00 or 16:00 UTC, when perpetual futures pay funding; 8 at that moment', (at) => 8 - (at % (8 * HOUR)) / HOUR),
  days_to_expiry: ofSlot('days', 'days to 08:00 UTC on the last Friday of the month, when monthly options expire', (at) => (nextExpiry(at) - at) / DAY),
});
