/**
 * How a slot's symbols are split. Fat chunks: one CoinGecko call takes 250 ids
 * and every extra job costs some 25 Redis commands, so a slot of 124 symbols is
 * one chunk and one of 320 is two of 160.
 */
export const DEFAULT_CHUNK_SYMBOLS = 160;

/** Evenly sized, order kept, stable for the same input. Empty input gives no chunk. */
export function chunksOf(symbols: readonly string[], most: number = DEFAULT_CHUNK_SYMBOLS): string[][] {
  const sorted = [...new Set(symbols)].sort();
  const count = Math.ceil(sorted.length / most);
  return Array.from({ length: count }, (_, i) => sorted.slice(Math.round((i * sorted.length) / count), Math.round(((i + 1) * sorted.length) / count)));
}
