import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStore, type TestStore } from './testing.js';
import type { PriceRow } from './tables/prices.js';

const SLOT = Date.UTC(2026, 0, 1, 0, 5);
const MINUTE = 60_000;

const snapshot = (symbol: string, price: number, extra: Partial<PriceRow> = {}): PriceRow => ({
  symbol,
  slot: new Date(SLOT),
  data_source: 'sim:coingecko',
  coin_id: symbol.toLowerCase(),
  name: symbol,
  quote_currency: 'usd',
  current_price: price,
  market_cap: null,
  market_cap_rank: null,
  volume_24h: null,
  price_change_24h: null,
  price_change_percentage_24h: null,
  high_24h: null,
  low_24h: null,
  open_24h: null,
  circulating_supply: null,
  last_updated: new Date(SLOT - 10_000),
  collected_at: new Date(SLOT + 2_000),
  quality: 'ok', quality_score: null, quality_reasons: null,
  available_at: new Date(SLOT - 10_000),
  ingested_at: new Date(SLOT + 2_100),
  ...extra,
});

describe('price snapshots', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t.cleanup());

  it.each([0.000000012345, 98765.43, 1.2345678901234567e-9, 123456789.98765432])('keep every digit of %d', async (price) => {
    const symbol = `P${String(price).replace(/\W/g, '').slice(0, 15).toUpperCase()}`;
    expect(await t.store.prices.insert([snapshot(symbol, price)])).toBe(1);
    const [row] = await t.store.prices.ofSlot(SLOT, [symbol]);
    expect(row?.current_price).toBe(price);
  });

  it('come back as they went in, instants to the millisecond and unknown as null', async () => {
    const row = snapshot('SAME', 1.5, { last_updated: new Date(SLOT - 12_345), market_cap: 3e12 });
    await t.store.prices.insert([row]);
    expect(await t.store.prices.latest(['SAME'])).toEqual([row]);
  });

  it('of a slot are written once: the first version wins', async () => {
    await t.store.prices.insert([snapshot('FIRST', 100)]);
    expect(await t.store.prices.insert([snapshot('FIRST', 200)])).toBe(1);
    const rows = await t.store.prices.ofSlot(SLOT, ['FIRST']);
    expect(rows.map((r) => r.current_price)).toEqual([100]);
  });

  it('as of an instant are the newest that were known by then and not too old', async () => {
    const at = (slot: number, known: number, price: number) => snapshot('ASOF', price, { slot: new Date(slot), available_at: new Date(known) });
    await t.store.prices.insert([at(SLOT, SLOT - MINUTE, 1), at(SLOT + 5 * MINUTE, SLOT + 4 * MINUTE, 2), at(SLOT + 10 * MINUTE, SLOT + 9 * MINUTE, 3)]);
    const priceAsOf = async (ms: number, maxAge: number) => (await t.store.prices.asOf(['ASOF'], ms, maxAge)).map((r) => r.current_price);
    expect(await priceAsOf(SLOT + 5 * MINUTE, 15 * MINUTE)).toEqual([2]);
    expect(await priceAsOf(SLOT, 15 * MINUTE)).toEqual([1]);
    expect(await priceAsOf(SLOT + 40 * MINUTE, 15 * MINUTE)).toEqual([]);
    // Known at 09:00 into the slot of 10:00: the run of slot 5:00 could not have read it.
    expect(await priceAsOf(SLOT + 9 * MINUTE, 15 * MINUTE)).toEqual([2]);
  });

  it('of Coinbase answer only where no other source has a fresh one', async () => {
    const at = (symbol: string, source: string, minutes: number, price: number) => snapshot(symbol, price, { data_source: `sim:${source}`, slot: new Date(SLOT + minutes * MINUTE), available_at: new Date(SLOT + minutes * MINUTE) });
    await t.store.prices.insert([at('BOTH', 'coingecko', 0, 1), at('BOTH', 'coinbase', 0, 2), at('BOTH', 'coinbase', 5, 3), at('BOTH', 'coinbase', 20, 4), at('ONLY', 'coinbase', 5, 9)]);
    const asOf = async (symbol: string, minutes: number) => (await t.store.prices.asOf([symbol], SLOT + minutes * MINUTE, 15 * MINUTE)).map((r) => r.current_price);
    expect(await asOf('BOTH', 0)).toEqual([1]);
    expect(await asOf('BOTH', 10)).toEqual([1]);
    expect(await asOf('BOTH', 16)).toEqual([3]);
    expect(await asOf('ONLY', 10)).toEqual([9]);
    expect((await t.store.prices.ofSlot(SLOT, ['BOTH'])).map((r) => r.current_price)).toEqual([1]);
    expect((await t.store.prices.latest(['BOTH', 'ONLY'])).map((r) => r.current_price)).toEqual([4, 9]);
    await t.store.prices.insert([at('BOTH', 'coingecko', 15, 5)]);
    expect((await t.store.prices.latest(['BOTH'])).map((r) => r.current_price)).toEqual([5]);
  });

  it('with a price that is not a number are refused whole, naming the column', async () => {
    await expect(t.store.prices.insert([snapshot('GOOD', 1), snapshot('NAN', NaN)])).rejects.toMatchObject({ name: 'StoreError', kind: 'permanent', message: expect.stringContaining('price_data_real.current_price') as string });
    expect(await t.store.prices.latest(['GOOD', 'NAN'])).toEqual([]);
  });

  it('with a date in another unit are refused, naming the column', async () => {
    const seconds = new Date(Math.floor(SLOT / 1_000));
    await expect(t.store.prices.insert([snapshot('UNIT', 1, { collected_at: seconds })])).rejects.toThrow(/price_data_real\.collected_at.*another unit/);
  });

  it('are visible through the view price_data', async () => {
    await t.store.prices.insert([snapshot('VIEW', 7)]);
    expect(await t.mysql.rows({ table: 'price_data', sql: `SELECT symbol, current_price FROM ${t.databases.prices}.price_data WHERE symbol = 'VIEW'` })).toEqual([{ symbol: 'VIEW', current_price: 7 }]);
  });
});
