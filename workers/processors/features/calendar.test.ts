import { describe, expect, it } from 'vitest';
import { calendar } from './calendar.js';
import { nothing } from './testing/market.js';

const at = (iso: string, name: keyof typeof calendar): number | null => calendar[name].of(nothing(Date.parse(iso)));

describe('the calendar of a slot', () => {
  it('turns the time of day into a circle', () => {
    expect(at('2026-01-01T00:00:00Z', 'hour_sin')).toBe(0);
    expect(at('2026-01-01T00:00:00Z', 'hour_cos')).toBe(1);
    expect(at('2026-01-01T06:00:00Z', 'hour_sin')).toBe(1);
    expect(at('2026-01-01T12:00:00Z', 'hour_cos')).toBe(-1);
    expect(at('2026-01-01T13:35:00Z', 'minute_of_day')).toBe(815);
  });

  it('begins the week on Monday', () => {
    expect(at('2026-01-05T00:00:00Z', 'weekday_cos')).toBe(1);
    expect(at('2026-01-08T12:00:00Z', 'weekday_cos')).toBeCloseTo(-1, 12);
    expect(at('2026-01-04T23:55:00Z', 'is_weekend')).toBe(1);
    expect(at('2026-01-05T00:00:00Z', 'is_weekend')).toBe(0);
  });

  it('turns the year into a circle, leap years included', () => {
    expect(at('2024-01-01T00:00:00Z', 'year_cos')).toBe(1);
    expect(at('2024-07-02T00:00:00Z', 'year_cos')).toBeCloseTo(-1, 12);
    expect(at('2023-07-02T12:00:00Z', 'year_cos')).toBeCloseTo(-1, 12);
  });

  it('knows the sessions, which are closed at weekends', () => {
    expect(at('2026-01-06T07:30:00Z', 'is_asia_session')).toBe(1);
    expect(at('2026-01-06T07:30:00Z', 'is_europe_session')).toBe(1);
    expect(at('2026-01-06T08:00:00Z', 'is_asia_session')).toBe(0);
    expect(at('2026-01-06T13:00:00Z', 'is_us_session')).toBe(1);
    expect(at('2026-01-06T21:00:00Z', 'is_us_session')).toBe(0);
    expect(at('2026-01-10T14:00:00Z', 'is_us_session')).toBe(0);
  });

  it('counts down to the end of the month, over the end of a year too', () => {
    expect(at('2026-02-28T12:00:00Z', 'days_to_month_end')).toBe(0.5);
    expect(at('2025-12-31T00:00:00Z', 'days_to_month_end')).toBe(1);
    expect(at('2026-02-01T00:00:00Z', 'days_to_month_end')).toBe(28);
  });

  it('counts down to the next funding', () => {
    expect(at('2026-01-06T07:30:00Z', 'hours_to_funding')).toBe(0.5);
    expect(at('2026-01-06T08:00:00Z', 'hours_to_funding')).toBe(8);
  });

  it('counts down to the last Friday of the month at 08:00, then to the next month’s', () => {
    expect(at('2026-01-30T07:00:00Z', 'days_to_expiry')).toBeCloseTo(1 / 24, 12);
    expect(at('2026-01-30T08:00:00Z', 'days_to_expiry')).toBe(0);
    // 2026-02-27 is the last Friday of February.
    expect(at('2026-01-31T08:00:00Z', 'days_to_expiry')).toBe(27);
    // A month that ends on a Friday.
    expect(at('2026-07-31T08:00:00Z', 'days_to_expiry')).toBe(0);
  });
});
