import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../store/tables/ledger.js';
import { HORIZON_MS, isHealable, MOST_REPAIRS, planReconcile } from './plan.js';

const first = Date.UTC(2026, 0, 1);
const FIVE = 300_000;
const row = (slot: number, over: Partial<LedgerRow> = {}): LedgerRow => ({
  dataset: 'ml_features', slot: new Date(slot), chunk: 0, state: 'done', symbols: [], rows_written: 1, missing: [], reason: null,
  attempts: 1, repairs: 0, job_id: null, opened_at: new Date(slot), started_at: new Date(slot), finished_at: new Date(slot + 2_000), ...over,
});

describe('the reconciler', () => {
  it('leaves a settled past alone and the current slot to its workers', () => {
    const now = first + 2 * FIVE + 60_000;
    expect(planReconcile(now, first, [row(first), row(first + FIVE)])).toEqual({ work: [], expired: [] });
  });

  it('finds every slot of six hours with every process down, newest first', () => {
    const now = first + 6 * 3_600_000 + 120_000;
    const { work } = planReconcile(now, first, [row(first)]);
    expect(work).toHaveLength(72);
    expect(work.every((w) => w.why === 'never opened')).toBe(true);
    expect(work[0]?.slot).toBe(first + 72 * FIVE);
    expect(work.at(-1)?.slot).toBe(first + FIVE);
  });

  it('finds a slot that was opened and never settled, once it is past its grace', () => {
    const pending = row(first, { state: 'pending', finished_at: null });
    expect(planReconcile(first + 60_000, first, [pending]).work).toEqual([]);
    expect(planReconcile(first + 95_000, first, [pending]).work).toEqual([{ slot: first, why: 'not settled', repairs: 0 }]);
  });

  it('repairs an incomplete slot later and later, and not for ever', () => {
    const planAt = (minutes: number, repairs: number) => planReconcile(first + minutes * 60_000, first, [row(first, { state: 'partial', repairs })]).work.filter((w) => w.slot === first);
    expect(planAt(4, 0)).toEqual([]);
    expect(planAt(6, 0)).toEqual([{ slot: first, why: 'incomplete', repairs: 0 }]);
    expect(planAt(6, 1)).toEqual([]);
    expect(planAt(16, 1)).toHaveLength(1);
    expect(planAt(2_000, MOST_REPAIRS)).toEqual([]);
  });

  it('repairs a slot that ended in the future, by a clock that was ahead, as if it had ended when it began', () => {
    const ahead = row(first, { state: 'partial', finished_at: new Date(first + 3_600_000) });
    const planAt = (minutes: number) => planReconcile(first + minutes * 60_000, first, [ahead]).work.filter((w) => w.slot === first);
    expect([planAt(4), planAt(5), planAt(62)]).toEqual([[], [{ slot: first, why: 'incomplete', repairs: 0 }], []]);
    expect(planReconcile(first + 95_000, first, [{ ...ahead, state: 'done' }], [first]).work).toEqual([{ slot: first, why: 'not settled', repairs: 0 }]);
  });

  it('repairs a slot that was settled while a part of it was never written down, and not for ever', () => {
    const planAt = (seconds: number, repairs: number) => planReconcile(first + seconds * 1_000, first, [row(first, { repairs })], [first]).work;
    expect(planAt(91, 0)).toEqual([]);
    expect(planAt(92, 1)).toEqual([{ slot: first, why: 'not settled', repairs: 1 }]);
    expect(planAt(92, MOST_REPAIRS)).toEqual([]);
  });

  it('does not repair what nothing can heal', () => {
    const indicators = (permanent: boolean) => row(first, { dataset: 'technical_indicators', chunk: 1, state: 'partial', missing: [{ symbol: 'BTC', reason: 'no bar', permanent }] });
    const prices = row(first, { dataset: 'crypto_prices', chunk: 1, state: 'missed' });
    expect(isHealable([prices, indicators(false)])).toBe(true);
    expect(isHealable([prices, indicators(true)])).toBe(false);
  });

  it('marks what is older than its horizon instead of asking for it', () => {
    const now = first + HORIZON_MS + 2 * FIVE;
    const { work, expired } = planReconcile(now, first, [row(first, { state: 'pending', finished_at: null })]);
    expect(expired).toEqual([first]);
    expect(work.map((w) => w.slot)).not.toContain(first);
  });
});
