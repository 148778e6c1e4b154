import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '#queues/flows/tree.js';
import { landedKey } from '#queues/landed.js';
import { DrainError } from '#queues/errors.js';
import type { Missing } from '#queues/outcome.js';
import type { Context } from '../../context.js';
import { testWorker, type TestWorker } from '../../host/testing.js';
import type { Store } from '../../store/index.js';
import type { FeatureRow } from '../../store/tables/features.js';
import { indicators } from '../indicators/run.js';
import { contextFor, seedMarket } from '../testing.js';
import type { Feature } from './feature.js';
import { featureNames, features as registry } from './index.js';
import { besideNames } from './views/index.js';
import { featureChunk, features } from './run.js';

const MINUTE = 60_000;
/** What bars and snapshots alone can tell. */
const ofBars = featureNames.filter((name) => !(registry[name] as Feature).inputs.some((input) => besideNames.some((source) => input.startsWith(`${source}.`))));
const FIRST = Date.UTC(2026, 2, 4, 14, 5);
const symbols = ['ADA', 'BTC', 'DOGE', 'ETH', 'SOL'];
let worker: TestWorker;
/** Every test has a day of its own, so that none sees another's rows. */
let slot = FIRST;

beforeAll(async () => void (worker = await testWorker()));
afterAll(async () => worker.cleanup());
beforeEach(() => void (slot += 30 * 24 * 60 * MINUTE));

const payload = (list: string[] = symbols, chunk = 1) => ({ v: 1 as const, slot, chunk, symbols: list, round: 0 });
const step = (at: number) => indicators({ ...payload(), slot: at }, contextFor(worker.services, 'indicators', { ...payload(), slot: at }));
const compute = (list = symbols, more: Partial<Context> = {}) => featureChunk(payload(list), contextFor(worker.services, 'feature-chunk', payload(list), more));
const stored = (list = symbols): Promise<FeatureRow[]> => worker.services.store.features.at(list, slot).then((rows) => rows.sort((a, b) => (a.symbol < b.symbol ? -1 : 1)));
/** The same rows behind another door: nothing that a process remembers belongs to it. */
const justStarted = (store: Store): Store => ({ ...store, ohlc: { ...store.ohlc } });
const run = (sql: string) => worker.store.mysql.run({ table: 'test', sql });
const events = async (): Promise<unknown[]> => ((await worker.redis.redis.xrange(landedKey(worker.redis.prefix), '-', '+')) as [string, string[]][]).map(([, fields]) => JSON.parse(fields[1] as string) as unknown);

describe('a chunk of features', () => {
  it('stores a row per symbol, stamped with what it was computed from', async () => {
    await seedMarket(worker.services.store, { symbols, endMs: slot });
    await step(slot);
    expect(await compute()).toEqual({ kind: 'done', rows: 5, missing: [] });
    const [ada] = await stored();
    expect(ada).toMatchObject({ symbol: 'ADA', timestamp: new Date(slot), available_at: new Date(slot), ingested_at: new Date(slot + 5_000), data_source: 'sim:features', sentiment_score: null });
    expect(ada?.job_id).toMatch(/^features\..*\.c1$/);
    expect(ada?.lineage).toMatchObject({ price_data_real: new Date(slot - MINUTE).toISOString(), 'technical_indicators.5m': new Date(slot).toISOString() });
    expect(ofBars.filter((name) => ada?.[name] !== null).length).toBeGreaterThan(0.95 * ofBars.length);
    expect(ada?.fill_ratio).toBeCloseTo(ofBars.length / featureNames.length, 1);
    expect(ada?.data_quality_score).toBeGreaterThan(0.85 * (ada?.fill_ratio ?? 1));
    expect((await stored()).find((row) => row.symbol === 'BTC')).toMatchObject({ beta_btc_72h: 1, correlation_btc_72h: 1 });
    expect(await events()).toContainEqual({ kind: 'rows', dataset: 'ml_features', slot, chunk: 1, rows: 5, symbols });
  });

  it('sees nothing that became known after the slot, in any feature', async () => {
    await seedMarket(worker.services.store, { symbols, endMs: slot, snapshots: 3 });
    await step(slot);
    await compute();
    const before = await stored();
    const later = slot + 26 * 60 * MINUTE;
    await seedMarket(worker.services.store, { symbols, endMs: later, snapshots: 12, fromMs: slot });
    await step(later);
    await compute();
    expect(await stored()).toEqual(before);
    // Again from nothing, in a process that has just started, with the later rows in the store from the start.
    await run(`DELETE FROM ${worker.store.databases.prices}.ml_features_materialized`);
    await compute(symbols, { store: justStarted(worker.services.store) });
    expect(await stored()).toEqual(before);
    const known = ofBars.filter((name) => before.some((row) => row[name] !== null));
    expect(known.length).toBeGreaterThan(0.95 * ofBars.length);
  });

  it('gives the same rows alone as in company: a chunk does not depend on how the slot was split', async () => {
    await seedMarket(worker.services.store, { symbols, endMs: slot });
    await step(slot);
    await compute();
    const together = await stored();
    for (const symbol of symbols) await compute([symbol]);
    expect(await stored()).toEqual(together);
  });

  it('keeps the instant of its first storing when it runs again later', async () => {
    await seedMarket(worker.services.store, { symbols: ['BTC'], endMs: slot });
    await step(slot);
    await compute(['BTC']);
    const before = await stored(['BTC']);
    await compute(['BTC'], { clock: { ...contextFor(worker.services, 'feature-chunk', payload()).clock, now: () => new Date(slot + 3_600_000) } });
    expect(await stored(['BTC'])).toEqual(before);
  });

  it('stores what little is known, and reports a symbol of which nothing is', async () => {
    await seedMarket(worker.services.store, { symbols: ['SOL'], endMs: slot, history: {} });
    expect(await compute(['SOL', 'XYZ'])).toEqual({ kind: 'done', rows: 1, missing: [{ symbol: 'XYZ', reason: 'neither a price nor a bar within its age limit' }] });
    const [sol, ...others] = await stored(['SOL', 'XYZ']);
    expect(others).toEqual([]);
    expect(sol).toMatchObject({ rsi_14: null, return_1h: null, beta_btc_72h: null, bar_age_5m_seconds: null, price_age_seconds: 60 });
    expect(sol?.price).toBeGreaterThan(0);
    expect(sol?.fill_ratio).toBeLessThan(0.2);
  });

  it('takes no snapshot older than fifteen minutes and no bar beyond its age limit', async () => {
    await seedMarket(worker.services.store, { symbols: ['BTC'], endMs: slot - 20 * MINUTE });
    await step(slot - 20 * MINUTE);
    await compute(['BTC']);
    const [btc] = await stored(['BTC']);
    expect(btc).toMatchObject({ price: null, rsi_14: null, return_1h_rank: null });
    expect(btc?.rsi_14_1h).not.toBeNull();
  });

  it('stores nothing once it was told to stop', async () => {
    await seedMarket(worker.services.store, { symbols: ['BTC'], endMs: slot, history: {} });
    await expect(compute(['BTC'], { signal: AbortSignal.abort(new DrainError()) })).rejects.toThrow('draining');
    expect(await stored(['BTC'])).toEqual([]);
  });
});

describe('the root of a slot', () => {
  /** The slot as the tick opened it and the indicators left it: done, but for the given symbols of the last chunk. */
  const ledger = async (chunks: string[][], unbarred: Missing[] = []) => {
    const { ledger: book } = worker.services.store;
    const at = new Date(slot);
    await book.open([[], ...chunks].map((list, chunk) => ({ dataset: 'ml_features', slot: at, chunk, symbols: list, opened_at: at })));
    for (const [i, list] of chunks.entries()) {
      const missing = i === chunks.length - 1 ? unbarred : [];
      await book.settle({ dataset: 'technical_indicators', slot, chunk: i + 1, state: missing.length ? 'partial' : 'done', rows: list.length - missing.length, missing, reason: null, jobId: 'test', startedAt: at, finishedAt: at });
    }
  };
  const settled = async () =>
    (await worker.services.store.ledger.between(slot, slot + 1)).filter((row) => row.dataset === 'ml_features').map(({ chunk, state, rows_written, missing }) => ({ chunk, state, rows_written, missing }));

  it('fans out its chunks, waits for them, and settles the slot with their sum', async () => {
    const chunks = [['ADA', 'BTC'], ['ETH', 'XYZ']];
    await seedMarket(worker.services.store, { symbols: ['ADA', 'BTC', 'ETH'], endMs: slot, history: {} });
    await ledger(chunks);
    const host = await worker.host(['process'], { features, 'feature-chunk': featureChunk });
    await worker.services.producer.addFlow(root('features', { v: 1, slot, chunks, round: 0 }));
    const missing = [{ symbol: 'XYZ', reason: 'neither a price nor a bar within its age limit' }];
    await expect.poll(settled, { timeout: 10_000 }).toEqual([
      { chunk: 0, state: 'partial', rows_written: 3, missing },
      { chunk: 1, state: 'done', rows_written: 2, missing: [] },
      { chunk: 2, state: 'partial', rows_written: 1, missing },
    ]);
    expect(await events()).toContainEqual({ kind: 'slot_complete', dataset: 'ml_features', slot, chunk: 0, rows: 3, symbols: [] });
    await host.drain(1_000);
  });

  it('counts every symbol of a chunk that failed for good as missing, with the reason', async () => {
    const chunks = [['ADA'], ['BTC', 'ETH']];
    await seedMarket(worker.services.store, { symbols: ['ADA', 'BTC', 'ETH'], endMs: slot, history: {} });
    await ledger(chunks);
    const failing = (async (p, ctx) => (p.chunk === 2 ? Promise.reject(new Error('the disk is on fire')) : featureChunk(p, ctx))) as typeof featureChunk;
    const host = await worker.host(['process'], { features, 'feature-chunk': failing });
    await worker.services.producer.addFlow(root('features', { v: 1, slot, chunks, round: 0 }));
    const reason = 'the disk is on fire';
    await expect.poll(async () => (await settled())[0], { timeout: 20_000 }).toEqual({ chunk: 0, state: 'partial', rows_written: 1, missing: [{ symbol: 'BTC', reason }, { symbol: 'ETH', reason }] });
    await host.drain(1_000);
  });

  it('does not take what an earlier round made of a chunk for that of a round in which it failed', async () => {
    const chunks = [['ADA'], ['BTC', 'ETH']];
    await seedMarket(worker.services.store, { symbols: ['ADA', 'BTC', 'ETH'], endMs: slot, history: {} });
    await ledger(chunks);
    const at = new Date(slot);
    for (const [i, list] of chunks.entries()) await worker.services.store.ledger.settle({ dataset: 'ml_features', slot, chunk: i + 1, state: 'done', rows: list.length, missing: [], reason: null, jobId: 'earlier', startedAt: at, finishedAt: at });
    const failing = (async (p, ctx) => (p.chunk === 2 ? Promise.reject(new Error('the disk is on fire')) : featureChunk(p, ctx))) as typeof featureChunk;
    const host = await worker.host(['process', 'backfill'], { features, 'feature-chunk': failing });
    await worker.services.producer.addFlow(root('features', { v: 1, slot, chunks, round: 1 }));
    const reason = 'the disk is on fire';
    await expect.poll(async () => (await settled())[0], { timeout: 20_000 }).toMatchObject({ chunk: 0, state: 'partial', missing: [{ symbol: 'BTC', reason }, { symbol: 'ETH', reason }] });
    await host.drain(1_000);
  });

  it('does not call a slot done whose features were computed without its bars', async () => {
    await seedMarket(worker.services.store, { symbols: ['ADA', 'BTC'], endMs: slot, history: {} });
    const unbarred = [{ symbol: 'BTC', reason: 'no final 5m bar closed at the slot' }];
    await ledger([['ADA', 'BTC']], unbarred);
    const host = await worker.host(['process'], { features, 'feature-chunk': featureChunk });
    await worker.services.producer.addFlow(root('features', { v: 1, slot, chunks: [['ADA', 'BTC']], round: 0 }));
    await expect.poll(settled, { timeout: 10_000 }).toEqual([
      { chunk: 0, state: 'partial', rows_written: 2, missing: unbarred },
      { chunk: 1, state: 'done', rows_written: 2, missing: [] },
    ]);
    await host.drain(1_000);
  });
});
