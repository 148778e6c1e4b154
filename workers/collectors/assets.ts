/** The registry entries of a chunk's symbols, remembered for a minute per process: the registry changes by the day. */
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Store } from '../store/index.js';
import type { AssetRow } from '../store/tables/assets.js';

const REMEMBERED_MS = 60_000;
const remembered = new WeakMap<Store, { at: number; bySymbol: Map<string, AssetRow> }>();

/** Assets in the order of the symbols; unknown or inactive ones are named apart. */
export async function assetsOf(store: Store, symbols: readonly string[]): Promise<{ assets: AssetRow[]; unknown: string[] }> {
  const bySymbol = await registry(store, symbols);
  return {
    assets: symbols.flatMap((s) => bySymbol.get(s) ?? []),
    unknown: symbols.filter((s) => !bySymbol.has(s)),
  };
}

/** A symbol that is not remembered is looked up at once: it may have been added a second ago. */
async function registry(store: Store, symbols: readonly string[]): Promise<Map<string, AssetRow>> {
  const known = remembered.get(store);
  if (known && stopwatchMs() - known.at < REMEMBERED_MS && symbols.every((s) => known.bySymbol.has(s))) return known.bySymbol;
  const bySymbol = new Map((await store.assets.active()).map((a) => [a.symbol, a]));
  remembered.set(store, { at: stopwatchMs(), bySymbol });
  return bySymbol;
}
