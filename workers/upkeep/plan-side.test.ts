import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../store/tables/ledger.js';
import { MOST_REPAIRS } from './plan.js';
import { newestDue, planSide } from './plan-side.js';

const hour = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const row = (slot: number, over: Partial<LedgerRow> = {}): LedgerRow => ({
  dataset: 'macro', slot: new Date(slot), chunk: 1, state: 'done', symbols: [], rows_written: 1, missing: [], reason: null,
  attempts: 1, repairs: 0, job_id: null, opened_at: new Date(slot), started_at: new Date(slot), finished_at: new Date(slot + 2_000), ...over,
});
const plan = (nowMs: number, rows: LedgerRow[]) => planSide(nowMs, ['macro'], rows);

describe('what the reconciler makes of side work', () => {
  it('leaves a newest slot that is done, off or still young alone', () => {
    expect(plan(hour + 10 * MINUTE, [row(hour)])).toEqual({ open: [], again: [], superseded: [] });
    expect(plan(hour + 10 * MINUTE, [row(hour, { state: 'off' })])).toEqual({ open: [], again: [], superseded: [] });
    expect(newestDue('macro', hour + MINUTE)).toBe(hour - 60 * MINUTE);
  });

  it('opens the newest slot that never was, and none of those before it', () => {
    expect(plan(hour + 10 * MINUTE, [row(hour - 5 * 3_600_000)]).open).toEqual([{ dataset: 'macro', slot: hour }]);
  });

  it('asks again for the newest slot when nobody settled it, and writes older ones off', () => {
    const stuck = row(hour, { state: 'pending', finished_at: null });
    const old = row(hour - 3_600_000, { state: 'pending', finished_at: null });
    expect(plan(hour + 10 * MINUTE, [old, stuck])).toEqual({ open: [], again: [stuck], superseded: [old] });
  });

  it('tries a slot that failed again, later each time, within its cadence and not for ever', () => {
    const missed = (repairs: number) => row(hour, { state: 'missed', repairs });
    const again = (minutes: number, repairs: number) => plan(hour + minutes * MINUTE, [missed(repairs)]).again.length;
    expect([again(2, 0), again(2, 1), again(6, 1), again(30, MOST_REPAIRS), again(61, 0)]).toEqual([1, 0, 1, 0, 0]);
  });

  it('does not repair what nothing can heal', () => {
    const partial = (permanent: boolean) => row(hour, { state: 'partial', missing: [{ symbol: 'M2SL', reason: 'retired', permanent }] });
    expect(plan(hour + 5 * MINUTE, [partial(false)]).again).toHaveLength(1);
    expect(plan(hour + 5 * MINUTE, [partial(true)]).again).toEqual([]);
  });
});
