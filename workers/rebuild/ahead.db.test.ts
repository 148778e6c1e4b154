/** A stretch that was read at once answers as the store does slot by slot, from whatever has come to be in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { testWorker, type TestWorker } from '../host/testing.js';
import { AGE_LIMITS } from '../processors/features/age-limits.js';
import { columnsOf, loadInputs } from '../processors/features/load.js';
import { featureValues, isKnown, trust } from '../processors/features/row.js';
import { seedBeside } from '../processors/features/testing/beside-rows.js';
import { snapshot } from '../processors/features/testing/market.js';
import { random } from '../processors/indicators/testing.js';
import { seedMarket } from '../processors/testing.js';
import type { Store } from '../store/index.js';
import type { PriceRow } from '../store/tables/prices.js';
import { readAhead } from './ahead.js';
import { rebuildIndicators } from './indicators.js';
import { manualClock } from '#queues/runtime/clock.js';

const [MINUTE, FIVE, HOUR, DAY] = [60_000, 300_000, 3_600_000, 86_400_000];
/** The stretch begins before midnight, and the month turns in it. */
const MIDNIGHT = Date.UTC(2026, 4, 1);
const span = { fromMs: MIDNIGHT - 5 * FIVE, toMs: MIDNIGHT + 8 * FIVE };
const slots = Array.from({ length: 13 }, (_, i) => span.fromMs + i * FIVE);
/** Asked for in no order; OTHER is in the market and in nobody's chunk. */
const symbols = ['SOL', 'BTC', 'NEW', 'GONE', 'ETH'];
const everybody = [...symbols, 'OTHER'];

let worker: TestWorker;
let store: Store;

const table = (name: string): string => `\`${worker.store.databases.prices}\`.${name}`;
const run = (sql: string, values: (string | number | Date)[] = []) => worker.store.mysql.run({ table: 'test', sql, values });
/** The same rows behind another door: nothing that a process remembers belongs to it. */
const justStarted = (): Store => ({ ...store, ohlc: { ...store.ohlc } });
const told = (inputs: Awaited<ReturnType<typeof loadInputs>>) => inputs.filter(isKnown).map((i) => {
  const values = featureValues(i);
  return { symbol: i.symbol, ...values, ...trust(i, values) };
});

beforeAll(async () => {
  worker = await testWorker();
  store = worker.services.store;
  await seedMarket(store, { symbols: everybody, endMs: span.toMs, history: { '5m': 330, '1h': 90, '4h': 60, '1d': 60 }, snapshots: 18 });
  // Listed in the middle of the stretch, and taken off the market in it.
  await run(`DELETE FROM ${table('ohlc_data')} WHERE symbol = 'NEW' AND open_time < ?`, [new Date(MIDNIGHT - FIVE)]);
  await run(`DELETE FROM ${table('ohlc_data')} WHERE symbol = 'GONE' AND open_time >= ?`, [new Date(MIDNIGHT - 2 * FIVE)]);
  await run(`DELETE FROM ${table('price_data_real')} WHERE symbol IN ('NEW', 'GONE')`);
  const ctx = { store, clock: manualClock(span.toMs), log: silentLog(), sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'test', progress: () => undefined };
  for (const timeframe of ['5m', '1h', '4h', '1d'] as const) await rebuildIndicators({ symbols: everybody, timeframe, from: span.fromMs - 4 * DAY, to: span.toMs + FIVE }, ctx);
  // A bar that never came, and a market without a move.
  await run(`DELETE FROM ${table('technical_indicators')} WHERE symbol = 'SOL' AND timeframe = '5m' AND timestamp IN (?, ?)`, [new Date(MIDNIGHT), new Date(MIDNIGHT + FIVE)]);
  await run(`UPDATE ${table('technical_indicators')} SET rsi_14 = NULL, return_12 = NULL WHERE symbol = 'ETH' AND timeframe = '5m' AND timestamp < ?`, [new Date(MIDNIGHT + 2 * FIVE)]);
}, 120_000);
afterAll(() => worker.cleanup());

async function bothWays(): Promise<{ live: unknown[]; ahead: unknown[] }> {
  const reads = await readAhead({ store, signal: new AbortController().signal }, symbols, span);
  const [live, ahead]: [unknown[], unknown[]] = [[], []];
  for (const slot of slots) {
    live.push(told(await loadInputs(justStarted(), symbols, slot)));
    ahead.push(told(await loadInputs(reads, symbols, slot)));
  }
  return { live, ahead };
}

describe('a stretch read at once', () => {
  it('gives the inputs of every slot to the last bit where bars and snapshots are all there is', async () => {
    const { live, ahead } = await bothWays();
    expect(ahead).toEqual(live);
    const counts = (live as { symbol: string }[][]).map((rows) => rows.length);
    expect(Math.max(...counts)).toBe(5);
    expect(Math.min(...counts)).toBe(4);
  });

  it('and where every table beside them tells something, some of it corrected in the middle', { timeout: 60_000 }, async () => {
    await seedBeside(store, everybody, { fromMs: span.fromMs - 9 * DAY, toMs: span.toMs, macroFromMs: span.fromMs - 520 * DAY });
    const stamp = (at: number, source: string) => ({ available_at: new Date(at), ingested_at: new Date(at), data_source: source });
    const corrected = ['VIX', 'CPIAUCSL', 'SPX'].map((series) => ({ series, period: new Date(Date.UTC(2026, 3, series === 'CPIAUCSL' ? 1 : 30)), value: 7, unit: null, period_end: null, ...stamp(MIDNIGHT + 1, 'sim:later') }));
    await store.add('macro_indicators', [...corrected, ...corrected.map((r) => ({ ...r, value: 8, ...stamp(MIDNIGHT + 3 * FIVE, 'sim:latest') }))]);
    await store.add('market_regime', everybody.map((symbol) => ({ symbol, timestamp: new Date(MIDNIGHT), regime: 'bear', p_bull: 0, p_bear: 1, p_sideways: 0, p_high_volatility: 0, p_low_volatility: 0, inputs: {}, version: 1, ...stamp(MIDNIGHT + FIVE + MINUTE, 'sim:regime') })));
    const { live, ahead } = await bothWays();
    expect(ahead).toEqual(live);
    // What was corrected is seen from its slot on, and not before.
    const levels = (live as { vix: number | null }[][]).map((rows) => rows[0]?.vix);
    expect([levels[0], levels[5], levels[8], levels[12]]).toEqual([levels[0], levels[0], 8, 8]);
    expect(levels[6]).toBe(7);
  });

  it('chooses among snapshots of several sources as the store does', async () => {
    const next = random(7);
    const made: PriceRow[] = Array.from({ length: 160 }, (_, i) => {
      const slot = span.fromMs - HOUR + Math.floor(next() * 25) * FIVE;
      const known = new Date(slot + Math.floor((next() - 0.4) * 30) * MINUTE);
      const source = ['sim:coingecko', 'sim:coinbase', 'coinbase', 'sim:a', 'sim:b'][i % 5] as string;
      return { ...snapshot(i % 2 ? 'MANY' : 'OFTEN', slot, 0, next), data_source: source, available_at: known, quality_score: [0.2, 0.5, null][Math.floor(next() * 3)] ?? null };
    });
    await store.prices.insert(made);
    const ahead = await store.prices.ahead(['MANY', 'OFTEN', 'NONE'], span, AGE_LIMITS.price);
    const sorted = (rows: PriceRow[]) => [...rows].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    const live = await Promise.all(slots.map(async (at) => sorted(await store.prices.asOf(['MANY', 'OFTEN', 'NONE'], at, AGE_LIMITS.price))));
    expect(slots.map((at) => sorted(ahead(at)))).toEqual(live);
    expect(new Set(live.flat().map((row) => row.data_source)).size).toBeGreaterThan(2);
  });

  it('refuses to answer for what was not read', async () => {
    const reads = await readAhead({ store, signal: new AbortController().signal }, ['BTC'], span);
    await expect(loadInputs(reads, ['BTC'], span.toMs)).rejects.toThrow(RangeError);
    await expect(reads.indicators.asOf(['BTC'], '5m', span.fromMs - FIVE, AGE_LIMITS['5m'], columnsOf['5m'])).rejects.toThrow('outside of the indicators');
  });
});
