import { describe, expect, it } from 'vitest';
import { aggregate, type PlainBar } from './aggregate.js';

const MIN5 = 300_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

/** Bars of five minutes from `START`, rising by one each; `without` leaves some out. */
const bars = (count: number, without: readonly number[] = []): Map<number, PlainBar> =>
  new Map(
    Array.from({ length: count }, (_, i) => i)
      .filter((i) => !without.includes(i))
      .map((i) => [START + i * MIN5, { openTime: START + i * MIN5, open: 100 + i, high: 101.5 + i, low: 99.5 + i, close: 101 + i, volume: 2 }]),
  );

describe('coarser bars from finer ones', () => {
  it('take the first open, the highest high, the lowest low, the last close and the sum of volumes', () => {
    expect(aggregate(bars(12), MIN5, HOUR, { fromMs: START, closedBy: START + HOUR })).toEqual([{ openTime: START, open: 100, high: 112.5, low: 99.5, close: 112, volume: 24 }]);
  });

  it('are not made before they have closed', () => {
    expect(aggregate(bars(24), MIN5, HOUR, { fromMs: START, closedBy: START + 2 * HOUR - 1 })).toHaveLength(1);
  });

  it('end at the first that lacks a finer bar, even if later ones are complete', () => {
    expect(aggregate(bars(36, [13]), MIN5, HOUR, { fromMs: START, closedBy: START + 3 * HOUR }).map((b) => b.openTime)).toEqual([START]);
    expect(aggregate(bars(24, [0]), MIN5, HOUR, { fromMs: START, closedBy: START + 2 * HOUR })).toEqual([]);
  });

  it('go on behind an incomplete one where the venue publishes no bar without trade', () => {
    expect(aggregate(bars(36, [13]), MIN5, HOUR, { fromMs: START, closedBy: START + 3 * HOUR, skips: true }).map((b) => b.openTime)).toEqual([START, START + 2 * HOUR]);
  });

  it('leave the finer bars as they were', () => {
    const finer = bars(12);
    aggregate(finer, MIN5, HOUR, { fromMs: START, closedBy: START + HOUR });
    expect(finer).toEqual(bars(12));
  });
});
