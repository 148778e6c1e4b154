import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetName } from '#queues/datasets.js';
import type { DatasetStat } from './index.js';
import type { MacroRow } from './tables/signals.js';
import { testStore, type TestStore } from './testing.js';

const NOW = Date.UTC(2026, 0, 20, 12);
const DAY = 86_400_000;

let t: TestStore;
beforeAll(async () => void (t = await testStore()));
afterAll(() => t.cleanup());

const stat = async (dataset: DatasetName): Promise<DatasetStat> => (await t.store.stats.datasets(NOW)).find((s) => s.dataset === dataset) as DatasetStat;
const observed = (series: string, daysAgo: number): MacroRow => {
  const at = new Date(NOW - daysAgo * DAY);
  return { series, period: at, period_end: null, value: 1, unit: null, available_at: at, ingested_at: at, data_source: 'sim:fred' };
};
const settle = (dataset: DatasetName, over: { state: 'done' | 'off'; reason?: string; symbols?: string[] }) =>
  t.store.ledger.settle({ dataset, slot: NOW, chunk: 1, state: over.state, rows: 0, missing: [], reason: over.reason ?? null, jobId: 'test', startedAt: new Date(NOW), finishedAt: new Date(NOW) });

describe('what is known about a dataset', () => {
  it('is nothing before the first row', async () => {
    expect(await stat('macro')).toMatchObject({ rows: 0, newest: null, newestSlot: null, askedSlot: null, off: null, freshSymbols: 0, symbols: 18 });
  });

  it('tells a slot that was asked for from one that is settled', async () => {
    await t.store.ledger.open([{ dataset: 'derivatives', slot: new Date(NOW), chunk: 1, symbols: ['BTC'], opened_at: new Date(NOW) }]);
    expect(await stat('derivatives')).toMatchObject({ newestSlot: null, askedSlot: new Date(NOW) });
  });

  it('lets a monthly series stand for longer than a daily one', async () => {
    await t.store.add('macro_indicators', [observed('DGS10', 1), observed('DGS2', 10), observed('CPIAUCSL', 40), observed('UNRATE', 60), observed('GDPC1', 100)]);
    expect(await stat('macro')).toMatchObject({ newest: new Date(NOW - DAY), freshSymbols: 3 });
    expect(await stat('market')).toMatchObject({ newest: null, freshSymbols: 0 });
  });

  it('is the look itself where rows appear only when there is something to tell', async () => {
    await settle('patterns', { state: 'done' });
    expect(await stat('patterns')).toMatchObject({ newest: new Date(NOW), newestSlot: new Date(NOW), freshSymbols: 1, symbols: 1 });
  });

  it('is the reason where it is off', async () => {
    await settle('stock_news', { state: 'off', reason: 'GUARDIAN_API_KEY or NEWS_API_KEY is not set' });
    expect(await stat('stock_news')).toMatchObject({ off: 'GUARDIAN_API_KEY or NEWS_API_KEY is not set', newestSlot: null });
  });
});
