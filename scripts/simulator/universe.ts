/**
 * Which coins the computed market plays: the farm's own registry seeds, then
 * synthetic ones (`SIM001` …) until the wanted number is reached. Ids and names
 * are the registry's, so a farm can run against the simulator and the real
 * upstreams with the same list.
 */
import { seeds } from '#workers/store/seeds/assets.js';

export interface Listing {
  symbol: string;
  id: string;
  name: string;
  /** Binance market, null where it has none. */
  market: string | null;
  /** False where CoinGecko has no rank for it. */
  ranked?: boolean;
}

const LEAST = 134;

/** Two coins under one ticker, as CoinGecko really lists them. */
export const lookalikes: readonly Listing[] = [
  { symbol: 'USDF', id: 'falcon-finance', name: 'Falcon USD', market: null, ranked: false },
  { symbol: 'USDF', id: 'astherus-usdf', name: 'Aster USDF', market: null, ranked: false },
];

/** @param count how many; without it, every seed and at least 134. */
export function listedAssets(count: number = Math.max(LEAST, seeds.length)): Listing[] {
  const listed = seeds.slice(0, count);
  const synthetic = Array.from({ length: Math.max(0, count - listed.length) }, (_, i) => syntheticListing(i + 1));
  return [...listed, ...synthetic];
}

function syntheticListing(serial: number): Listing {
  const number = String(serial).padStart(3, '0');
  return { symbol: `SIM${number}`, id: `sim-${number}`, name: `Synthetic ${number}`, market: `SIM${number}USDT` };
}

/** The registry's id, name and rank of a ticker, if it is in the seeds. */
export function seedOf(symbol: string): { id: string; name: string; rank: number } | null {
  const index = seeds.findIndex((s) => s.symbol === symbol);
  const seed = seeds[index];
  return seed ? { id: seed.id, name: seed.name, rank: index + 1 } : null;
}
