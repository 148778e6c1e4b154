/** Which symbols a slot covers: the active registry, narrowed by `SYMBOLS`. */
import type { Store } from './store/index.js';
import type { AssetRow } from './store/tables/assets.js';

export interface Universe {
  /** All, the first N by rank, or these. */
  wanted: 'all' | number | readonly string[];
  /** Most symbols in one chunk. */
  chunkSymbols: number;
}

const validAt = (asset: AssetRow, ms: number): boolean => (asset.valid_from?.getTime() ?? -Infinity) <= ms && ms < (asset.valid_to?.getTime() ?? Infinity);

/** Pure: the tickers of a slot. Tickers or CoinGecko ids may be asked for, in any case. */
export function selectSymbols(wanted: Universe['wanted'], assets: readonly AssetRow[], slotMs: number): string[] {
  const valid = assets.filter((a) => validAt(a, slotMs));
  if (wanted === 'all') return valid.map((a) => a.symbol);
  if (typeof wanted === 'number') return valid.slice(0, wanted).map((a) => a.symbol);
  const names = new Set(wanted.map((w) => w.toLowerCase()));
  return valid.filter((a) => names.has(a.symbol.toLowerCase()) || names.has(a.coingecko_id.toLowerCase())).map((a) => a.symbol);
}

export const universeOf = async (universe: Universe, store: Pick<Store, 'assets'>, slotMs: number): Promise<string[]> => selectSymbols(universe.wanted, await store.assets.active(), slotMs);
