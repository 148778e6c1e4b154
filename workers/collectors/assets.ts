/** The registry entries of a chunk's symbols, remembered for a minute per process: the registry changes by the day. */
import { stopwatchMs } from '#queues/runtime/clock.js';
import { createMentions, type Mentions } from '../text/mentions.js';
import type { Store } from '../store/index.js';
import type { AssetRow } from '../store/tables/assets.js';

const REMEMBERED_MS = 60_000;
interface Registry {
  at: number;
  bySymbol: Map<string, AssetRow>;
  /** Compiled when the first text is read. */
  mentions?: Mentions;
}
const remembered = new WeakMap<Store, Registry>();

export interface Found {
  /** In the order of the symbols. */
  assets: AssetRow[];
  /** Unknown or inactive symbols. */
  unknown: string[];
  /** Which assets of the whole registry a text is about. */
  symbolsIn(text: string, at?: Date): string[];
}

export async function assetsOf(store: Store, symbols: readonly string[]): Promise<Found> {
  const known = await registry(store, symbols);
  return {
    assets: symbols.flatMap((s) => known.bySymbol.get(s) ?? []),
    unknown: symbols.filter((s) => !known.bySymbol.has(s)),
    symbolsIn: (text, at) => (known.mentions ??= createMentions([...known.bySymbol.values()])).symbolsIn(text, at),
  };
}

/** A symbol that is not remembered is looked up at once: it may have been added a second ago. */
async function registry(store: Store, symbols: readonly string[]): Promise<Registry> {
  const known = remembered.get(store);
  if (known && stopwatchMs() - known.at < REMEMBERED_MS && symbols.every((s) => known.bySymbol.has(s))) return known;
  const fresh: Registry = { at: stopwatchMs(), bySymbol: new Map((await store.assets.active()).map((a) => [a.symbol, a])) };
  remembered.set(store, fresh);
  return fresh;
}
