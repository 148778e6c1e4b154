import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStore, type TestStore } from './testing.js';
import type { DerivativesRow } from './tables/signals.js';

const AT = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;

/** A row observed `minutes` before the instant and known a second later. */
const row = (minutes: number, extra: Partial<DerivativesRow> = {}): DerivativesRow => ({
  symbol: 'BTC', venue: 'bybit', observed_at: new Date(AT - minutes * MINUTE), market: 'BTCUSDT',
  mark_price: null, index_price: null, basis: null, funding_rate: null, funding_final: false, funding_interval_hours: null, next_funding_at: null,
  open_interest: null, open_interest_value: null, volume_24h: null, quality_score: null, quality_reasons: null,
  available_at: new Date(AT - minutes * MINUTE + 1_000), ingested_at: new Date(AT), data_source: 'sim:bybit',
  ...extra,
});

describe('derivatives as of an instant', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
    await t.store.add('derivatives_data', [
      row(50, { mark_price: 90, open_interest: 7 }),
      row(20, { mark_price: 100, funding_rate: 0.0001, open_interest: 8 }),
      row(10, { mark_price: 101, funding_rate: 0.0002 }),
      row(6, { funding_rate: 0.0009, funding_final: true }),
      row(0, { mark_price: 102 }),
      row(5, { venue: 'binance_futures', open_interest: 3 }),
      row(5, { symbol: 'ETH', mark_price: 5, available_at: new Date(AT + 1) }),
    ]);
  });
  afterAll(() => t.cleanup());

  it('are the newest known snapshot per venue, its gaps filled from older ones of the window', async () => {
    const rows = await t.store.derivatives.asOf(['BTC', 'ETH'], AT, 45 * MINUTE);
    expect(rows.map((r) => [r.symbol, r.venue, r.mark_price, r.funding_rate, r.open_interest])).toEqual([
      ['BTC', 'binance_futures', null, null, 3],
      ['BTC', 'bybit', 101, 0.0002, 8],
    ]);
  });

  it('never hold what became known later, and nothing older than asked', async () => {
    expect(await t.store.derivatives.asOf(['ETH'], AT, 45 * MINUTE)).toEqual([]);
    expect(await t.store.derivatives.asOf(['BTC'], AT - 15 * MINUTE, 3 * MINUTE)).toEqual([]);
    expect((await t.store.derivatives.asOf(['BTC'], AT - 15 * MINUTE, 45 * MINUTE)).map((r) => r.mark_price)).toEqual([100]);
  });

  it('have a history, settled funding included, oldest first', async () => {
    const rows = await t.store.derivatives.history(['BTC'], AT - 30 * MINUTE, AT);
    expect(rows.map((r) => [r.venue, (AT - r.observed_at.getTime()) / MINUTE, r.funding_final])).toEqual([
      ['binance_futures', 5, false], ['bybit', 20, false], ['bybit', 10, false], ['bybit', 6, true],
    ]);
    expect(await t.store.derivatives.history([], 0, AT)).toEqual([]);
  });
});
