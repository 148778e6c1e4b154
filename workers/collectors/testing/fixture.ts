/** A source's fixture: an answer written by hand, and what must become of it. */
import { readFileSync } from 'node:fs';
import type { SourceName } from '#queues/sources.js';
import type { AssetRow } from '../../store/tables/assets.js';
import type { Call, Received, Timeframe } from '../collector.js';

export interface Fixture {
  about: string;
  call: Call;
  received: Received;
  body: unknown;
  rows: Record<string, unknown>[];
  rejected: { item: string; reason: string }[];
  missing: { symbol: string; reason: string }[];
}

type Written = Pick<Fixture, 'about' | 'body' | 'rows' | 'rejected' | 'missing'> & { received: string; slot: string; timeframe?: Timeframe; assets: (Partial<AssetRow> & Pick<AssetRow, 'symbol'>)[] };

/** An asset with everything a test does not care about filled in. */
export const asset = (a: Partial<AssetRow> & Pick<AssetRow, 'symbol'>): AssetRow => ({
  coingecko_id: a.symbol.toLowerCase(),
  name: a.symbol,
  market_rank: null,
  quote_currency: 'usd',
  aliases: [],
  venues: { binance: `${a.symbol}USDT` },
  active: true,
  valid_from: null,
  valid_to: null,
  data_source: 'seed',
  ingested_at: new Date('2026-01-01T00:00:00Z'),
  ...a,
});

/** @throws when the source has no fixture: every source must have one. */
export function fixtureOf(source: SourceName): Fixture {
  const written = JSON.parse(readFileSync(new URL(`../fixtures/${source}.json`, import.meta.url), 'utf8')) as Written;
  return {
    ...written,
    call: { item: 'fixture', assets: written.assets.map(asset), path: '/', query: {}, cost: 1, most: 1, ...(written.timeframe ? { timeframe: written.timeframe } : {}) },
    received: { at: new Date(written.received), slot: Date.parse(written.slot), dataSource: 'sim:test' },
  };
}
