import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import type { Context } from '../context.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { seedAssets } from '../store/seeds/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import { gaps } from './run.js';

const STEP = 300_000;
const START = Date.UTC(2026, 5, 1);
const at = (i: number): number => START + i * STEP;
const clock = manualClock(at(60));

let worker: TestWorker;
const sql = (text: string) => worker.store.mysql.run({ table: 'test', sql: text.replaceAll('$', `\`${worker.store.databases.prices}\`.`) });
const open = (slot: number, ...chunks: string[][]) =>
  worker.services.store.ledger.open([...chunks.map((symbols, i) => ({ dataset: 'ml_features' as const, slot: new Date(at(slot)), chunk: i + 1, symbols, opened_at: clock.now() })), { dataset: 'ml_features', slot: new Date(at(slot)), chunk: 0, symbols: [], opened_at: clock.now() }]);
const bar = (symbol: string, i: number): OhlcRow => ({ symbol, timeframe: '5m', open_time: new Date(at(i)), open: 1, high: 1, low: 1, close: 1, volume: 1, trades: null, is_final: true, venue: 'binance', market: 'X', available_at: new Date(at(i + 1)), ingested_at: new Date(at(i + 1)), data_source: 'sim:test' });
const store = (symbol: string, from: number, to: number) => worker.services.store.ohlc.upsert(Array.from({ length: to - from }, (_, i) => bar(symbol, from + i)), clock.now());
const ctx = (): Context => ({ ...worker.services, log: silentLog(), signal: new AbortController().signal, job: { id: 'gaps', queueKey: '', attempt: 1, childrenDone: false, failedChildren: async () => ({}) } });
const look = () => gaps({ v: 1 }, ctx());
const ledger = async (dataset: string) => (await worker.services.store.gaps.known(at(-10_000), at(10_000))).filter((g) => g.dataset === dataset && g.timeframe === '5m').map((g) => `${g.symbol} ${(g.since.getTime() - START) / STEP}-${(g.until.getTime() - START) / STEP} ${g.state}`);

beforeAll(async () => {
  worker = await testWorker({ clock });
  await seedAssets(worker.services.store, 'seed', clock);
});
beforeEach(async () => {
  clock.set(at(60));
  for (const table of ['slot_ledger', 'expected_series', 'data_gaps', 'ohlc_data', 'backfills', 'backfill_chunks']) await sql(`DELETE FROM $${table}`);
});
afterAll(() => worker.cleanup());

describe('the look for gaps', () => {
  it('has nothing to say before the first slot', async () => expect(await look()).toEqual({ kind: 'done', rows: 0, missing: [] }));

  it('writes down whom the slots asked for, over a night in which nobody opened any', async () => {
    await open(0, ['BTC'], ['ETH']);
    await open(1, ['BTC'], ['ETH']);
    await look();
    await open(40, ['BTC'], []);
    await look();
    expect(await worker.services.store.gaps.expected()).toEqual([{ symbol: 'BTC', since: at(0), until: at(40) }, { symbol: 'ETH', since: at(0), until: at(1) }]);
  });

  it('finds bars that are missing at the head, inside and at the tail, and sees them filled', async () => {
    await open(10, ['BTC', 'ETH']);
    await store('BTC', 12, 20);
    await store('BTC', 25, 50);
    await store('ETH', 10, 57);
    await look();
    expect(await ledger('ohlc')).toEqual(['BTC 10-12 healing', 'BTC 20-25 healing', 'BTC 50-57 open']);
    const repairs = async () => (await worker.services.store.backfills.list(9)).map((b) => `${b.dataset} ${b.origin} ${b.symbols.join()} ${(b.from_time.getTime() - START) / STEP}-${(b.to_time.getTime() - START) / STEP}`).sort();
    expect(await repairs()).toContain('ohlc gap BTC 10-25');
    await store('BTC', 20, 23);
    await store('BTC', 50, 57);
    await look();
    expect(await ledger('ohlc')).toEqual(['BTC 10-12 healing', 'BTC 20-23 healed', 'BTC 23-25 healing', 'BTC 50-57 healed']);
  });

  it('twice is the same as once', async () => {
    await open(10, ['BTC', 'ETH']);
    await look();
    await look();
    const before = await worker.services.store.gaps.known(at(0), at(100));
    expect(before.length).toBeGreaterThan(0);
    expect(await look()).toEqual({ kind: 'done', rows: 0, missing: [] });
    expect(await worker.services.store.gaps.known(at(0), at(100))).toEqual(before);
  });

  it('knows that a price nobody took is gone for good, and that features may still be computed', async () => {
    await open(10, ['BTC']);
    await look();
    expect(await ledger('crypto_prices')).toEqual(['BTC 10-58 permanent']);
    expect(await ledger('ml_features')).toEqual(['BTC 10-58 open']);
    expect(await worker.services.store.gaps.totals()).toContainEqual({ dataset: 'crypto_prices', state: 'permanent', gaps: 1, rows: 48 });
  });

  it('stops when it is told to', async () => {
    await open(10, ['BTC']);
    await expect(gaps({ v: 1 }, { ...ctx(), signal: AbortSignal.abort(new Error('draining')) })).rejects.toThrow('draining');
  });
});
