import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testWorker, type TestWorker } from '../../host/testing.js';
import { asset } from '../../collectors/testing/fixture.js';
import type { MacroRow } from '../../store/tables/signals.js';
import { random } from '../indicators/testing.js';
import { contextFor, seedMarket } from '../testing.js';
import { regime } from './run.js';
import { regimes } from './regime.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const slot = Date.UTC(2026, 4, 20, 13);
const symbols = ['BTC', 'ETH', 'NEW'];
let worker: TestWorker;

/** Daily values of SPX and TNX, weekdays only, each known at 21:00 of its day. */
function macroRows(): MacroRow[] {
  const next = random(11);
  return Array.from({ length: 200 }, (_, i) => Math.floor(slot / DAY) * DAY - i * DAY)
    .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
    .flatMap((day) => ['SPX', 'TNX'].map((series): MacroRow => ({ series, period: new Date(day), available_at: new Date(day + 21 * HOUR), data_source: 'sim:yahoo', value: (series === 'SPX' ? 5_000 : 4) * (1 + 0.02 * next()), unit: null, period_end: null, ingested_at: new Date(day + 21 * HOUR) })));
}

beforeAll(async () => {
  worker = await testWorker();
  const { store } = worker.services;
  await store.assets.upsert(symbols.map((symbol) => asset({ symbol, coingecko_id: symbol.toLowerCase(), venues: { binance: `${symbol}USDT` } })));
  await seedMarket(store, { symbols: ['BTC', 'ETH'], endMs: slot + 3 * HOUR, history: { '1h': 260, '1d': 200 } });
  await seedMarket(store, { symbols: ['NEW'], endMs: slot, history: { '1h': 100, '1d': 20 } });
  await store.add('macro_indicators', macroRows());
});
afterAll(async () => worker.cleanup());

function run(at: number) {
  const payload = { v: 1 as const, slot: at, chunk: 1, symbols: [], round: 0 };
  return regime(payload, contextFor(worker.services, 'regime', payload));
}
const rows = (table: string, at: number) => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${worker.store.databases.prices}.${table} WHERE timestamp = ? ORDER BY 1, 2, 3`, values: [new Date(at)] });

describe('the regime job', () => {
  it('stores a regime for every asset with enough history, and one for the market', async () => {
    expect(await run(slot)).toEqual({ kind: 'done', rows: 3, missing: [{ symbol: 'NEW', reason: expect.stringContaining('fewer than') as string, permanent: true }] });
    const stored = await rows('market_regime', slot);
    expect(stored.map((r) => r.symbol)).toEqual(['BTC', 'ETH', 'MARKET']);
    for (const row of stored) {
      const p = regimes.map((name) => row[`p_${name}`] as number);
      expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(row[`p_${row.regime as string}`]).toBe(Math.max(...p));
      expect(row).toMatchObject({ version: 1, data_source: 'sim:regime', available_at: new Date(slot + 5_000) });
      expect(JSON.parse(String(row.inputs))).toMatchObject({ z_1d: expect.any(Number) as number, z_30d: expect.any(Number) as number, volatility_percentile: expect.any(Number) as number, breadth_50: null });
    }
  });

  it('stores correlations with the markets that have values, and renews them after six hours', async () => {
    const stored = await rows('market_correlations', slot);
    expect([...new Set(stored.map((r) => `${r.symbol as string} ${r.series as string} ${r.window_days as number}`))].sort()).toEqual(['BTC SPX 30', 'BTC SPX 90', 'BTC TNX 30', 'BTC TNX 90', 'ETH SPX 30', 'ETH SPX 90', 'ETH TNX 30', 'ETH TNX 90', 'NEW SPX 30', 'NEW SPX 90', 'NEW TNX 30', 'NEW TNX 90']);
    for (const row of stored) {
      const few = row.symbol === 'NEW';
      expect(row.pairs).toBe(few ? 13 : row.window_days);
      if (few) expect([row.pearson, row.spearman]).toEqual([null, null]);
      else expect(Math.abs(row.pearson as number)).toBeLessThan(0.6);
    }
    await run(slot + HOUR);
    expect(await rows('market_correlations', slot + HOUR)).toEqual([]);
    await run(slot + 7 * HOUR);
    expect(await rows('market_correlations', slot + 7 * HOUR)).toHaveLength(12);
  });

  it('changes nothing when it runs again', async () => {
    const before = await rows('market_regime', slot);
    await run(slot);
    expect(await rows('market_regime', slot)).toEqual(before);
  });

  it('reads no bar that closed after the slot', async () => {
    const before = await rows('market_regime', slot);
    for (const timeframe of ['1h', '1d']) await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.ohlc_data WHERE timeframe = ? AND available_at > ?`, values: [timeframe, new Date(slot)] });
    await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.market_regime`, values: [] });
    await run(slot);
    expect(await rows('market_regime', slot)).toEqual(before);
  });
});
