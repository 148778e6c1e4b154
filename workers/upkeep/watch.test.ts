import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../store/tables/ledger.js';
import { unanswered } from './watch.js';

const day = Array.from({ length: 288 }, (_, i) => Date.UTC(2026, 0, 1) + i * 300_000);
const gone = { symbol: 'GONE', reason: 'CoinGecko does not know the id "gone"', permanent: true };
const row = (slot: number, over: Partial<LedgerRow> = {}): LedgerRow => ({
  dataset: 'crypto_prices', slot: new Date(slot), chunk: 1, state: 'done', symbols: ['BTC', 'GONE'], rows_written: 1, missing: [gone], reason: null,
  attempts: 1, repairs: 0, job_id: null, opened_at: new Date(slot), started_at: new Date(slot), finished_at: new Date(slot), ...over,
});

describe('the watch over the registry', () => {
  it('names an asset that nobody answered through a whole day', () => {
    expect(unanswered(day.map((slot) => row(slot)))).toEqual([gone]);
  });

  it('says nothing of one that was answered once, or asked for too rarely', () => {
    expect(unanswered(day.map((slot, i) => row(slot, i === 100 ? { missing: [] } : {})))).toEqual([]);
    expect(unanswered(day.slice(0, 50).map((slot) => row(slot)))).toEqual([]);
  });

  it('blames no asset for slots in which the upstream was away', () => {
    expect(unanswered(day.map((slot, i) => row(slot, i < 150 ? { state: 'missed', missing: [] } : {})))).toEqual([]);
  });
});
