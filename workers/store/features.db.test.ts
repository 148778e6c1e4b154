import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#queues/runtime/clock.js';
import { featureGroups, featureRow, mlFeatures, type FeatureRow } from './tables/features.js';
import { formerSeeds, seedAssets, seeds } from './seeds/assets.js';
import { testStore, type TestStore } from './testing.js';

const MINUTE = 60_000;
const SLOT = Date.UTC(2026, 0, 1);
const names = Object.values(featureGroups).flat();

const row = (symbol: string, slot: number, price: number | null): FeatureRow => {
  const timestamp = new Date(slot);
  const values = Object.fromEntries(names.map((n, i) => [n, i % 3 === 0 ? null : i / 7])) as Parameters<typeof featureRow>[1];
  return featureRow({ symbol, timestamp, feature_version: 1, fill_ratio: 0.5, data_quality_score: 0.5, lineage: { price_data_real: null }, job_id: 'a-job', available_at: timestamp, ingested_at: timestamp, data_source: 'sim:features' }, { ...values, price });
};

describe('feature rows', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t.cleanup());

  it('come back bit for bit, with their lineage', async () => {
    expect(await t.store.features.upsert([row('BITS', SLOT, 1.1)])).toBe(1);
    expect(await t.store.features.at(['BITS'], SLOT)).toEqual([row('BITS', SLOT, 1.1)]);
  });

  it('have every column the trading engine was promised', () => {
    expect(Object.keys(mlFeatures.columns)).toEqual(expect.arrayContaining(['symbol', 'timestamp', 'price', 'rsi_14', 'macd_line', 'bb_upper', 'sentiment_score']));
    expect(mlFeatures.key).toEqual(['symbol', 'timestamp']);
  });

  it('answer the statement of the trading engine as written', async () => {
    await t.store.features.upsert([row('TRADED', SLOT, 1), row('TRADED', SLOT + 5 * MINUTE, 2), row('OTHER', SLOT + 10 * MINUTE, 3)]);
    await t.mysql.alone(async (s) => {
      await s.run({ table: 'test', sql: `USE ${t.databases.prices}` });
      const sql = 'SELECT * FROM ml_features_materialized WHERE symbol = ? AND timestamp = (SELECT MAX(timestamp) FROM ml_features_materialized WHERE symbol = ?)';
      const found = await s.rows<{ price: number; timestamp: Date }>({ table: 'test', sql, values: ['TRADED', 'TRADED'] });
      expect(found.map((r) => [r.price, r.timestamp.getTime()])).toEqual([[2, SLOT + 5 * MINUTE]]);
    });
  });

  it('give the newest of each symbol', async () => {
    await t.store.features.upsert([row('NEW1', SLOT, 1), row('NEW1', SLOT + 5 * MINUTE, 2), row('NEW2', SLOT, 3)]);
    expect((await t.store.features.latest(['NEW1', 'NEW2', 'NOBODY'])).map((r) => [r.symbol, r.price]).sort()).toEqual([['NEW1', 2], ['NEW2', 3]]);
  });

  it('page through a range by key, each row once', async () => {
    const rows = [0, 1, 2].flatMap((i) => ['PAGE1', 'PAGE2', 'PAGE3'].map((s) => row(s, SLOT + i * 5 * MINUTE, i)));
    await t.store.features.upsert(rows);
    const seen: string[] = [];
    let after: { timestampMs: number; symbol: string } | undefined;
    for (;;) {
      const page = await t.store.features.range(['PAGE1', 'PAGE2', 'PAGE3'], SLOT, SLOT + 86_400_000, 4, after);
      seen.push(...page.map((r) => `${r.timestamp.getTime() - SLOT}/${r.symbol}`));
      const last = page.at(-1);
      if (!last) break;
      after = { timestampMs: last.timestamp.getTime(), symbol: last.symbol };
    }
    expect(seen).toEqual(rows.map((r) => `${r.timestamp.getTime() - SLOT}/${r.symbol}`));
  });

  it('come in stretches, with the features asked for and no others, and say where the next ones begin', async () => {
    const from = SLOT - 40 * 86_400_000;
    await t.store.features.upsert([row('STRETCH1', from, 1), row('STRETCH2', from, 2), row('STRETCH1', from + 86_400_000, 3)]);
    const both = ['STRETCH2', 'STRETCH1'];
    const [first, second, ...rest] = await t.store.features.stretch(both, from, from + 1, ['price']);
    expect([first?.symbol, second?.symbol, first?.price, rest]).toEqual(['STRETCH1', 'STRETCH2', 1, []]);
    expect(first).not.toHaveProperty('rsi_14');
    expect(await t.store.features.firstFrom(both, from + 1, from + 30 * 86_400_000)).toBe(from + 86_400_000);
    expect(await t.store.features.firstFrom(both, from + 86_400_001, from + 30 * 86_400_000)).toBeNull();
  });

  it('are read as they were known at an instant', async () => {
    const at = SLOT - 80 * 86_400_000;
    await t.store.features.upsert([row('KNOWN', at, 1), row('KNOWN', at + 5 * MINUTE, 2)]);
    const prices = async (ms: number) => (await t.store.features.asOf(['KNOWN'], ms, 3_600_000)).map((r) => r.price);
    expect([await prices(at - 1), await prices(at), await prices(at + 5 * MINUTE - 1), await prices(at + 5 * MINUTE), await prices(at + 2 * 3_600_000)]).toEqual([[], [1], [1], [2], []]);
  });

  it('come back to the last bit, one by one and by range', async () => {
    const slot = SLOT - 86_400_000;
    const value = 0.1 + 0.2;
    await t.store.features.upsert([row('BITS', slot, value)]);
    const [at] = await t.store.features.at(['BITS'], slot);
    const [ranged] = await t.store.features.range(['BITS'], slot, slot + 1, 10);
    expect([at?.price, ranged?.price]).toEqual([value, value]);
  });

  it('are counted by what is known in them', async () => {
    const from = SLOT + 86_400_000;
    await t.store.features.upsert([row('COVER1', from, 1), row('COVER2', from, null)]);
    const coverage = await t.store.stats.coverage('ml_features_materialized', from, from + 1);
    expect(coverage.find((c) => c.column === 'price')).toEqual({ column: 'price', rows: 2, applicable: 2, filled: 1 });
    expect(coverage.find((c) => c.column === names[3])).toEqual({ column: names[3], rows: 2, applicable: 2, filled: 0 });
  });

  it('make the dataset fresh for exactly the active symbols that have a new one', async () => {
    await seedAssets(t.store, 'seed', systemClock);
    const now = SLOT + 10 * 86_400_000;
    await t.store.features.upsert([row('BTC', now - 5 * MINUTE, 1), row('ETH', now - 60 * MINUTE, 1), row('NOTLISTED', now, 1)]);
    const stat = (await t.store.stats.datasets(now)).find((s) => s.dataset === 'ml_features');
    expect(stat).toMatchObject({ newest: new Date(now), freshSymbols: 1, symbols: seeds.length });
    const empty = (await t.store.stats.datasets(now)).find((s) => s.dataset === 'ohlc');
    expect(empty).toMatchObject({ rows: 0, newest: null, freshSymbols: 0 });
  });

  it('are expected for the symbols of the newest settled slot, less those that nothing can bring', async () => {
    const slot = SLOT + 11 * 86_400_000;
    const at = new Date(slot);
    const line = { slot, rows: 1, reason: null, jobId: 'test', startedAt: at, finishedAt: at } as const;
    await t.store.ledger.open([{ dataset: 'ml_features', slot: at, chunk: 0, symbols: [], opened_at: at }, { dataset: 'ml_features', slot: at, chunk: 1, symbols: ['BTC', 'ETH', 'LEO'], opened_at: at }]);
    await t.store.ledger.settle({ ...line, dataset: 'ml_features', chunk: 1, state: 'done', missing: [{ symbol: 'LEO', reason: 'no venue', permanent: true }] });
    await t.store.ledger.settle({ ...line, dataset: 'ml_features', chunk: 0, state: 'done', missing: [] });
    await t.store.features.upsert([row('BTC', slot, 1)]);
    const stat = (await t.store.stats.datasets(slot)).find((s) => s.dataset === 'ml_features');
    expect(stat).toMatchObject({ freshSymbols: 1, symbols: 2 });
  });
});

describe('the registry', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t.cleanup());

  it('is filled once, in the order of rank, and leaves alone what is there', async () => {
    expect(await seedAssets(t.store, 'seed', systemClock)).toBe(seeds.length + formerSeeds.length);
    expect(await t.store.assets.active()).toHaveLength(seeds.length);
    const [first] = await t.store.assets.active();
    expect(first).toMatchObject({ symbol: 'BTC', coingecko_id: 'bitcoin', venues: { binance: 'BTCUSDT' }, active: true, market_rank: 1 });
    await t.store.assets.upsert([{ ...(first as NonNullable<typeof first>), active: false }]);
    expect(await seedAssets(t.store, 'seed', systemClock)).toBe(0);
    expect((await t.store.assets.active())[0]?.symbol).toBe('ETH');
    expect(await t.store.assets.all()).toHaveLength(seeds.length + formerSeeds.length);
  });
});
