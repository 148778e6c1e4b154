/** A snapshot of a perpetual future, as a venue's ticker gives it. */
import type { DerivativesRow } from '#workers/store/tables/signals.js';

export const futureRow = (symbol: string, venue: string, at: number): DerivativesRow => ({
  symbol, venue, observed_at: new Date(at), market: `${symbol}USDT`,
  mark_price: 100, index_price: 99, basis: 100 / 99 - 1, funding_rate: 1e-4, funding_final: false, funding_interval_hours: 8, next_funding_at: new Date(at + 3_600_000),
  open_interest: null, open_interest_value: null, volume_24h: 5e6, quality_score: 1, quality_reasons: [],
  available_at: new Date(at), ingested_at: new Date(at), data_source: 'sim:test',
});
