/** What makes one computed coin differ from another: magnitude, volatility, how much it follows the others. */
import { stablecoins, magnitudes } from './magnitudes.js';
import { gaussian, streamKey, uniform } from './hash.js';

export const SECTORS = 8;

export interface Profile {
  key: number;
  /** Natural logarithm of the price around which the coin wanders. */
  basis: number;
  decimals: number;
  volumeDecimals: number;
  /** Weights of the market's and the sector's log changes. */
  beta: number;
  gamma: number;
  sector: number;
  /** Standard deviation of the coin's own daily change. */
  ownVol: number;
  supply: number;
  /** Quote currency traded on an ordinary day. */
  dailyTurnover: number;
}

const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** Magnitude of a coin without a known one: synthetic coins walk through 1e-9 … 1e5, others stay ordinary. */
function magnitude(symbol: string, key: number): readonly [number, number] {
  const known = magnitudes[symbol];
  if (known) return known;
  if (stablecoins.has(symbol)) return [1, 10 ** (8 + 2 * uniform(key, 1))];
  const serial = /^SIM(\d+)$/.exec(symbol);
  const exponent = serial ? -9 + ((Number(serial[1]) - 1) % 15) + 0.9 * uniform(key, 1) : -2.5 + 4 * uniform(key, 1);
  const price = 10 ** Math.min(exponent, 5);
  return [price, 10 ** (7 + 2 * uniform(key, 2)) / price];
}

/** @param rank place by capitalisation, from 1; the turnover falls with it. */
type Character = Pick<Profile, 'beta' | 'gamma' | 'sector' | 'ownVol'>;

/** How a coin moves: a stablecoin hardly, bitcoin with the market, the others more than the market and in sectors. */
function characterOf(symbol: string, key: number): Character {
  const sector = symbol === 'BTC' ? 0 : Math.floor(uniform(key, 6) * SECTORS);
  if (stablecoins.has(symbol)) return { beta: 0, gamma: 0, sector, ownVol: 0.0004 };
  if (symbol === 'BTC') return { beta: 0.95, gamma: 0.2, sector, ownVol: 0.008 };
  return { beta: 0.75 + 0.6 * uniform(key, 4), gamma: 0.5 + 0.5 * uniform(key, 5), sector, ownVol: 0.014 + 0.02 * uniform(key, 7) };
}

export function profileOf({ symbol, id }: { symbol: string; id: string }, rank: number, seed: number): Profile {
  const key = streamKey(seed, `coin:${id}`);
  const [price, supply] = magnitude(symbol, key);
  const stable = stablecoins.has(symbol);
  const exponent = Math.floor(Math.log10(price));
  return {
    key,
    basis: Math.log(price) + (stable ? 0 : 0.05 * gaussian(key, 3)),
    decimals: clamp(5 - exponent, 2, 15),
    volumeDecimals: clamp(exponent + 2, 0, 6),
    ...characterOf(symbol, key),
    supply,
    dailyTurnover: clamp(2.2e10 / rank ** 1.25, 150_000, 2.2e10) * (0.6 + 0.8 * uniform(key, 8)),
  };
}
