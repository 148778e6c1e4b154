import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MacroRow } from './tables/signals.js';
import { testStore, type TestStore } from './testing.js';

const DAY = 86_400_000;
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const vintage = (series: string, period: string, known: string, value: number | null): MacroRow => ({
  series, period: new Date(day(period)), period_end: null, value, unit: null, available_at: new Date(day(known)), ingested_at: new Date(day('2026-01-01')), data_source: 'sim:fred',
});

let t: TestStore;
beforeAll(async () => {
  t = await testStore();
  await t.store.add('macro_indicators', [
    vintage('GDPC1', '2024-04-01', '2024-07-26', 100),
    vintage('GDPC1', '2024-07-01', '2024-10-31', 101),
    vintage('GDPC1', '2024-07-01', '2024-11-28', 102),
    vintage('GDPC1', '2024-04-01', '2024-09-27', 99),
    vintage('DGS10', '2024-07-02', '2024-07-03', 4.4),
    vintage('DGS10', '2024-07-03', '2024-07-04', 4.3),
    vintage('DGS10', '2024-07-04', '2024-07-05', null),
  ]);
});
afterAll(() => t.cleanup());

const asOf = async (series: 'GDPC1' | 'DGS10', at: string) => (await t.store.macro.asOf([series], day(at))).get(series);

describe('a macro series as of an instant', () => {
  it('is unknown before its first release', async () => {
    expect(await asOf('GDPC1', '2024-07-25')).toBeUndefined();
  });

  it('has the newest period that was published, and the one before as it was revised by then', async () => {
    expect(await asOf('GDPC1', '2024-10-30')).toEqual({ value: 99, period: day('2024-04-01'), availableAt: day('2024-09-27'), previous: null });
    expect(await asOf('GDPC1', '2024-10-31')).toEqual({ value: 101, period: day('2024-07-01'), availableAt: day('2024-10-31'), previous: { value: 99, period: day('2024-04-01') } });
    expect(await asOf('GDPC1', '2025-01-01')).toMatchObject({ value: 102, availableAt: day('2024-11-28') });
  });

  it('passes over a day on which nothing was measured', async () => {
    expect(await asOf('DGS10', '2024-07-06')).toMatchObject({ value: 4.3, period: day('2024-07-03'), previous: { value: 4.4, period: day('2024-07-02') } });
  });

  it('answers for many series at once, and leaves out those it knows nothing of', async () => {
    const facts = await t.store.macro.asOf(['GDPC1', 'DGS10', 'VIX'], day('2025-01-01'));
    expect([...facts.keys()].sort()).toEqual(['DGS10', 'GDPC1']);
    expect(await t.store.macro.asOf([], day('2025-01-01'))).toEqual(new Map());
  });

  it('has a history of the values known then, oldest first', async () => {
    const history = await t.store.macro.history(['GDPC1', 'DGS10'], day('2024-01-01'), day('2024-11-01'));
    expect(history.get('GDPC1')?.map((v) => v.value)).toEqual([99, 101]);
    expect(history.get('DGS10')?.map((v) => v.value)).toEqual([4.4, 4.3]);
    expect((await t.store.macro.history(['GDPC1'], day('2024-05-01'), day('2024-11-01'))).get('GDPC1')?.map((v) => v.value)).toEqual([101]);
  });

  it('knows one period by its vintage', async () => {
    const known = (at: string) => t.store.macro.vintage('GDPC1', day('2024-07-01'), day(at));
    expect([await known('2024-10-30'), (await known('2024-10-31'))?.value, (await known('2024-11-28'))?.value]).toEqual([null, 101, 102]);
    expect(await t.store.macro.vintage('DGS10', day('2024-07-04'), day('2025-01-01'))).toBeNull();
  });
});

const DAYS = 9;
describe('on-chain figures as of an instant', () => {
  const T0 = day('2026-01-01');
  const at = T0 + DAYS * DAY;
  const rows = (symbol: string, metric: string, hours: number, value: (i: number) => number) =>
    Array.from({ length: (DAYS * 24) / hours + 1 }, (_, i) => ({ symbol, metric, value: value(i), unit: null, chain: null, observed_at: new Date(T0 + i * hours * 3_600_000), available_at: new Date(T0 + i * hours * 3_600_000 + 60_000), ingested_at: new Date(at), data_source: 'sim:x' }));
  beforeAll(async () => {
    await t.store.add('onchain_data', [...rows('BTC', 'fee_fast', 1, (i) => i), ...rows('ETH', 'gas_fast', 24, (i) => 1_000 + i)]);
  });

  it('are the newest known, with those of a day and a week before', async () => {
    const facts = await t.store.onchain.asOf(['BTC', 'ETH', 'SOL'], ['fee_fast', 'gas_fast', 'tvl'], at);
    const newest = DAYS * 24 - 1;
    expect(facts.sort((a, b) => (a.symbol < b.symbol ? -1 : 1))).toEqual([
      { symbol: 'BTC', metric: 'fee_fast', value: newest, observedAt: T0 + newest * 3_600_000, availableAt: T0 + newest * 3_600_000 + 60_000, dayAgo: newest - 24, weekAgo: newest - 7 * 24 },
      { symbol: 'ETH', metric: 'gas_fast', value: 1_008, observedAt: T0 + 8 * DAY, availableAt: T0 + 8 * DAY + 60_000, dayAgo: 1_007, weekAgo: 1_001 },
    ]);
  });

  it('are unknown when the newest is too old', async () => {
    expect(await t.store.onchain.asOf(['BTC'], ['fee_fast'], at + 3 * DAY)).toEqual([]);
  });

  it('have a history that ends with what was known', async () => {
    expect((await t.store.onchain.history('BTC', 'fee_fast', { fromMs: at - 3 * 3_600_000, atMs: at })).map((p) => p.value)).toEqual([213, 214, 215]);
  });
});
