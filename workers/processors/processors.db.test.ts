/**
 * What every processor promises, asked of each one that is registered: running
 * it twice changes nothing, rows that come later change nothing, and the event
 * loop turns while it computes. A new processor is one more line of `processors`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Payload } from '#queues/jobs/index.js';
import type { Done, Outcome } from '#queues/outcome.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import type { Context } from '../context.js';
import { featureChunk } from './features/run.js';
import { indicators } from './indicators/run.js';
import { contextFor, seedMarket, tickers, watchedStore, type History } from './testing.js';

type Chunk = Payload<'indicators'>;
interface Processor {
  job: 'indicators' | 'feature-chunk';
  handler: (chunk: Chunk, ctx: Context) => Promise<Outcome>;
  /** The table it fills, by the column `timestamp`. */
  table: string;
  /** Its key: two rows of one instant have no other order. */
  order: string;
  /** Processors that must have run for the slot before it. */
  after: Processor[];
}

const technical: Processor = { job: 'indicators', handler: indicators, table: 'technical_indicators', order: 'symbol, timeframe, timestamp', after: [] };
const processors: Processor[] = [technical, { job: 'feature-chunk', handler: featureChunk, table: 'ml_features_materialized', order: 'symbol, timestamp', after: [technical] }];

const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 4, 6, 9, 35);
const symbols = ['ADA', 'BTC', 'ETH', 'XRP'];
let worker: TestWorker;

beforeAll(async () => void (worker = await testWorker()));
afterAll(async () => worker.cleanup());

const chunkAt = (slot: number, list: string[] = symbols): Chunk => ({ v: 1, slot, chunk: 1, symbols: list, round: 0 });
const runAt = ({ job, handler }: Processor, chunk: Chunk, more: Partial<Context> = {}) => handler(chunk, contextFor(worker.services, job, chunk, more)) as Promise<Done>;
const prepare = async (processor: Processor, chunk: Chunk): Promise<void> => {
  for (const earlier of processor.after) await runAt(earlier, chunk);
};

describe.each(processors)('$job', (processor) => {
  /** A season of its own per processor and test: nothing of one is seen by another. */
  const season = (n: number): number => FIRST + (5 * processors.indexOf(processor) + n) * 400 * 24 * HOUR;
  const rowsUpTo = (slot: number) =>
    worker.store.mysql.rows({ table: 'test', sql: `SELECT * FROM ${worker.store.databases.prices}.${processor.table} WHERE timestamp <= ? AND timestamp > ? ORDER BY ${processor.order}`, values: [new Date(slot), new Date(slot - 300 * 24 * HOUR)] });

  it('stores a row for every symbol, and running it twice changes nothing', async () => {
    const chunk = chunkAt(season(0));
    await seedMarket(worker.services.store, { symbols, endMs: chunk.slot });
    await prepare(processor, chunk);
    const first = await runAt(processor, chunk);
    expect(first.rows).toBeGreaterThanOrEqual(symbols.length);
    expect(first.missing).toEqual([]);
    const rows = await rowsUpTo(chunk.slot);
    const again = await runAt(processor, chunk);
    expect(again.missing).toEqual([]);
    expect(again.rows).toBeGreaterThanOrEqual(symbols.length);
    expect(await rowsUpTo(chunk.slot)).toEqual(rows);
  });

  it('writes the same rows whether or not the store already holds what came later', async () => {
    const chunk = chunkAt(season(1));
    await seedMarket(worker.services.store, { symbols, endMs: chunk.slot });
    await prepare(processor, chunk);
    await runAt(processor, chunk);
    const rows = await rowsUpTo(chunk.slot);
    const later = chunk.slot + 30 * HOUR;
    await seedMarket(worker.services.store, { symbols, endMs: later, fromMs: chunk.slot, snapshots: 6 });
    for (const each of [...processor.after, processor]) await runAt(each, chunkAt(later));
    expect(await rowsUpTo(chunk.slot)).toEqual(rows);
    await runAt(processor, chunk);
    expect(await rowsUpTo(chunk.slot)).toEqual(rows);
  });

  it('reports a symbol it can say nothing about, and stores the others', async () => {
    const chunk = chunkAt(season(2), ['BTC', 'ETH', 'NIL']);
    await seedMarket(worker.services.store, { symbols: ['BTC', 'ETH'], endMs: chunk.slot });
    await prepare(processor, chunk);
    const { rows, missing } = await runAt(processor, chunk);
    expect(rows).toBeGreaterThanOrEqual(2);
    expect(missing.map((m) => m.symbol)).toEqual(['NIL']);
    expect(missing[0]?.reason).not.toBe('');
  });

  it('lets the event loop turn while it works on 160 symbols', async () => {
    const short: History = { '5m': 120, '1h': 80 };
    const chunk = chunkAt(season(3), tickers(160));
    await seedMarket(worker.services.store, { symbols: chunk.symbols, endMs: chunk.slot, history: short });
    await prepare(processor, chunk);
    const watched = watchedStore(worker.services.store);
    const { missing } = await runAt(processor, chunk, { store: watched.store });
    watched.stop();
    expect(missing).toEqual([]);
    expect(watched.turns()).toBeGreaterThanOrEqual(5);
  });

  it('stops when it is told to', async () => {
    const chunk = chunkAt(season(4));
    await seedMarket(worker.services.store, { symbols, endMs: chunk.slot });
    await prepare(processor, chunk);
    await expect(runAt(processor, chunk, { signal: AbortSignal.abort(new Error('drained')) })).rejects.toThrow('drained');
    expect(await rowsUpTo(chunk.slot)).toEqual([]);
  });
});
