import { describe, expect, it } from 'vitest';
import { formatClock, parseClock } from '#queues/runtime/clock.js';
import { clockOrigin, type OriginFacts } from './origin.js';

const at = (iso: string): number => Date.parse(iso);
const now = at('2026-03-01T12:03:20.500Z');
const base: OriginFacts = { mode: 'sim', speed: 1, nowMs: now, span: null, resumeMs: null };
const tenDays = { from_ms: at('2018-01-01T00:00:00Z'), to_ms: at('2018-01-11T00:00:00Z') };

describe("where the farm's clock starts", () => {
  it('is plain real time for a simulated market at speed 1, and always for a live one', () => {
    expect(clockOrigin(base)).toBeNull();
    expect(clockOrigin({ ...base, mode: 'live', resumeMs: now + 1e9 })).toBeNull();
  });

  it('is the boundary of the current slot when the simulated market runs faster', () => {
    expect(clockOrigin({ ...base, speed: 60 })).toEqual({ speed: 60, realMs: now, farmMs: at('2026-03-01T12:00:00Z') });
  });

  it('leaves a quarter of the recorded candles to play, and never more than a week', () => {
    expect(clockOrigin({ ...base, mode: 'replay', span: tenDays })?.farmMs).toBe(at('2018-01-08T12:00:00Z'));
    const years = { from_ms: at('2017-01-01T00:00:00Z'), to_ms: at('2022-01-01T00:00:00Z') };
    expect(clockOrigin({ ...base, mode: 'replay', span: years })?.farmMs).toBe(at('2021-12-25T00:00:00Z'));
  });

  it('goes on at the next slot where the home was last seen running', () => {
    const resumeMs = at('2026-03-02T08:01:00Z');
    expect(clockOrigin({ ...base, speed: 60, resumeMs })?.farmMs).toBe(at('2026-03-02T08:05:00Z'));
    expect(clockOrigin({ ...base, resumeMs })).toEqual({ speed: 1, realMs: now, farmMs: at('2026-03-02T08:05:00Z') });
    expect(clockOrigin({ ...base, mode: 'replay', span: tenDays, resumeMs: at('2018-01-09T00:00:00Z') })?.farmMs).toBe(at('2018-01-09T00:00:00Z'));
  });

  it('begins a replay again that has been played to its end', () => {
    expect(clockOrigin({ ...base, mode: 'replay', span: tenDays, resumeMs: tenDays.to_ms + 1 })?.farmMs).toBe(at('2018-01-08T12:00:00Z'));
  });

  it('puts every slot on a whole real millisecond that reads back as the same slot', () => {
    for (const speed of [1, 7, 60, 300, 1000]) {
      const origin = clockOrigin({ ...base, speed, mode: 'replay', span: tenDays });
      const clock = parseClock(origin ? formatClock(origin) : undefined);
      for (let slot = origin?.farmMs ?? 0; slot < (origin?.farmMs ?? 0) + 86_400_000; slot += 300_000) {
        expect(Math.abs(clock.toFarm(clock.toReal(slot)) - slot)).toBeLessThanOrEqual(speed / 2 + 0.01);
      }
    }
  });

  it('refuses a replay of nothing', () => {
    expect(() => clockOrigin({ ...base, mode: 'replay', span: null })).toThrow(/no time/);
  });
});
