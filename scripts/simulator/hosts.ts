/**
 * The simulated hosts, a line each, under the names that the farm's own registry
 * of addresses gives them: a host without a player does not compile.
 */
import type { HostName } from '#workers/upstream/addresses.js';
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { Binance, tooManyRequests } from './binance.js';
import { CoinGecko, TOO_MANY } from './coingecko.js';
import type { MarketSource } from './source.js';

/** What every player shares. */
export interface World {
  source: MarketSource;
  seed: number;
  coingeckoCallsPerMinute: number;
  binanceWeightPerMinute: number;
}

export interface Player {
  /** Null where the real host has nothing the farm asks for. */
  answer(call: Call): Answer | null;
  /** How this host says "too many requests". */
  tooMany?(): Answer;
  /** How it refuses under status 200, where it does. */
  errorIn200?(): Answer;
  /** How it says that it is broken. */
  broken?(): Answer;
}

export type MakePlayer = (world: World) => Player;

const makers = {
  coingecko: ({ source, coingeckoCallsPerMinute }) => {
    const coingecko = new CoinGecko(source, { callsPerMinute: coingeckoCallsPerMinute });
    return { answer: (call) => coingecko.answer(call), tooMany: () => json(429, TOO_MANY), errorIn200: () => json(200, TOO_MANY), broken: () => json(500, { status: 500, error: 'Internal Server Error' }) };
  },
  binance: ({ source, binanceWeightPerMinute }) => {
    const binance = new Binance(source, { weightPerMinute: binanceWeightPerMinute });
    const words = tooManyRequests(6_000);
    return { answer: (call) => binance.answer(call), tooMany: () => json(429, words), errorIn200: () => json(200, words), broken: () => json(500, { code: -1000, msg: 'An unknown error occurred while processing the request.' }) };
  },
} as { [H in HostName]: MakePlayer };

export type Players = { [H in HostName]: Player };
export const playersOf = (world: World): Players => Object.fromEntries((Object.keys(makers) as HostName[]).map((host) => [host, makers[host](world)])) as Players;
