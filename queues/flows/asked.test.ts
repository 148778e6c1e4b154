import { describe, expect, it } from 'vitest';
import { askedJob } from './asked.js';
import { sideJob } from './side.js';

const slot = Date.UTC(2026, 0, 2, 12);
const MINUTE = 60_000;
const fear = { source: 'fear-greed', slot, chunk: 1, symbols: [] } as const;

describe('a source that was asked for', () => {
  it('is the same job for five minutes, and never one of the timetable or of a repair', () => {
    const ids = [0, 4.9, 5, 59].map((minutes) => askedJob(fear, slot + minutes * MINUTE).opts.jobId);
    expect(ids).toEqual(['fear-greed.2026-01-02T12-00Z.c1.r500', 'fear-greed.2026-01-02T12-00Z.c1.r500', 'fear-greed.2026-01-02T12-00Z.c1.r501', 'fear-greed.2026-01-02T12-00Z.c1.r511']);
    const others = [0, 1, 7].map((round) => sideJob({ ...fear, dataset: 'fear_greed' }, round).opts.jobId);
    expect(others.filter((id) => ids.includes(id))).toEqual([]);
  });

  it('waits where it delays no slot: prices in the lane of repairs, the rest where side work waits', () => {
    expect(askedJob({ source: 'crypto-prices', slot, chunk: 2, symbols: ['BTC'] }, slot)).toMatchObject({ queueName: 'repair', data: { source: 'crypto-prices', chunk: 2, symbols: ['BTC'], round: 500 } });
    expect(askedJob(fear, slot).queueName).toBe('survey');
  });

  it('keeps to a round its payload may name, however old the slot', () => {
    expect(askedJob(fear, slot + 90 * 86_400_000).data).toMatchObject({ round: 999 });
    expect(askedJob(fear, slot - 1).data).toMatchObject({ round: 500 });
  });
});
