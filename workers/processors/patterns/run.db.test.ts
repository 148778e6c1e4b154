import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { landedKey } from '#queues/landed.js';
import { testWorker, type TestWorker } from '../../host/testing.js';
import type { OhlcRow } from '../../store/tables/ohlc.js';
import { contextFor } from '../testing.js';
import { random } from '../indicators/testing.js';
import { patterns } from './run.js';
import { HOUR, path, type Candle } from './testing.js';

const DAY = 24 * HOUR;
let worker: TestWorker;
/** Every test has a month and a symbol of its own. */
let start = Date.UTC(2026, 0, 5);
let symbol = 'T0';
let count = 0;

beforeAll(async () => void (worker = await testWorker()));
afterAll(async () => worker.cleanup());
beforeEach(() => {
  start += 30 * DAY;
  symbol = `T${++count}`;
});

const rowsOf = (candles: readonly Candle[], timeframe: '1h' | '1d' = '1h', length = HOUR): OhlcRow[] =>
  candles.map(([open, high, low, close], i) => {
    const closed = new Date(start + (i + 1) * length);
    return { symbol, timeframe, open_time: new Date(start + i * length), open, high, low, close, volume: 100, trades: null, is_final: true, venue: 'binance', market: `${symbol}USDT`, available_at: closed, ingested_at: closed, data_source: 'sim:binance' };
  });
const seed = (rows: OhlcRow[]) => worker.services.store.ohlc.upsert(rows, new Date(start + 20 * DAY));
function run(slot: number) {
  const payload = { v: 1 as const, slot, chunk: 1, symbols: [symbol], round: 0 };
  return patterns(payload, contextFor(worker.services, 'patterns', payload));
}
const rows = (table: string) => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${table} WHERE ${table.endsWith('events') ? 'subject' : 'symbol'} = ? ORDER BY 1, 2, 3, 4`, values: [symbol] });
const stored = () => rows(`${worker.store.databases.prices}.chart_patterns`);
const events = () => rows(`${worker.store.databases.stock}.market_events`);

const bottoms = path([[0, 120], [12, 100], [24, 110], [36, 100.5], [50, 114]]);

describe('the patterns job', () => {
  it('stores a pattern with the bars that prove it, once its last bar has closed', async () => {
    await seed(rowsOf(bottoms));
    expect(await run(start + 40 * HOUR)).toMatchObject({ kind: 'done' });
    expect((await stored()).map((r) => r.pattern)).not.toContain('double_bottom');
    await run(start + 50 * HOUR);
    const found = (await stored()).find((r) => r.pattern === 'double_bottom');
    const at = (found?.ended_at as Date).getTime();
    expect(found).toMatchObject({ timeframe: '1h', direction: 'bullish', version: 1, data_source: 'sim:patterns', available_at: new Date(start + 50 * HOUR + 5_000) });
    const evidence = JSON.parse(String(found?.evidence)) as { bars: number[]; levels: Record<string, number> };
    expect(evidence.bars.at(-1)).toBe(at - HOUR);
    expect(evidence.levels.neckline).toBeCloseTo(110.1, 9);
    const landed = ((await worker.redis.redis.xrange(landedKey(worker.redis.prefix), '-', '+')) as [string, string[]][]).map(([, fields]) => JSON.parse(fields[1] as string) as unknown);
    expect(landed).toContainEqual(expect.objectContaining({ kind: 'rows', dataset: 'patterns', slot: start + 50 * HOUR, symbols: [symbol] }));
  });

  it('changes nothing when it runs again, and finds the same in slices as at once', async () => {
    await seed(rowsOf(bottoms));
    for (const hours of [20, 21, 35, 48, 50, 50]) await run(start + hours * HOUR);
    const sliced = (await stored()).map(({ available_at: _a, ingested_at: _i, ...row }) => row);
    expect(sliced.length).toBeGreaterThan(0);
    await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.chart_patterns WHERE symbol = ?`, values: [symbol] });
    await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.source_cursors WHERE source = 'patterns'`, values: [] });
    await run(start + 50 * HOUR);
    expect((await stored()).map(({ available_at: _a, ingested_at: _i, ...row }) => row)).toEqual(sliced);
  });

  it('makes an event of a crash, under the same id whenever it is found', async () => {
    const next = random(4);
    const calm = path(Array.from({ length: 81 }, (_, i): [number, number] => [i, 100 + next()]));
    await seed(rowsOf([...calm, [100.5, 100.6, 90, 100.4]]));
    await run(start + 81 * HOUR);
    const [crash, ...others] = await events();
    expect(others).toEqual([]);
    expect(crash).toMatchObject({ kind: 'anomaly', subject: symbol, occurred_at: new Date(start + 81 * HOUR), data_source: 'sim:patterns' });
    expect(crash?.title).toMatch(/flash crash on a 1h bar/);
    expect(JSON.parse(String(crash?.details))).toMatchObject({ anomaly: 'flash_crash', timeframe: '1h', threshold: 6, bars: [start + 80 * HOUR] });
    await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.source_cursors WHERE source = 'patterns'`, values: [] });
    await run(start + 82 * HOUR);
    expect((await events()).map((e) => e.event_id)).toEqual([crash?.event_id]);
  });

  it('makes an event of a strong formation on daily bars, and of none on hourly ones', async () => {
    await seed([...rowsOf(bottoms), ...rowsOf(path([[0, 120], [12, 100], [24, 110], [36, 100], [44, 116]]), '1d', DAY)]);
    await run(start + 50 * DAY);
    const found = await events();
    expect(found.map((e) => [e.kind, (JSON.parse(String(e.details)) as { timeframe: string; pattern?: string }).timeframe])).toEqual(found.map((e) => [e.kind, e.kind === 'chart_pattern' ? '1d' : expect.any(String)]));
    expect(found.some((e) => String(e.title).includes('double bottom completed on 1d bars (bullish)'))).toBe(true);
  });

  it('has nothing to say of a symbol without bars', async () => {
    expect(await run(start)).toEqual({ kind: 'done', rows: 0, missing: [] });
    expect(await stored()).toEqual([]);
  });
});
