/**
 * Random numbers by address instead of by sequence: the same key and index give
 * the same number in any process, whatever was asked before. Not for secrets.
 */

/** Murmur3's finaliser over two 32-bit words. */
export function mix(a: number, b: number): number {
  let h = (a ^ Math.imul(b | 0, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The key of a named stream under a seed (FNV-1a over the name). */
export function streamKey(seed: number, name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return mix(h, seed);
}

/** Uniform in (0, 1): never 0, never 1, so that its logarithm is finite. */
export const uniform = (key: number, index: number): number => ((mix(key, index) >>> 0) + 0.5) / 4_294_967_296;

/** Standard normal by Box–Muller. */
export const gaussian = (key: number, index: number): number =>
  Math.sqrt(-2 * Math.log(uniform(key, 2 * index))) * Math.cos(2 * Math.PI * uniform(key ^ 0x5bd1e995, 2 * index + 1));

/**
 * Nearly normal, mean 0, variance 1, within ±3.5: the sum of four uniforms out
 * of two hashes. Several times cheaper than `gaussian`; the market's fat tails
 * come from its changing volatility, not from here.
 */
export function bell(key: number, index: number): number {
  const a = mix(key, 2 * index);
  const b = mix(key ^ 0x5bd1e995, 2 * index + 1);
  return ((a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16) - 131_070) * BELL_SCALE;
}

const BELL_SCALE = Math.sqrt(3) / 65_536;
