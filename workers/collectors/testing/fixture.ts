/** A source's fixtures: answers written by hand, and what must become of them. A file holds one, or a list. */
import { readFileSync } from 'node:fs';
import type { SourceName } from '#queues/sources.js';
import { createMentions } from '../../text/mentions.js';
import type { AssetRow } from '../../store/tables/assets.js';
import type { Call, Received, Timeframe } from '../collector.js';
import { collectors } from '../index.js';

export interface Fixture {
  about: string;
  call: Call;
  received: Received;
  body: unknown;
  rows: Record<string, unknown>[];
  rejected: { item: string; reason: string }[];
  missing: { symbol: string; reason: string }[];
}

/** `item`, `kind` and `host` name the call of the plan that the answer belongs to; `body` is a string where the call takes text. */
type Written = Pick<Fixture, 'about' | 'body' | 'rows' | 'rejected' | 'missing'> & Pick<Partial<Call>, 'item' | 'kind' | 'host'> & { received: string; slot: string; timeframe?: Timeframe; cursors?: Record<string, string>; assets: (Partial<AssetRow> & Pick<AssetRow, 'symbol'>)[] };

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

/** What the texts of fixtures may name. */
const registry = createMentions([['BTC', 'Bitcoin'], ['ETH', 'Ethereum'], ['SOL', 'Solana'], ['NEAR', 'NEAR Protocol']].map(([symbol, name]) => asset({ symbol: symbol as string, name: name as string })));

/** Every call of a plan, and those that would be made instead. */
const withInstead = (call: Call): Call[] => [call, ...(call.instead ? withInstead(call.instead) : [])];

/** The collector's own call that the answer belongs to; a source of symbols that plans otherwise gets a bare one. */
function callOf(source: SourceName, written: Written): Call {
  const assets = written.assets.map(asset);
  const slot = Date.parse(written.slot);
  const plan = collectors[source].plan(assets, { slot, now: Date.parse(written.received), newest: new Map(), historyBars: 10, cursors: new Map(Object.entries(written.cursors ?? {})), canAsk: () => true });
  const planned = plan.calls.flatMap(withInstead).find((c) => (['item', 'kind', 'host'] as const).every((key) => written[key] === undefined || c[key] === written[key]) && (written.timeframe === undefined || c.timeframe === written.timeframe));
  if (!planned && (written.kind ?? written.item ?? written.host)) throw new Error(`${source} plans no call like ${JSON.stringify([written.kind, written.item, written.host])}`);
  return { item: 'fixture', path: '/', query: {}, cost: 1, most: 1, ...planned, assets, ...(written.timeframe ? { timeframe: written.timeframe } : {}) };
}

/** @throws when the source has no fixture: every source must have one. */
export function fixturesOf(source: SourceName): Fixture[] {
  const read = JSON.parse(readFileSync(new URL(`../fixtures/${source}.json`, import.meta.url), 'utf8')) as Written | Written[];
  return [read].flat().map((written) => ({
    ...written,
    call: callOf(source, written),
    received: { at: new Date(written.received), slot: Date.parse(written.slot), dataSource: 'sim:test', symbolsIn: registry.symbolsIn.bind(registry) },
  }));
}

/** The first of them. */
export const fixtureOf = (source: SourceName): Fixture => fixturesOf(source)[0] as Fixture;
