import { describe, expect, it } from 'vitest';
import { CADENCES, isDue, slotAt, slotName, slotsBetween } from './slot.js';

const at = (iso: string): number => Date.parse(iso);

describe('slots', () => {
  it('are named by their UTC start, sortable and free of colons', () => {
    const slot = slotAt(at('2026-01-01T00:09:59.999Z'), '5m');
    expect(slotName(slot)).toBe('2026-01-01T00-05Z');
    expect(slotName(slot)).not.toContain(':');
    expect(slotName(slot) < slotName(slot + 300_000)).toBe(true);
  });

  it('begin exactly on their boundary and never straddle a UTC day', () => {
    expect(slotAt(at('2026-01-01T00:05:00Z'), '5m')).toBe(at('2026-01-01T00:05:00Z'));
    for (const ms of Object.values(CADENCES)) expect(86_400_000 % ms).toBe(0);
  });

  it('list every start of a half-open range', () => {
    const slots = slotsBetween(at('2026-01-01T00:01:00Z'), at('2026-01-01T00:15:00Z'), '5m');
    expect(slots.map(slotName)).toEqual(['2026-01-01T00-05Z', '2026-01-01T00-10Z']);
  });

  it('know when a slower cadence is due', () => {
    expect(isDue(at('2026-01-01T01:00:00Z'), '1h')).toBe(true);
    expect(isDue(at('2026-01-01T01:05:00Z'), '1h')).toBe(false);
  });
});
