import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetName } from '#queues/datasets.js';
import { done } from '#queues/outcome.js';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { queueNames } from '#queues/topology.js';
import type { Context } from '../context.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { openSide, type Off } from './open-side.js';
import { inOrder, unsettledBefore } from './order.js';
import { reconcileSide } from './reconcile-side.js';

const NOON = Date.UTC(2026, 5, 1, 12);
const FIVE = 300_000;
const clock = manualClock(NOON + 1_000);
const chunks = [['BTC', 'ETH'], ['SOL']];
const onlyMacroAndDerivatives: Off = (d) => (d === 'macro' || d === 'derivatives' ? undefined : 'not part of this test');

let worker: TestWorker;
beforeAll(async () => void (worker = await testWorker({ clock })));
afterEach(async () => {
  clock.set(NOON + 1_000);
  for (const q of queueNames) await worker.services.producer.queue(q).obliterate({ force: true });
  await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM \`${worker.store.databases.prices}\`.slot_ledger` });
});
afterAll(() => worker.cleanup());

const ctx = (): Context => ({ ...worker.services, log: silentLog(), signal: new AbortController().signal, job: { id: 'test', queueKey: '', attempt: 1, childrenDone: false, failedChildren: async () => ({}) } });
const rows = async (dataset: DatasetName) => (await worker.services.store.ledger.ofDatasets([dataset], 0, NOON * 2)).map((r) => [r.slot.toISOString().slice(11, 16), r.chunk, r.state]);
const waiting = () => worker.services.producer.queue('survey').getJobCountByTypes('prioritized');
const settle = (dataset: DatasetName, slot: number, chunk = 1) => worker.services.store.ledger.settle({ dataset, slot, chunk, state: 'done', rows: 1, missing: [], reason: null, jobId: 'test', startedAt: clock.now(), finishedAt: clock.now() });

describe('opening side work', () => {
  it('writes it down and asks for it, and says of what is off that it is and why', async () => {
    await openSide(ctx(), NOON, chunks, onlyMacroAndDerivatives);
    expect(await rows('macro')).toEqual([['12:00', 1, 'pending']]);
    expect(await rows('derivatives')).toEqual([['12:00', 1, 'pending'], ['12:00', 2, 'pending']]);
    expect(await rows('onchain')).toEqual([['12:00', 1, 'off']]);
    expect((await worker.services.store.ledger.ofDatasets(['onchain'], NOON, NOON + 1))[0]?.reason).toBe('not part of this test');
    expect(await waiting()).toBe(3);
  });

  it('opens at the start of a farm the slot that is under way, and later only what is due', async () => {
    await openSide(ctx(), NOON + 4 * FIVE, chunks, onlyMacroAndDerivatives);
    expect(await rows('macro')).toEqual([['12:00', 1, 'pending']]);
    expect((await rows('derivatives'))[0]).toEqual(['12:15', 1, 'pending']);
    await openSide(ctx(), NOON + 5 * FIVE, chunks, onlyMacroAndDerivatives);
    await openSide(ctx(), NOON + 6 * FIVE, chunks, onlyMacroAndDerivatives);
    expect(await rows('macro')).toHaveLength(1);
    expect((await rows('derivatives')).map(([slot]) => slot)).toEqual(['12:15', '12:15', '12:30', '12:30']);
  });
});

describe('the reconciler of side work', () => {
  it('asks once more for what Redis has forgotten', async () => {
    await openSide(ctx(), NOON, chunks, onlyMacroAndDerivatives);
    clock.advance(120_000);
    await reconcileSide(ctx(), clock.nowMs(), chunks, onlyMacroAndDerivatives);
    expect(await waiting()).toBe(3);
    await worker.services.producer.queue('survey').obliterate({ force: true });
    for (let i = 0; i < 3; i++) await reconcileSide(ctx(), clock.nowMs(), chunks, onlyMacroAndDerivatives);
    expect((await worker.services.producer.queue('survey').getJobs(['prioritized'])).map((j) => j.id).sort()).toEqual(['derivatives.2026-06-01T12-00Z.c1.r1', 'derivatives.2026-06-01T12-00Z.c2.r1', 'macro-fred.2026-06-01T12-00Z.c1.r1']);
  });

  it('opens the newest slot after a night without ticks, and writes off what nobody did', async () => {
    await openSide(ctx(), NOON, chunks, onlyMacroAndDerivatives);
    clock.advance(10 * 3_600_000);
    await reconcileSide(ctx(), clock.nowMs(), chunks, onlyMacroAndDerivatives);
    expect(await rows('macro')).toEqual([['12:00', 1, 'missed'], ['21:00', 1, 'pending']]);
  });
});

describe('the order of what a tree cannot hold', () => {
  const open = (dataset: DatasetName, slot: number, chunk = 1) => worker.services.store.ledger.open([{ dataset, slot: new Date(slot), chunk, symbols: [], opened_at: clock.now() }]);
  const collect = inOrder('collect', async () => done(1));
  const news = { v: 1 as const, source: 'crypto-news' as const, slot: NOON, chunk: 1, symbols: [], round: 0 };

  it('puts news off until the prices of its slot are settled', async () => {
    await open('crypto_prices', NOON);
    expect(await collect(news, ctx())).toMatchObject({ kind: 'snooze', why: 'comes after crypto_prices' });
    await settle('crypto_prices', NOON);
    expect(await collect(news, ctx())).toEqual(done(1));
  });

  it('does not wait for ever', async () => {
    await open('crypto_prices', NOON);
    clock.advance(300_000);
    expect(await collect(news, ctx())).toEqual(done(1));
  });

  it('lets features wait a moment for the sentiment of an earlier slot, never for their own', async () => {
    await open('sentiment_analysis', NOON);
    expect(await unsettledBefore(worker.services, 'ml_features', NOON)).toEqual([]);
    await open('sentiment_analysis', NOON - 3 * FIVE);
    expect(await unsettledBefore(worker.services, 'ml_features', NOON)).toEqual(['sentiment_analysis']);
    clock.advance(5_000);
    expect(await unsettledBefore(worker.services, 'ml_features', NOON)).toEqual([]);
  });
});
