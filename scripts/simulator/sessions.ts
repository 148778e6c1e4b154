/**
 * When a market trades: its zone, its hours by its own clock, and the days of a
 * range. Weekends and three fixed holidays are free. Pure.
 */
import { dayThere, instantThere } from '#workers/collectors/exchange-time.js';
import { DAY, HOUR, MINUTE } from './intervals.js';

export interface Hours {
  zone: string;
  /** Milliseconds after midnight there. */
  open: number;
  close: number;
}

export interface Session {
  /** Midnight UTC of the calendar day there. */
  day: number;
  openMs: number;
  closeMs: number;
}

const NEW_YORK = 'America/New_York';
const SHARES: Hours = { zone: NEW_YORK, open: 9 * HOUR + 30 * MINUTE, close: 16 * HOUR };
const FUTURES: Hours = { zone: NEW_YORK, open: 0, close: 24 * HOUR - MINUTE };
const CURRENCIES: Hours = { zone: 'Europe/London', open: 0, close: 24 * HOUR - MINUTE };
const VIX: Hours = { zone: NEW_YORK, open: 9 * HOUR + 30 * MINUTE, close: 16 * HOUR + 15 * MINUTE };

export function hoursOf(id: string): Hours {
  if (id === '^VIX') return VIX;
  if (id.endsWith('=X')) return CURRENCIES;
  return id.endsWith('=F') || id === 'DX-Y.NYB' ? FUTURES : SHARES;
}

const HOLIDAYS = new Set(['01-01', '07-04', '12-25']);
export const isHoliday = (day: number): boolean => HOLIDAYS.has(new Date(day).toISOString().slice(5, 10));
export const isWeekend = (day: number): boolean => [0, 6].includes(new Date(day).getUTCDay());
export const isBusinessDay = (day: number): boolean => !isWeekend(day) && !isHoliday(day);

export function nextBusinessDay(day: number): number {
  let next = day + DAY;
  while (!isBusinessDay(next)) next += DAY;
  return next;
}

const sessionOf = (day: number, { zone, open, close }: Hours): Session => ({ day, openMs: instantThere(day, open, zone), closeMs: instantThere(day, close, zone) });

/** Sessions that have opened at `nowMs`, oldest first, the newest `count` of them. */
export function sessions(hours: Hours, nowMs: number, count: number): Session[] {
  const out: Session[] = [];
  for (let day = dayThere(nowMs, hours.zone); out.length < count; day -= DAY) {
    if (!isBusinessDay(day)) continue;
    const session = sessionOf(day, hours);
    if (session.openMs <= nowMs) out.push(session);
  }
  return out.reverse();
}
