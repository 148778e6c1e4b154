/** A slot that is rebuilt knows of restated bars what its live chain knew: the rows are those that were lived. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { featureChunk } from '../processors/features/run.js';
import { indicators } from '../processors/indicators/run.js';
import { contextFor, seedMarket } from '../processors/testing.js';
import type { BarColumns, Store, Timeframe } from '../store/index.js';
import type { FormerValue } from '../store/restatement-reads.js';
import { rebuildFeatures } from './features.js';
import { asKnown } from './former.js';
import { rebuildIndicators } from './indicators.js';
import type { RebuildContext } from './rebuild.js';

const [FIVE, DAY] = [300_000, 86_400_000];
const SLOTS = 30;
const END = Date.UTC(2026, 2, 4, 14, 0);
const FIRST = END - (SLOTS - 1) * FIVE;
const chunk = ['BTC', 'DOGE', 'ETH'];
/** In everybody's market, and in nobody's chunk. */
const OTHER = 'OTHER';
const everybody = [...chunk, OTHER];

interface Change {
  /** Which slot sees it, from the first. */
  slot: number;
  symbol: string;
  timeframe: Timeframe;
  /** Bars back from the newest closed one. */
  back: number;
  times: number;
}
const changes: Change[] = [
  { slot: 4, symbol: 'ETH', timeframe: '5m', back: 2, times: 1.01 },
  { slot: 9, symbol: 'ETH', timeframe: '5m', back: 7, times: 0.98 },
  { slot: 6, symbol: OTHER, timeframe: '5m', back: 1, times: 1.2 },
  { slot: 8, symbol: 'BTC', timeframe: '1h', back: 1, times: 1.02 },
  { slot: 14, symbol: 'DOGE', timeframe: '4h', back: 0, times: 0.97 },
  { slot: 20, symbol: 'DOGE', timeframe: '1d', back: 3, times: 1.05 },
];

let worker: TestWorker;
let store: Store;
let lived: unknown[];

const sql = (text: string) => worker.store.mysql.run({ table: 'test', sql: text.replaceAll('$', `\`${worker.store.databases.prices}\`.`) });
async function features(): Promise<Record<string, unknown>[]> {
  const rows = await worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM \`${worker.store.databases.prices}\`.ml_features_materialized ORDER BY symbol, timestamp`, prepared: true });
  return rows.map(({ ingested_at: _, job_id: __, ...said }) => said);
}

async function restate({ symbol, timeframe, back, times }: Change, slot: number): Promise<void> {
  const length = TIMEFRAME_MS[timeframe];
  const openMs = Math.floor(slot / length) * length - (back + 1) * length;
  const [bar] = await store.ohlc.range(symbol, timeframe, openMs, openMs + 1, 1);
  if (!bar) throw new Error(`no ${timeframe} bar of ${symbol} to restate`);
  await store.ohlc.upsert([{ ...bar, high: bar.high * 1.5, low: bar.low / 1.5, close: bar.close * times }], new Date(slot + 2_000), 'test');
}

const context = (): RebuildContext => ({ store: { ...store, ohlc: { ...store.ohlc } }, clock: manualClock(END + FIVE), sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'rebuild', progress: () => undefined });
async function rebuilt(from = FIRST, to = END + 1): Promise<Record<string, unknown>[]> {
  await sql('DELETE FROM $ml_features_materialized');
  await rebuildFeatures({ symbols: chunk, from, to }, context());
  return features();
}

beforeAll(async () => {
  worker = await testWorker();
  store = worker.services.store;
  await seedMarket(store, { symbols: everybody, endMs: END, snapshots: SLOTS });
  for (let i = 0; i < SLOTS; i += 1) {
    const slot = FIRST + i * FIVE;
    for (const change of changes.filter((c) => c.slot === i)) await restate(change, slot);
    const payload = { v: 1 as const, slot, chunk: 1, symbols: everybody, round: 0 };
    await indicators(payload, contextFor(worker.services, 'indicators', payload));
    await featureChunk({ ...payload, symbols: chunk }, contextFor(worker.services, 'feature-chunk', payload));
  }
  lived = await features();
}, 120_000);
afterAll(() => worker.cleanup());

describe('a rebuild of slots before and after their bars were restated', () => {
  it('gives the rows that were lived, to the last bit', async () => {
    expect(lived).toHaveLength(SLOTS * chunk.length);
    expect(await rebuilt()).toEqual(lived);
  });

  it('and from any slot on, and where the stored indicators are those of today', async () => {
    for (const timeframe of Object.keys(TIMEFRAME_MS) as Timeframe[]) await rebuildIndicators({ symbols: everybody, timeframe, from: FIRST - 30 * DAY, to: END + 1 }, context());
    expect(await rebuilt()).toEqual(lived);
    const late = FIRST + 17 * FIVE;
    expect(await rebuilt(late)).toEqual(lived.filter((row) => (row as { timestamp: Date }).timestamp.getTime() >= late));
  });

  it('by the log: without it they would know what came later', async () => {
    await sql('DELETE FROM $restatements');
    const changed = (await rebuilt()).filter((row, i) => JSON.stringify(row) !== JSON.stringify(lived[i])).map((row) => row['symbol']);
    expect(new Set(changed)).toEqual(new Set(chunk));
  });
});

describe('bars as they were known', () => {
  const column = (...values: number[]): Float64Array => Float64Array.from(values);
  const bars: BarColumns = { symbol: 'BTC', timeframe: '5m', openTime: column(0, FIVE), open: column(1, 2), high: column(1, 2), low: column(1, 2), close: column(1, 2), volume: column(1, 2) };
  const was = (seenAt: number, value: number): FormerValue => ({ symbol: 'BTC', timeframe: '5m', openTime: FIVE, column: 'close', seenAt, value });

  it('say what stood before the first restatement that a slot cannot have seen, and are not touched themselves', () => {
    const values = [was(10 * FIVE, 1.9), was(6 * FIVE, 1.8), was(4 * FIVE + 1, 1.7)];
    const close = (slot: number) => asKnown(bars, values, slot * FIVE).close[1];
    expect([2, 3, 4, 5, 6, 9, 10].map(close)).toEqual([1.7, 1.7, 1.8, 1.8, 1.9, 1.9, 2]);
    expect([asKnown(bars, values, 10 * FIVE), bars.close[1]]).toEqual([bars, 2]);
  });
});
