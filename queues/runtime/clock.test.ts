import { describe, expect, it } from 'vitest';
import { formatClock, manualClock, parseClock, scaledClock } from './clock.js';
import { dueAt, repeatStrategy } from '../schedule.js';
import { slotAt } from '../slot.js';

describe('the farm clock', () => {
  it('reads back what it was formatted as, and refuses nonsense by name', () => {
    const origin = { speed: 60, realMs: 1_790_000_000_000, farmMs: 1_515_560_100_000 };
    const clock = parseClock(formatClock(origin));
    expect(clock.toFarm(origin.realMs + 1_000)).toBe(origin.farmMs + 60_000);
    expect(clock.toReal(origin.farmMs + 60_000)).toBe(origin.realMs + 1_000);
    expect(() => parseClock('fast')).toThrow(/FARM_CLOCK/);
    expect(() => parseClock('-1@0@0')).toThrow(/FARM_CLOCK/);
  });

  it('is the wall clock when nothing is said', () => {
    expect(parseClock(undefined).speed).toBe(1);
    expect(parseClock(undefined).toFarm(5)).toBe(5);
  });

  it('lets a test set the time', async () => {
    const clock = manualClock(0);
    await clock.sleep(90_000);
    expect(clock.nowMs()).toBe(90_000);
  });
});

describe('the timetable under a faster clock', () => {
  for (const speed of [1, 7, 60, 300]) {
    it(`meets every five-minute slot once, in order, at speed ${speed}`, () => {
      const clock = scaledClock({ speed, realMs: 1_790_000_000_123, farmMs: 1_767_225_600_000 });
      const next = repeatStrategy(clock);
      const slots: number[] = [];
      let real = 1_790_000_000_500;
      for (let i = 0; i < 500; i++) {
        real = next(real, { pattern: '*/5 * * * *' }) as number;
        slots.push(slotAt(dueAt(`repeat:tick:${real}`, clock), '5m'));
      }
      const steps = new Set(slots.slice(1).map((s, i) => s - (slots[i] as number)));
      expect([...steps]).toEqual([300_000]);
    });
  }

  it('refuses an id that no scheduler made', () => {
    expect(() => dueAt('tick.by-hand', manualClock(0))).toThrow(/not the id of a scheduled job/);
  });
});
