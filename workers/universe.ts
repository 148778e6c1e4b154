/** Which symbols a slot covers: the active registry, narrowed by `SYMBOLS`. */
import type { Store } from './store/index.js';
import { createNames } from './store/names.js';
import { holdsAt, spanOf } from './store/tables/alias.js';
import type { AssetRow } from './store/tables/assets.js';

export interface Universe {
  /** All, the first N by rank, or these. */
  wanted: 'all' | number | readonly string[];
  /** Most symbols in one chunk. */
  chunkSymbols: number;
}

/** Pure: the tickers of a slot. Tickers, CoinGecko ids or other names may be asked for, in any case. */
export function selectSymbols(wanted: Universe['wanted'], assets: readonly AssetRow[], slotMs: number): string[] {
  const valid = assets.filter((a) => holdsAt(spanOf(a), slotMs));
  if (wanted === 'all') return valid.map((a) => a.symbol);
  if (typeof wanted === 'number') return valid.slice(0, wanted).map((a) => a.symbol);
  const names = createNames(valid);
  const asked = new Set(wanted.map((name) => names.find(name, slotMs)));
  return valid.filter((a) => asked.has(a)).map((a) => a.symbol);
}

export const universeOf = async (universe: Universe, store: Pick<Store, 'assets'>, slotMs: number): Promise<string[]> => selectSymbols(universe.wanted, await store.assets.active(), slotMs);
