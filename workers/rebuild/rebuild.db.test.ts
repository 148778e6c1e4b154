import { TIMEFRAME_MS } from '#queues/timeframes.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#queues/runtime/clock.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { featureChunk } from '../processors/features/run.js';
import { indicators } from '../processors/indicators/run.js';
import { contextFor, seedMarket } from '../processors/testing.js';
import type { Timeframe } from '../store/index.js';
import { rebuildFeatures } from './features.js';
import { rebuildIndicators } from './indicators.js';
import type { RebuildContext } from './rebuild.js';

const FIVE = 300_000;
const END = Date.UTC(2026, 2, 4, 14, 0);
const SLOTS = 16;
const FIRST = END - (SLOTS - 1) * FIVE;
const symbols = ['BTC', 'DOGE', 'ETH', 'SOL'];
const timeframes = Object.keys(TIMEFRAME_MS) as Timeframe[];

let worker: TestWorker;
/** What the live chain wrote. */
let live: { indicators: unknown[]; features: unknown[] };

const sql = (text: string) => worker.store.mysql.run({ table: 'test', sql: text.replaceAll('$', `\`${worker.store.databases.prices}\`.`) });
/** Columns that say when or by which run a row was written are not what a row says. */
const said = (rows: Record<string, unknown>[]) => rows.map(({ ingested_at, job_id, ...rest }) => ({ ...rest, written: ingested_at instanceof Date && (job_id === undefined || typeof job_id === 'string') }));
const stored = async (table: string, order: string) => said(await worker.store.mysql.rows({ table: 'test', sql: `SELECT * FROM \`${worker.store.databases.prices}\`.${table} ORDER BY ${order}`, prepared: true }));
const both = async () => ({ indicators: await stored('technical_indicators', 'symbol, timeframe, timestamp'), features: await stored('ml_features_materialized', 'symbol, timestamp') });
const told: number[] = [];
const context = (more: Partial<RebuildContext> = {}): RebuildContext => ({ store: worker.services.store, clock: manualClock(END + FIVE), sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'rebuild', progress: (rows) => void told.push(rows), ...more });
/** A process that has just started: nothing that another remembers belongs to it. */
const justStarted = () => ({ ...worker.services.store, ohlc: { ...worker.services.store.ohlc } });
const rebuildAll = async (more: Partial<RebuildContext> = {}) => {
  let rows = 0;
  for (const timeframe of timeframes) rows += (await rebuildIndicators({ symbols, timeframe, from: FIRST - 30 * 86_400_000, to: END + 1 }, context(more))).rows;
  return { indicators: rows, features: (await rebuildFeatures({ symbols, from: FIRST, to: END + 1 }, context({ store: justStarted(), ...more }))).rows };
};

beforeAll(async () => {
  worker = await testWorker();
  await seedMarket(worker.services.store, { symbols, endMs: END, snapshots: SLOTS });
  for (let slot = FIRST; slot <= END; slot += FIVE) {
    const payload = { v: 1 as const, slot, chunk: 1, symbols, round: 0 };
    await indicators(payload, contextFor(worker.services, 'indicators', payload));
    await featureChunk(payload, contextFor(worker.services, 'feature-chunk', payload));
  }
  live = await both();
}, 120_000);
afterAll(() => worker.cleanup());

describe('a rebuild', () => {
  it('writes the rows of the live chain again, to the last bit', async () => {
    expect(live.features).toHaveLength(SLOTS * symbols.length);
    await sql('DELETE FROM $ml_features_materialized');
    await sql('DELETE FROM $technical_indicators');
    const rows = await rebuildAll();
    const again = await both();
    expect(again.features).toEqual(live.features);
    // The live chain keeps the newest rows of a series it builds; a rebuild has all of the stretch.
    const key = (r: unknown) => { const { symbol, timeframe, timestamp } = r as { symbol: string; timeframe: string; timestamp: Date }; return `${symbol} ${timeframe} ${timestamp.getTime()}`; };
    const known = new Map(again.indicators.map((r) => [key(r), r]));
    expect(live.indicators.map((r) => known.get(key(r)))).toEqual(live.indicators);
    expect(rows).toEqual({ indicators: again.indicators.length, features: SLOTS * symbols.length });
    expect(told.reduce((a, b) => a + b, 0)).toBe(rows.indicators + rows.features);
  });

  it('twice is the same as once, and keeps when a row was first stored', async () => {
    const before = await worker.store.mysql.rows({ table: 'test', sql: `SELECT symbol, timestamp, ingested_at FROM \`${worker.store.databases.prices}\`.ml_features_materialized ORDER BY 1, 2` });
    await rebuildAll({ clock: manualClock(END + 10 * FIVE) });
    expect(await worker.store.mysql.rows({ table: 'test', sql: `SELECT symbol, timestamp, ingested_at FROM \`${worker.store.databases.prices}\`.ml_features_materialized ORDER BY 1, 2` })).toEqual(before);
    expect((await both()).features).toEqual(live.features);
  });

  it('stopped in the middle and done again changes nothing', async () => {
    await sql('DELETE FROM $ml_features_materialized');
    const stop = new AbortController();
    const slots = { from: FIRST, to: END + 1 };
    await expect(rebuildFeatures({ symbols, ...slots }, context({ store: justStarted(), signal: stop.signal, progress: () => stop.abort(new Error('draining')), rowsAtOnce: 8 }))).rejects.toThrow('draining');
    const half = (await both()).features.length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(SLOTS * symbols.length);
    await rebuildFeatures({ symbols, ...slots }, context());
    expect((await both()).features).toEqual(live.features);
  });

  it('leaves the live series as it is while it agrees with the bars', async () => {
    const before = await worker.services.store.indicators.states(symbols);
    await rebuildIndicators({ symbols, timeframe: '5m', from: FIRST, to: END }, context());
    expect(await worker.services.store.indicators.states(symbols)).toEqual(before);
  });

  it('writes everything from the stretch on again where a bar inside has been filled in, and has the live series built anew', async () => {
    const bar = (await worker.services.store.ohlc.range('BTC', '5m', FIRST - 200 * FIVE, FIRST, 500)).at(0);
    const earlier = { ...bar, open_time: new Date(((await worker.services.store.ohlc.finalBars([{ symbol: 'BTC', timeframe: '5m', after: null }], END, 1))[0]?.openTime[0] as number) - FIVE) };
    await worker.services.store.ohlc.upsert([earlier as NonNullable<typeof bar>], new Date(END));
    const { rows } = await rebuildIndicators({ symbols: ['BTC'], timeframe: '5m', from: FIRST, to: FIRST + 2 * FIVE }, context());
    expect(rows).toBe(SLOTS);
    expect((await worker.services.store.indicators.states(['BTC'])).filter((s) => s.bars > 0).map((s) => s.timeframe)).toEqual(['1d', '1h', '4h']);
    const payload = { v: 1 as const, slot: END, chunk: 1, symbols: ['BTC'], round: 0 };
    const fromStretch = async () => (await both()).indicators.filter((r) => ((r as Record<string, unknown>)['timestamp'] as Date).getTime() >= FIRST);
    const rebuilt = await fromStretch();
    await indicators(payload, contextFor(worker.services, 'indicators', payload));
    expect(await fromStretch()).toEqual(rebuilt);
  });

  it('says that bars were restated while it made rows of them, and doing it again writes those of the new ones', async () => {
    const at = FIRST - 4 * FIVE;
    const [bar] = await worker.services.store.ohlc.range('ETH', '5m', at, at + 1, 1);
    const restated = { ...(bar as NonNullable<typeof bar>), close: (bar?.close ?? 0) * 1.01, high: (bar?.high ?? 0) * 2 };
    const { store } = worker.services;
    const finalBars: typeof store.ohlc.finalBars = async (...asked) => {
      const read = await store.ohlc.finalBars(...asked);
      await store.ohlc.upsert([restated], new Date(END));
      return read;
    };
    const stretch = { symbols: ['ETH'], timeframe: '5m' as const, from: at, to: FIRST };
    await expect(rebuildIndicators(stretch, context({ store: { ...store, ohlc: { ...store.ohlc, finalBars } } }))).rejects.toThrow('bars of ETH 5m changed while rows were made of them');
    await rebuildIndicators(stretch, context());
    const [row] = await store.indicators.asOf(['ETH'], '5m', at + FIVE, 1, ['close']);
    expect(row?.close).toBe(restated.close);
  });
});
