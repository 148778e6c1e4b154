/**
 * Which assets the farm collects in this mode: the seeded registry, plus what the
 * simulator lists. A replay's own listing wins over the seeds, because its quotes
 * and markets are the recorded ones. Refuses symbols nobody lists.
 */
import { ConfigError } from '#queues/errors.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import type { UpOptions } from './options.js';
import type { SimulatedUniverse } from './simulator.js';

const assetRow = (a: SimulatedUniverse['assets'][number], mode: 'sim' | 'replay', now: Date): AssetRow => ({
  symbol: a.symbol,
  coingecko_id: a.coingecko_id,
  name: a.name,
  market_rank: a.rank,
  quote_currency: a.quote_currency,
  aliases: [],
  venues: a.venues,
  active: true,
  valid_from: null,
  valid_to: null,
  data_source: `${mode}:simulator`,
  ingested_at: now,
});

/** One asset a ticker: of two that share one, the first listed is meant. */
function firstOfEach(assets: SimulatedUniverse['assets']): SimulatedUniverse['assets'] {
  const seen = new Set<string>();
  return assets.filter((a) => !seen.has(a.symbol) && seen.add(a.symbol));
}

/** Rows the registry is missing. Pure. */
export function assetsToAdd(universe: SimulatedUniverse, registered: readonly AssetRow[], now: Date): AssetRow[] {
  const known = new Set(universe.mode === 'replay' ? [] : registered.map((a) => a.symbol));
  return firstOfEach(universe.assets).filter((a) => !known.has(a.symbol)).map((a) => assetRow(a, universe.mode, now));
}

const byRank = (a: { rank: number | null }, b: { rank: number | null }): number => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0;

/** Value of SYMBOLS for the farm's processes. Pure. @throws ConfigError naming symbols that nobody lists. */
export function wantedSymbols(wanted: UpOptions['symbols'], universe: SimulatedUniverse | null, registered: readonly AssetRow[]): string {
  const listed = universe ? firstOfEach(universe.assets).sort(byRank) : registered.map((a) => ({ symbol: a.symbol, coingecko_id: a.coingecko_id, rank: a.market_rank }));
  if (Array.isArray(wanted)) return named(wanted, listed).join(',');
  if (typeof wanted === 'number') return listed.slice(0, wanted).map((a) => a.symbol).join(',');
  return universe ? listed.map((a) => a.symbol).join(',') : 'all';
}

function named(wanted: readonly string[], listed: readonly { symbol: string; coingecko_id: string }[]): string[] {
  const tickers = new Map(listed.flatMap((a) => [[a.coingecko_id.toUpperCase(), a.symbol] as const]));
  for (const a of listed) tickers.set(a.symbol.toUpperCase(), a.symbol);
  const unknown = wanted.filter((w) => !tickers.has(w));
  if (unknown.length > 0) throw new ConfigError(unknown.map((w) => `--symbols: nobody lists ${w}; listed are ${listed.slice(0, 12).map((a) => a.symbol).join(', ')}${listed.length > 12 ? ` and ${listed.length - 12} more` : ''}`));
  return [...new Set(wanted.map((w) => tickers.get(w) as string))];
}
