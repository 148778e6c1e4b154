import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chainDatasets, datasetNames, type DatasetName } from '#queues/datasets.js';
import { queueNames } from '#queues/topology.js';
import { manualClock, realNowMs } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import type { Context } from '../context.js';
import { daysOf } from '../store/retention/policy.js';
import { seedAssets } from '../store/seeds/assets.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { HORIZON_MS } from './plan.js';
import { createReconcile } from './reconcile.js';
import { createTick } from './tick.js';
import { createTidy } from './tidy.js';

const FIVE = 300_000;
const START = Date.UTC(2026, 5, 1, 12, 0, 1);
const clock = manualClock(START);
const universe = { wanted: ['BTC', 'ETH', 'SOL'], chunkSymbols: 2 };
const collecting = { SOURCES: ['crypto-prices' as const, 'ohlc' as const], HISTORY_BARS: 10 };
const tick = createTick(universe, collecting);
const reconcile = createReconcile(universe, collecting);

let worker: TestWorker;
beforeAll(async () => {
  worker = await testWorker({ clock });
  await seedAssets(worker.services.store, 'seed', clock);
});
afterEach(async () => {
  vi.useRealTimers();
  clock.set(START);
  await forgetJobs();
  await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM \`${worker.store.databases.prices}\`.slot_ledger` });
});
afterAll(async () => worker.cleanup());

const ctx = (id: string): Context => ({
  ...worker.services,
  log: silentLog(),
  signal: new AbortController().signal,
  job: { id, queueKey: '', attempt: 1, childrenDone: false, failedChildren: async () => ({}) },
});
const ledger = async (slot: number) => (await worker.services.store.ledger.ofDatasets(chainDatasets, slot, slot + 1)).map((r) => `${r.dataset}.${r.chunk} ${r.state}`);
const settle = (slot: number, state: 'done' | 'partial', part: { dataset: DatasetName; chunk: number }) => worker.services.store.ledger.settle({ ...part, slot, state, rows: 3, missing: [], reason: null, jobId: 'test', startedAt: clock.now(), finishedAt: clock.now() });
/** Every part of a slot is written down as done, but for those that are left out. */
async function settleAll(slot: number, but?: string): Promise<void> {
  const parts = await worker.services.store.ledger.ofDatasets(chainDatasets, slot, slot + 1);
  for (const { dataset, chunk } of parts) if (`${dataset}.${chunk}` !== but) await settle(slot, 'done', { dataset: dataset as DatasetName, chunk });
}
/** One queue after the other: a child that goes while its parent's queue goes may bring the parent back. */
const forgetJobs = async (): Promise<void> => {
  for (const q of queueNames) await worker.services.producer.queue(q).obliterate({ force: true });
};
const stateOf = (queue: 'process' | 'repair', id: string) => worker.services.producer.stateOf(queue, id);
const slotNow = () => Math.floor(clock.nowMs() / FIVE) * FIVE;

describe('a tick', () => {
  it('writes down what it expects before it asks for it, chunk by chunk', async () => {
    const slot = slotNow();
    await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    expect(await ledger(slot)).toEqual(['crypto_prices.1', 'crypto_prices.2', 'ml_features.0', 'ml_features.1', 'ml_features.2', 'ohlc.1', 'ohlc.2', 'technical_indicators.1', 'technical_indicators.2'].map((r) => `${r} pending`));
    expect(await stateOf('process', 'features.2026-06-01T12-00Z')).toBe('waiting-children');
  });

  it('that comes late names its own slot, and marks the snapshots that can no longer be taken', async () => {
    const slot = slotNow() - FIVE;
    await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    expect((await ledger(slot)).filter((r) => r.startsWith('crypto_prices'))).toEqual(['crypto_prices.1 missed', 'crypto_prices.2 missed']);
    expect(await worker.services.producer.queue('collect').getJobCountByTypes('prioritized')).toBe(2);
  });

  it('twice is the same as once', async () => {
    const slot = slotNow();
    for (let i = 0; i < 2; i++) await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    expect(await worker.services.producer.queue('collect').getJobCountByTypes('prioritized')).toBe(4);
  });
});

describe('the reconciler', () => {
  it('asks again, in the repair lane, for a slot that Redis has forgotten, and only once', async () => {
    const slot = slotNow();
    await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    clock.advance(100_000);
    await reconcile({ v: 1 }, ctx('reconcile'));
    expect(await worker.services.producer.queue('repair').getJobCountByTypes('waiting-children')).toBe(0);
    await forgetJobs();
    for (let i = 0; i < 3; i++) await reconcile({ v: 1 }, ctx('reconcile'));
    expect(await stateOf('repair', 'features.2026-06-01T12-00Z.r1')).toBe('waiting-children');
    expect(await worker.services.producer.queue('repair').getJobCountByTypes('waiting-children')).toBe(3);
  });

  it('opens the slots that never ticked, and leaves settled ones alone', async () => {
    const first = slotNow();
    await tick({ v: 1 }, ctx(`repeat:tick:${first}`));
    await settleAll(first);
    await forgetJobs();
    clock.advance(8 * FIVE);
    await reconcile({ v: 1 }, ctx('reconcile'));
    const roots = async (queue: 'process' | 'repair') => (await worker.services.producer.queue(queue).getJobs(['waiting-children'])).filter((j) => j.name === 'features').map((j) => ((j.data as { slot: number }).slot - first) / FIVE).sort();
    // The newest may tick yet; the slot under way is the tick's alone.
    expect([await roots('repair'), await roots('process')]).toEqual([[1, 2, 3, 4], [5, 6, 7]]);
  });

  it('and a tick that comes after it ask for the same jobs: no slot is worked on twice at once', async () => {
    await tick({ v: 1 }, ctx(`repeat:tick:${slotNow()}`));
    clock.advance(2 * FIVE);
    const slot = slotNow() - FIVE;
    await reconcile({ v: 1 }, ctx('reconcile'));
    const asked = async () => Promise.all(queueNames.map((q) => worker.services.producer.queue(q).getJobCountByTypes('prioritized', 'waiting', 'waiting-children')));
    const before = await asked();
    await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    expect(await asked()).toEqual(before);
    expect((await worker.services.store.ledger.ofDatasets(chainDatasets, slot, slot + 1)).every((r) => r.repairs === 0)).toBe(true);
  });

  it('opens nothing that has not begun by the clock of Redis, on a machine whose clock is an hour ahead', async () => {
    const first = slotNow();
    await tick({ v: 1 }, ctx(`repeat:tick:${first}`));
    vi.useFakeTimers({ toFake: ['Date'], now: realNowMs() + 12 * FIVE });
    clock.advance(12 * FIVE);
    await reconcile({ v: 1 }, ctx('reconcile'));
    expect(await tick({ v: 1 }, ctx(`repeat:tick:${first + 12 * FIVE}`))).toMatchObject({ kind: 'snooze' });
    const opened = await worker.services.store.ledger.ofDatasets(datasetNames, first, first + 24 * FIVE);
    expect([...new Set(opened.map((r) => r.slot.getTime()))]).toEqual([first]);
    expect(opened.every((r) => r.repairs === 0)).toBe(true);
  });

  it('opens no slot half a minute before it begins: its bars have not closed', async () => {
    const slot = slotNow() + FIVE;
    clock.advance(slot - 30_000 - clock.nowMs());
    expect(await tick({ v: 1 }, ctx(`repeat:tick:${slot}`))).toMatchObject({ kind: 'snooze' });
    expect(await worker.services.store.ledger.ofDatasets(datasetNames, slot, slot + 1)).toEqual([]);
  });

  it('asks again for a slot that was settled while the end of a part could not be written down', async () => {
    const slot = slotNow();
    await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    await settleAll(slot, 'crypto_prices.2');
    await forgetJobs();
    clock.advance(2 * FIVE);
    await reconcile({ v: 1 }, ctx('reconcile'));
    expect((await ledger(slot)).filter((r) => !r.endsWith(' done'))).toEqual(['crypto_prices.2 missed']);
    expect(await stateOf('repair', 'features.2026-06-01T12-00Z.r1')).toBe('waiting-children');
  });

  it('marks what is past its horizon, with the cure', async () => {
    const slot = slotNow();
    await tick({ v: 1 }, ctx(`repeat:tick:${slot}`));
    clock.advance(HORIZON_MS + FIVE);
    await reconcile({ v: 1 }, ctx('reconcile'));
    const rows = await worker.services.store.ledger.ofDatasets(chainDatasets, slot, slot + 1);
    expect(rows.map((r) => r.state)).toEqual(rows.map(() => 'missed'));
    expect(rows[0]?.reason).toMatch(/rebuild it with a backfill/);
  });
});

describe('the upkeep of the tables', () => {
  it('makes months ahead of farm time, whatever the wall clock says, and counts them', async () => {
    clock.set(Date.UTC(2031, 2, 15));
    expect(await createTidy(daysOf(''))({ v: 1 }, ctx('tidy'))).toMatchObject({ kind: 'done' });
    const ahead = (await worker.services.metrics.registry.getSingleMetric('crypto_partitions_ahead')?.get())?.values ?? [];
    expect(ahead.map((v) => [v.labels['table'], v.value])).toEqual(expect.arrayContaining([['ml_features_materialized', 3], ['price_data_real', 3]]));
    const [found] = await worker.store.mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT COUNT(*) AS n FROM information_schema.partitions WHERE table_schema = '${worker.store.databases.prices}' AND table_name = 'ohlc_data' AND partition_name IN ('before_2031_04_01', 'before_2031_07_01')` });
    expect(found?.n).toBe(2);
  });
});
