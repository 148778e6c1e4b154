import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicatorNames, technicalRow, type IndicatorStateRow, type TechnicalRow } from './tables/technical.js';
import { testStore, type TestStore } from './testing.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const ingested = new Date(START + 86_400_000);

const row = (symbol: string, minutes: number, value: number): TechnicalRow => {
  const timestamp = new Date(START + minutes * MINUTE);
  return technicalRow({ symbol, timeframe: '5m', timestamp, bars: 1, available_at: timestamp, ingested_at: ingested, data_source: 'sim:indicators' }, indicatorNames.map((_, i) => (i === 0 ? NaN : value + i / 7)));
};
const state = (symbol: string, minutes: number, extra: Partial<IndicatorStateRow> = {}): IndicatorStateRow => ({
  symbol,
  timeframe: '5m',
  last_open_time: new Date(START + minutes * MINUTE),
  engine_version: 1,
  bars: minutes,
  state: Buffer.from(new Float64Array([minutes, 0.1 + 0.2]).buffer),
  ingested_at: ingested,
  forgotten: null,
  ...extra,
});

describe('indicators', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t.cleanup());

  it('come back bit for bit, NaN as null', async () => {
    expect(await t.store.indicators.save([row('BITS', 5, 0.1)], [])).toBe(1);
    expect(await t.store.indicators.range('BITS', '5m', START, START + 86_400_000, 10)).toEqual([row('BITS', 5, 0.1)]);
    expect(row('BITS', 5, 0.1)[indicatorNames[0] as 'close']).toBeNull();
  });

  it('as of an instant are the newest whose bar had closed, and not too old; only the columns asked for', async () => {
    await t.store.indicators.save([row('ASOF', 5, 1), row('ASOF', 10, 2), row('ASOF', 15, 3)], []);
    const asOf = async (minutes: number, age: number) => (await t.store.indicators.asOf(['ASOF', 'NOBODY'], '5m', START + minutes * MINUTE, age * MINUTE, ['rsi_14'])).map((r) => r.timestamp?.getTime());
    expect(await asOf(12, 15)).toEqual([START + 10 * MINUTE]);
    expect(await asOf(10, 15)).toEqual([START + 10 * MINUTE]);
    expect(await asOf(60, 15)).toEqual([]);
    const [only] = await t.store.indicators.asOf(['ASOF'], '5m', START + 15 * MINUTE, 15 * MINUTE, ['rsi_14']);
    expect(Object.keys(only ?? {}).sort()).toEqual(['rsi_14', 'symbol', 'timeframe', 'timestamp']);
  });

  it('of every symbol whose bar closed at an instant make the cross-section', async () => {
    await t.store.indicators.save([row('CROSS1', 300, 1), row('CROSS2', 300, 2), row('CROSS3', 305, 3)], []);
    expect((await t.store.indicators.crossSection('5m', START + 300 * MINUTE, ['rsi_14'])).map((r) => r.symbol).sort()).toEqual(['CROSS1', 'CROSS2']);
  });

  it('refuse to read a column that does not exist', async () => {
    await expect((async () => t.store.indicators.asOf(['A'], '5m', START, MINUTE, ['1; DROP TABLE x']))()).rejects.toThrow(RangeError);
  });

  it('keep states that go forward in time and never back', async () => {
    const { save, states } = t.store.indicators;
    const bars = async (symbol: string) => (await states([symbol])).map((s) => s.bars);
    await save([], [state('MONO', 10)]);
    await save([], [state('MONO', 5)]);
    expect(await bars('MONO')).toEqual([10]);
    await save([], [state('MONO', 15)]);
    expect(await states(['MONO'])).toEqual([state('MONO', 15)]);
  });

  it('let a newer engine start again from the first bar, and no older one after it', async () => {
    const { save, states } = t.store.indicators;
    const seen = async () => (await states(['ENGINE'])).map((s) => [s.engine_version, s.bars, s.last_open_time.getTime()]);
    await save([], [state('ENGINE', 500)]);
    await save([], [state('ENGINE', 5, { engine_version: 2 })]);
    expect(await seen()).toEqual([[2, 5, START + 5 * MINUTE]]);
    await save([], [state('ENGINE', 505)]);
    expect(await seen()).toEqual([[2, 5, START + 5 * MINUTE]]);
  });

  it('forget exactly the states that are named, and count how often', async () => {
    const { save, states, forgetStates } = t.store.indicators;
    const seen = async () => (await states(['GONE', 'NEVER', 'STAYS'])).map((s) => [s.symbol, s.bars, s.state.length, s.engine_version, s.forgotten]);
    const gone = [{ symbol: 'GONE', timeframe: '5m' }, { symbol: 'NEVER', timeframe: '5m' }] as const;
    await save([], [state('GONE', 5), state('STAYS', 5)]);
    await forgetStates(gone, ingested);
    await forgetStates([...gone, gone[0]], ingested);
    expect(await seen()).toEqual([['GONE', 0, 0, 0, 2], ['NEVER', 0, 0, 0, 2], ['STAYS', 5, 16, 1, null]]);
    await expect(save([row('GONE', 5, 1)], [state('STAYS', 10), state('GONE', 10, { forgotten: 1 })])).rejects.toMatchObject({ kind: 'transient', code: 'BARS_RESTATED' });
    await expect(save([], [state('NEVER', 10)])).rejects.toThrow('bars of NEVER 5m were restated');
    expect([await seen(), await t.store.indicators.range('GONE', '5m', START, START + 86_400_000, 10)]).toEqual([[['GONE', 0, 0, 0, 2], ['NEVER', 0, 0, 0, 2], ['STAYS', 5, 16, 1, null]], []]);
    await save([], [state('GONE', 3, { forgotten: 2 })]);
    expect((await seen())[0]).toEqual(['GONE', 3, 16, 1, 2]);
  });

  it('store rows and states together or not at all', async () => {
    const bad = state('ATOMIC', 5, { state: 'not bytes' as unknown as Buffer });
    await expect(t.store.indicators.save([row('ATOMIC', 5, 1)], [bad])).rejects.toThrow(/indicator_state\.state/);
    expect(await t.store.indicators.range('ATOMIC', '5m', START, START + 86_400_000, 10)).toEqual([]);
  });
});
