import { afterAll, beforeAll, expect, it } from 'vitest';
import { featureNames, type FeatureName } from '../processors/features/index.js';
import type { ColumnCoverage } from './index.js';
import type { AssetRow } from './tables/assets.js';
import { featureRow } from './tables/features.js';
import type { DerivativesRow } from './tables/signals.js';
import { testStore, type TestStore } from './testing.js';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 0, 10);
const known = (ms: number) => ({ available_at: new Date(ms), ingested_at: new Date(ms), data_source: 'sim:test' });
let t: TestStore;

const asset = (symbol: string, venues: Record<string, string>): AssetRow => ({ symbol, coingecko_id: symbol.toLowerCase(), name: symbol, market_rank: 1, quote_currency: 'usd', aliases: [], venues, active: true, valid_from: null, valid_to: null, data_source: 'sim:test', ingested_at: new Date(FROM) });
const future = (symbol: string, at: number): DerivativesRow => ({ symbol, venue: 'bybit', observed_at: new Date(at), market: `${symbol}USDT`, mark_price: 1, index_price: 1, basis: 0, funding_rate: 0, funding_final: false, funding_interval_hours: 8, next_funding_at: null, open_interest: null, open_interest_value: null, volume_24h: null, quality_score: null, quality_reasons: null, ...known(at) });
const chain = (symbol: string, metric: string, at: number) => ({ symbol, metric, observed_at: new Date(at), value: 1, unit: null, chain: null, ...known(at) });
/** Twelve slots of an hour; only the named columns are known. */
const rows = (symbol: string, values: Partial<Record<FeatureName, number>>) =>
  Array.from({ length: 12 }, (_, i) => featureRow({ symbol, timestamp: new Date(FROM + i * 300_000), feature_version: 1, fill_ratio: 0, data_quality_score: null, lineage: {}, job_id: 'test', ...known(FROM + i * 300_000) }, Object.fromEntries(featureNames.map((n) => [n, values[n] ?? null])) as never));

let columns: Map<string, ColumnCoverage>;
beforeAll(async () => {
  t = await testStore();
  const { store } = t;
  await store.assets.upsert([asset('QUOTED', { bybit: 'QUOTEDUSDT' }), asset('SILENT', { bybit: 'SILENTUSDT' }), asset('SPOT', {})]);
  await store.add('derivatives_data', [future('QUOTED', FROM + HOUR / 2 - 1_000)]);
  await store.add('onchain_data', [chain('QUOTED', 'tvl', FROM - 20 * HOUR), chain('MARKET', 'tvl', FROM - 24 * HOUR + 600_000)]);
  await store.features.upsert([...rows('QUOTED', { basis_bybit: 0, rsi_14: 50 }), ...rows('SILENT', {}), ...rows('SPOT', {})]);
  columns = new Map((await store.stats.coverage('ml_features_materialized', FROM, FROM + HOUR)).map((c) => [c.column, c]));
});
afterAll(() => t.cleanup());

it('expects a feature in every row unless it rests on a market or chain', () => {
  expect(columns.get('rsi_14')).toEqual({ column: 'rsi_14', rows: 36, applicable: 36, filled: 12 });
});

it('expects a venue’s features from its first word on; of a coin it should quote and never has, always; of a coin it does not quote, never', () => {
  // QUOTED from 00:30 on: 6 slots; SILENT: all 12; SPOT: none. More are filled than that only where more were known.
  expect(columns.get('funding_bybit')).toMatchObject({ applicable: 18, filled: 0 });
  expect(columns.get('basis_bybit')).toMatchObject({ applicable: 18, filled: 12 });
  expect(columns.get('basis_binance')).toMatchObject({ applicable: 0, filled: 0 });
  expect(columns.get('funding_spread')).toMatchObject({ applicable: 0 });
});

it('expects a change over a day once the first observation is a day old, and of coins without a chain never', () => {
  expect(columns.get('chain_tvl_change_1d')).toMatchObject({ applicable: 0 });
  expect(columns.get('market_tvl_change_1d')).toMatchObject({ applicable: 30 });
  expect(columns.get('market_tvl_change_7d')).toMatchObject({ applicable: 0 });
});

it('excuses nothing that all coins share and that was never observed', () => {
  expect(columns.get('eth_gas')).toMatchObject({ applicable: 36, filled: 0 });
});
