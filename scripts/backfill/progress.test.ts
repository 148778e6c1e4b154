import { describe, expect, it } from 'vitest';
import { clockText, Pace, progressLine, type Backfill } from './progress.js';

const backfill = (rows: number, progress: number, state: Backfill['state'] = 'open') => ({ state, progress, stages: [{ stage: 'candles', chunks: 8, open: 3, running: 1, rows_written: rows }, { stage: 'features', chunks: 20, open: 20, running: 0, rows_written: 0 }] }) as unknown as Backfill;

describe('how far a backfill is', () => {
  it('is a bar and the chunks of each stage at first', () => expect(progressLine(backfill(0, 0), new Pace())).toBe('[........................] 0 %  candles 4/8  features 0/20'));

  it('says how fast and how long by the last looks, in the time of whoever looks', () => {
    const pace = new Pace();
    pace.see(backfill(1_000, 0.1), 5_000);
    pace.see(backfill(21_000, 0.3), 7_000);
    expect(progressLine(backfill(21_000, 0.3), pace)).toBe('[#######.................] 30 %  candles 4/8  features 0/20  10,000 rows/s  0:07 left');
    for (let i = 0; i < 20; i++) pace.see(backfill(21_000, 0.3), 8_000 + i * 1_000);
    expect([pace.rowsPerSecond, pace.secondsLeft]).toEqual([0, null]);
  });

  it('says what has become of it, and no time left, when it is not being done', () => {
    const pace = new Pace();
    for (const at of [0, 1_000]) pace.see(backfill(at, at / 10_000), at);
    expect(progressLine(backfill(1_000, 0.1, 'paused'), pace)).toMatch(/1,000 rows\/s {2}paused$/);
  });

  it('writes times as people do', () => expect([0, 59.6, 75, 3_675, -1].map(clockText)).toEqual(['0:00', '1:00', '1:15', '1:01:15', '0:00']));
});
