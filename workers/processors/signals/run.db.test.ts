import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { landedKey } from '#queues/landed.js';
import { testWorker, type TestWorker } from '../../host/testing.js';
import type { Timeframe } from '../../store/index.js';
import { indicatorNames, technicalRow, type IndicatorName } from '../../store/tables/technical.js';
import { contextFor } from '../testing.js';
import { signals } from './run.js';

const HOUR = 3_600_000;
const SLOT = Date.UTC(2026, 0, 2, 12);
let worker: TestWorker;
beforeAll(async () => void (worker = await testWorker()));
afterAll(() => worker.cleanup());

function bar(symbol: string, timeframe: Timeframe, closedAt: number, values: Partial<Record<IndicatorName, number>>) {
  const at = new Date(closedAt);
  const key = { symbol, timeframe, timestamp: at, bars: 300, available_at: at, ingested_at: at, data_source: 'sim:indicators' };
  return technicalRow(key as never, indicatorNames.map((name) => values[name] ?? Number.NaN));
}
const save = (...rows: ReturnType<typeof bar>[]) => worker.services.store.indicators.save(rows, []);
function run(slot: number) {
  const payload = { v: 1 as const, slot, chunk: 1, symbols: [], round: 0 };
  return signals(payload, contextFor(worker.services, 'signals', payload));
}
const stored = () => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${worker.store.databases.prices}.trading_signals ORDER BY symbol, timestamp, signal_name` });

describe('the signals job', () => {
  it('stores nothing while no rule has fired', async () => {
    await save(bar('BTC', '1h', SLOT - HOUR, { close: 100, rsi_14: 25 }), bar('BTC', '1h', SLOT, { close: 101, rsi_14: 28 }));
    expect(await run(SLOT)).toMatchObject({ kind: 'done', rows: 0 });
    expect(await stored()).toEqual([]);
  });

  it('stores a firing with the bar it fired on, and tells the api', async () => {
    await save(bar('BTC', '1h', SLOT + HOUR, { close: 103, rsi_14: 33 }), bar('ETH', '4h', SLOT - 4 * HOUR, { close: 9, rsi_14: 85 }), bar('ETH', '4h', SLOT, { close: 8, rsi_14: 69 }));
    expect(await run(SLOT + HOUR)).toMatchObject({ kind: 'done', rows: 2 });
    expect(await stored()).toMatchObject([
      { symbol: 'BTC', timestamp: new Date(SLOT + HOUR), signal_name: 'rsi_leaves_oversold.1h@1', direction: 'buy', price: 103, data_source: 'sim:signals' },
      { symbol: 'ETH', timestamp: new Date(SLOT), signal_name: 'rsi_leaves_overbought.4h@1', direction: 'sell', strength: 0.5 },
    ]);
    const landed = ((await worker.redis.redis.xrange(landedKey(worker.redis.prefix), '-', '+')) as [string, string[]][]).map(([, fields]) => JSON.parse(fields[1] as string) as unknown);
    expect(landed).toContainEqual(expect.objectContaining({ dataset: 'trading_signals', slot: SLOT + HOUR, symbols: ['BTC', 'ETH'] }));
  });

  it('changes nothing when it runs again, finds what was repaired late, and sees no bar that closes after its slot', async () => {
    const before = await stored();
    await run(SLOT + HOUR);
    await save(bar('SOL', '1h', SLOT + 2 * HOUR, { close: 5, rsi_14: 29 }), bar('SOL', '1h', SLOT + 3 * HOUR, { close: 6, rsi_14: 31 }));
    await run(SLOT + 2 * HOUR);
    expect(await stored()).toEqual(before);
    await run(SLOT + 5 * HOUR);
    expect((await stored()).filter((r) => r.symbol === 'SOL')).toMatchObject([{ timestamp: new Date(SLOT + 3 * HOUR) }]);
  });

  it('does not take back a signal when its bar is restated', async () => {
    const before = await stored();
    await save(bar('BTC', '1h', SLOT + HOUR, { close: 103, rsi_14: 29 }));
    await run(SLOT + HOUR);
    expect(await stored()).toEqual(before);
  });
});
