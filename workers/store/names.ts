/**
 * Which asset a name means at an instant: a ticker wins over a CoinGecko id, an
 * id over an alias, and what holds at the instant over what does not. Case does
 * not matter. Refuses to guess: names in running text are `workers/text`.
 */
import { aliasesOf, holdsAt, spanOf, type Span } from './tables/alias.js';
import type { AssetRow } from './tables/assets.js';

interface Claim {
  asset: AssetRow;
  span: Span;
  /** 0 ticker, 1 id, 2 alias. */
  strength: 0 | 1 | 2;
}

export interface Names {
  /** @param at ms; without it, what the name means today. A ticker or id whose time is over is still found, when nothing else bears it. */
  find(name: string, at?: number): AssetRow | undefined;
}

const claimsOf = (asset: AssetRow): [string, Claim][] => [
  [asset.symbol, { asset, span: spanOf(asset), strength: 0 }],
  [asset.coingecko_id, { asset, span: spanOf(asset), strength: 1 }],
  ...aliasesOf(asset).map(({ name, ...span }): [string, Claim] => [name, { asset, span, strength: 2 }]),
];

/** Pure. Of two claims alike, the first asset listed is meant. */
export function createNames(assets: readonly AssetRow[]): Names {
  const claims = new Map<string, Claim[]>();
  for (const [name, claim] of assets.flatMap(claimsOf)) {
    const key = name.toLowerCase();
    claims.set(key, [...(claims.get(key) ?? []), claim]);
  }
  for (const list of claims.values()) list.sort((a, b) => a.strength - b.strength);
  return {
    find(name, at = Infinity) {
      const list = claims.get(name.trim().toLowerCase()) ?? [];
      return (list.find((c) => holdsAt(c.span, at)) ?? list.find((c) => c.strength < 2))?.asset;
    },
  };
}
