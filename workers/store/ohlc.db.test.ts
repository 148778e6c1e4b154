import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OhlcRow } from './tables/ohlc.js';
import { testStore, type TestStore } from './testing.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const seenAt = new Date(START + 86_400_000);

const bar = (symbol: string, i: number, extra: Partial<OhlcRow> = {}): OhlcRow => ({
  symbol,
  timeframe: '5m',
  open_time: new Date(START + i * 5 * MINUTE),
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: 100,
  trades: 5,
  is_final: true,
  venue: 'binance',
  market: `${symbol}USDT`,
  available_at: new Date(START + (i + 1) * 5 * MINUTE),
  ingested_at: new Date(START + (i + 1) * 5 * MINUTE),
  data_source: 'sim:binance',
  ...extra,
});

describe('bars', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t.cleanup());
  const stored = (symbol: string) => t.store.ohlc.range(symbol, '5m', START, START + 86_400_000, 1_000);
  const restatements = (symbol: string) => t.mysql.rows({ table: 'test', sql: `SELECT column_name, old_value, new_value, seen_at FROM ${t.databases.prices}.restatements WHERE row_key LIKE '${symbol}|%' ORDER BY column_name` });

  it('come back as they went in', async () => {
    await t.store.ohlc.upsert([bar('SAME', 1), bar('SAME', 0, { trades: null })], seenAt);
    expect(await stored('SAME')).toEqual([bar('SAME', 0, { trades: null }), bar('SAME', 1)]);
  });

  it('are read as they were known at an instant: before later restatements, and only once they had closed', async () => {
    const [day, hour] = [START + 86_400_000, 3_600_000];
    await t.store.ohlc.upsert([bar('THEN', 0), bar('THEN', 1), bar('THEN', 2, { is_final: false })], new Date(day));
    await t.store.ohlc.upsert([bar('THEN', 0, { close: 20, volume: 7 })], new Date(day + hour));
    await t.store.ohlc.upsert([bar('THEN', 0, { close: 30 })], new Date(day + 2 * hour));
    const at = async (atMs: number) => (await t.store.ohlc.rangeAsOf('THEN', '5m', { fromMs: START, toMs: day, atMs }, 10)).map((r) => [r.close, r.volume]);
    expect(await at(START + 5 * MINUTE - 1)).toEqual([]);
    expect(await at(START + 5 * MINUTE)).toEqual([[11, 100]]);
    expect(await at(day)).toEqual([[11, 100], [11, 100]]);
    expect(await at(day + hour)).toEqual([[20, 7], [11, 100]]);
    expect(await at(day + 2 * hour)).toEqual([[30, 100], [11, 100]]);
  });

  it('that are open are replaced by later views of them and by the final one, without a restatement', async () => {
    await t.store.ohlc.upsert([bar('OPEN', 0, { is_final: false, close: 1 })], seenAt);
    await t.store.ohlc.upsert([bar('OPEN', 0, { is_final: false, close: 2 })], seenAt);
    expect((await stored('OPEN'))[0]).toMatchObject({ close: 2, is_final: false });
    expect(await t.store.ohlc.upsert([bar('OPEN', 0, { close: 3 })], seenAt)).toEqual({ rows: 1, restated: [] });
    expect((await stored('OPEN'))[0]).toMatchObject({ close: 3, is_final: true });
    expect(await restatements('OPEN')).toEqual([]);
  });

  it('that are final never become open again, in one call or in a race', async () => {
    await t.store.ohlc.upsert([bar('FINAL', 0)], seenAt);
    await t.store.ohlc.upsert([bar('FINAL', 0, { is_final: false, close: 99 })], seenAt);
    const race = Array.from({ length: 10 }, (_, i) => t.store.ohlc.upsert([bar('FINAL', 1, i % 2 === 0 ? {} : { is_final: false, close: 99 })], seenAt));
    await Promise.all(race);
    expect((await stored('FINAL')).map((b) => [b.close, b.is_final])).toEqual([[11, true], [11, true]]);
  });

  it('that are final and change are replaced and logged: column, old, new, when', async () => {
    await t.store.ohlc.upsert([bar('MOVED', 0), bar('MOVED', 1)], seenAt);
    const state = { timeframe: '5m', last_open_time: new Date(START), engine_version: 1, bars: 1, state: Buffer.alloc(8), ingested_at: seenAt, forgotten: null };
    await t.store.indicators.save([], ['MOVED', 'STAYED'].map((symbol) => ({ ...state, symbol })));
    const { rows, restated } = await t.store.ohlc.upsert([bar('MOVED', 0), bar('MOVED', 1, { close: 11.5, high: 13 })], seenAt);
    expect(rows).toBe(2);
    expect(restated).toEqual([{ symbol: 'MOVED', timeframe: '5m', openTime: new Date(START + 5 * MINUTE) }]);
    // What the indicators of the series remember is of the bar that was.
    expect((await t.store.indicators.states(['MOVED', 'STAYED'])).map((s) => [s.symbol, s.bars, s.forgotten])).toEqual([['MOVED', 0, 1], ['STAYED', 1, null]]);
    expect((await stored('MOVED'))[1]).toMatchObject({ close: 11.5, high: 13 });
    expect(await restatements('MOVED')).toEqual([
      { column_name: 'close', old_value: 11, new_value: 11.5, seen_at: seenAt },
      { column_name: 'high', old_value: 12, new_value: 13, seen_at: seenAt },
    ]);
  });

  it('that differ by float noise alone stay as they are', async () => {
    await t.store.ohlc.upsert([bar('NOISE', 0, { close: 1e-9 })], seenAt);
    expect(await t.store.ohlc.upsert([bar('NOISE', 0, { close: 1e-9 * (1 + 1e-12) })], seenAt)).toEqual({ rows: 1, restated: [] });
    expect((await stored('NOISE'))[0]?.close).toBe(1e-9);
  });

  it('answer with the newest final one per timeframe, whatever is open after it', async () => {
    const hour = bar('NEWEST', 0, { timeframe: '1h' });
    await t.store.ohlc.upsert([bar('NEWEST', 0), bar('NEWEST', 1), bar('NEWEST', 2, { is_final: false }), bar('NEWEST', 3, { is_final: false }), hour], seenAt);
    expect(await t.store.ohlc.newestFinal(['NEWEST', 'NOBODY'])).toEqual(new Map([['NEWEST', { '5m': START + 5 * MINUTE, '1h': START }]]));
  });

  it('come as columns: final ones only, after one instant, closed by another, oldest first, at most so many', async () => {
    await t.store.ohlc.upsert([...Array.from({ length: 20 }, (_, i) => bar('COLUMNS', i, { close: i })), bar('COLUMNS', 20, { is_final: false })], seenAt);
    const read = (after: number | null, closedBars: number, limit: number) =>
      t.store.ohlc.finalBars([{ symbol: 'COLUMNS', timeframe: '5m', after }, { symbol: 'NOBODY', timeframe: '1d', after }], START + closedBars * 5 * MINUTE, limit).then(([bars, nobody]) => ({ closes: [...(bars?.close ?? [])], first: bars?.openTime[0], none: nobody?.close.length }));
    expect(await read(START + 15 * 5 * MINUTE, 30, 100)).toEqual({ closes: [16, 17, 18, 19], first: START + 16 * 5 * MINUTE, none: 0 });
    expect(await read(null, 4, 100)).toEqual({ closes: [0, 1, 2, 3], first: START, none: 0 });
    expect(await read(null, 30, 3)).toEqual({ closes: [0, 1, 2], first: START, none: 0 });
    expect(await read(START, 30, 2)).toEqual({ closes: [1, 2], first: START + 5 * MINUTE, none: 0 });
  });
});
