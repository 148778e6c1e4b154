/**
 * Days and hours of an exchange's own clock, summer time included. Zones are
 * IANA names; what the platform does not know is refused by a RangeError of Intl.
 */
const SECOND = 1_000;
const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) formats.set(zone, (format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })));
  return format;
}

/** Whether the platform knows a zone by this name. */
export function isZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false; // a RangeError of Intl: nobody's zone
  }
}

/** What the clock on the wall there shows, as if it were UTC, ms. */
function wallMs(ms: number, zone: string): number {
  const part = Object.fromEntries(formatOf(zone).formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part['year'] as number, (part['month'] as number) - 1, part['day'], part['hour'], part['minute'], part['second']);
}

/** Midnight UTC (ms) of the calendar day it is there. */
export const dayThere = (ms: number, zone: string): number => Math.floor(wallMs(ms, zone) / DAY) * DAY;

/** Milliseconds since midnight by the clock there. */
export const timeThere = (ms: number, zone: string): number => wallMs(ms, zone) % DAY;

/**
 * The instant (ms) at which the clock there shows a time of a day.
 * @param day midnight UTC of the calendar day, ms
 * @param time milliseconds since midnight; a time that summer time leaves out is an hour off
 */
export function instantThere(day: number, time: number, zone: string): number {
  const wanted = day + time;
  const guess = wanted - (wallMs(wanted, zone) - wanted);
  return guess - (wallMs(guess, zone) - wanted);
}

const NEW_YORK = 'America/New_York';
const OPENS = (9 * 60 + 30) * 60 * SECOND;
/** The last hour for closes to settle in. */
const SETTLED = (17 * 60 + 30) * 60 * SECOND;

/** True while shares trade in New York, and until their closes have settled; holidays count as open. */
export function newYorkTrades(ms: number): boolean {
  const weekday = new Date(dayThere(ms, NEW_YORK)).getUTCDay();
  const time = timeThere(ms, NEW_YORK);
  return weekday >= 1 && weekday <= 5 && time >= OPENS && time <= SETTLED;
}
