import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SettleUpdate } from './index.js';
import { testStore, type TestStore } from './testing.js';

const SLOT = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const expected = (slot: number, chunk = 1) => ({ dataset: 'crypto_prices', slot: new Date(slot), chunk, symbols: ['BTC', 'ETH'], opened_at: new Date(slot) });
const update = (slot: number, extra: Partial<SettleUpdate> = {}): SettleUpdate => ({
  dataset: 'crypto_prices',
  slot,
  chunk: 1,
  state: 'done',
  rows: 2,
  missing: [],
  reason: null,
  jobId: 'a-job',
  startedAt: new Date(slot + 1_000),
  finishedAt: new Date(slot + 2_000),
  ...extra,
});

describe('the ledger', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t.cleanup());
  const only = async (slot: number) => (await t.store.ledger.between(slot, slot + 1))[0];

  it('has no first slot before one was opened, and then keeps the first', async () => {
    expect(await t.store.ledger.firstSlot()).toBeNull();
    await t.store.ledger.open([expected(SLOT + HOUR), expected(SLOT)].map((r) => ({ ...r, dataset: 'ml_features' })));
    await t.store.ledger.open([{ ...expected(SLOT - HOUR), dataset: 'alpha_vantage' }]);
    expect(await t.store.ledger.firstSlot()).toBe(SLOT);
  });

  it('opens rows as pending, and opening them again changes nothing', async () => {
    const slot = SLOT + 2 * HOUR;
    await t.store.ledger.open([expected(slot)]);
    expect(await only(slot)).toMatchObject({ state: 'pending', attempts: 0, rows_written: 0, symbols: ['BTC', 'ETH'], job_id: null });
    await t.store.ledger.settle(update(slot));
    await t.store.ledger.open([{ ...expected(slot), symbols: ['OTHER'] }]);
    expect(await only(slot)).toMatchObject({ state: 'done', symbols: ['BTC', 'ETH'], rows_written: 2 });
  });

  it('never goes from done to less, and counts every attempt', async () => {
    const slot = SLOT + 3 * HOUR;
    await t.store.ledger.open([expected(slot)]);
    await t.store.ledger.settle(update(slot, { state: 'partial', rows: 1, missing: [{ symbol: 'ETH', reason: 'no answer' }] }));
    await t.store.ledger.settle(update(slot));
    await t.store.ledger.settle(update(slot, { state: 'missed', rows: 0, reason: 'too late', jobId: 'late' }));
    await t.store.ledger.settle(update(slot, { state: 'partial', rows: 1 }));
    expect(await only(slot)).toMatchObject({ state: 'done', rows_written: 2, missing: [], reason: null, job_id: 'a-job', attempts: 4 });
  });

  it('goes from missed to partial to done as repairs succeed', async () => {
    const slot = SLOT + 4 * HOUR;
    await t.store.ledger.open([expected(slot)]);
    await t.store.ledger.settle(update(slot, { state: 'missed', rows: 0, reason: 'x'.repeat(2_000) }));
    expect((await only(slot))?.reason).toHaveLength(500);
    await t.store.ledger.settle(update(slot, { state: 'partial', rows: 1, missing: [{ symbol: 'ETH', reason: 'no answer' }] }));
    expect(await only(slot)).toMatchObject({ state: 'partial', missing: [{ symbol: 'ETH', reason: 'no answer' }], reason: null });
    await t.store.ledger.settle(update(slot));
    expect(await only(slot)).toMatchObject({ state: 'done', missing: [], attempts: 3 });
  });

  it('keeps what became of a chunk that was never opened', async () => {
    const slot = SLOT + 5 * HOUR;
    await t.store.ledger.settle(update(slot));
    expect(await only(slot)).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('gives each round of repair its own number, also to two that ask at once', async () => {
    const slot = SLOT + 6 * HOUR;
    await t.store.ledger.open([expected(slot, 1), expected(slot, 2)]);
    const rounds = await Promise.all([t.store.ledger.beginRepair(slot, ['crypto_prices']), t.store.ledger.beginRepair(slot, ['crypto_prices']), t.store.ledger.beginRepair(slot, ['crypto_prices'])]);
    expect(rounds.sort()).toEqual([1, 2, 3]);
    expect((await t.store.ledger.between(slot, slot + 1)).map((r) => r.repairs)).toEqual([3, 3]);
  });
});
