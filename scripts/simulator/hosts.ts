/**
 * The simulated hosts, a line each, under the names that the farm's own registry
 * of addresses gives them: a host without a player does not compile.
 */
import type { HostName } from '#workers/upstream/addresses.js';
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { Binance, tooManyRequests } from './binance.js';
import { BinanceFutures } from './binance-futures.js';
import { Bybit, TOO_MANY_VISITS } from './bybit.js';
import { Coinbase } from './coinbase.js';
import { CoinGecko, TOO_MANY } from './coingecko.js';
import type { SimulatedHost } from './faults.js';
import { Ollama } from './ollama.js';
import { figurePlayers } from './figure-hosts.js';
import { press } from './press.js';
import type { MarketSource } from './source.js';

/** What every player shares. */
export interface World {
  source: MarketSource;
  seed: number;
  coingeckoCallsPerMinute: number;
  binanceWeightPerMinute: number;
  /** The free plan's own 25 without it. */
  alphaVantageCallsPerDay?: number | undefined;
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

const makers: { readonly [H in HostName]: MakePlayer } = {
  ...press,
  coingecko: ({ source, coingeckoCallsPerMinute }) => {
    const coingecko = new CoinGecko(source, { callsPerMinute: coingeckoCallsPerMinute });
    return { answer: (call) => coingecko.answer(call), tooMany: () => json(429, TOO_MANY), errorIn200: () => json(200, TOO_MANY), broken: () => json(500, { status: 500, error: 'Internal Server Error' }) };
  },
  binance: ({ source, binanceWeightPerMinute }) => {
    const binance = new Binance(source, { weightPerMinute: binanceWeightPerMinute });
    const words = tooManyRequests(6_000);
    return { answer: (call) => binance.answer(call), tooMany: () => json(429, words), errorIn200: () => json(200, words), broken: () => json(500, { code: -1000, msg: 'An unknown error occurred while processing the request.' }) };
  },
  binance_futures: ({ source, seed }) => {
    const futures = new BinanceFutures(source, seed);
    const words = tooManyRequests(2_400);
    return { answer: (call) => futures.answer(call), tooMany: () => json(429, words), errorIn200: () => json(200, words), broken: () => json(500, { code: -1000, msg: 'An unknown error occurred while processing the request.' }) };
  },
  bybit: ({ source, seed }) => {
    const bybit = new Bybit(source, seed);
    return { answer: (call) => bybit.answer(call), tooMany: () => json(200, TOO_MANY_VISITS), errorIn200: () => json(200, TOO_MANY_VISITS), broken: () => json(200, { retCode: 10016, retMsg: 'Server error.', result: {}, retExtInfo: {} }) };
  },
  coinbase: ({ source, seed }) => {
    const coinbase = new Coinbase(source, seed);
    return { answer: (call) => coinbase.products(call), tooMany: () => json(429, { error: 'RESOURCE_EXHAUSTED', error_code: 8, error_details: 'rate limit exceeded', message: 'rate limit exceeded' }), broken: () => json(500, { error: 'INTERNAL', error_code: 13, error_details: '', message: '' }) };
  },
  coinbase_exchange: ({ source, seed }) => {
    const coinbase = new Coinbase(source, seed);
    return { answer: (call) => coinbase.candles(call), tooMany: () => json(429, { message: 'Public rate limit exceeded' }), broken: () => json(500, { message: 'Internal server error' }) };
  },
  ...figurePlayers,
};

/** What is asked at addresses of its own. */
const besides: { [H in Exclude<SimulatedHost, HostName>]: MakePlayer } = {
  ollama: ({ seed }) => {
    const ollama = new Ollama(seed);
    return { answer: (call) => ollama.answer(call), tooMany: () => json(503, { error: 'server busy, please try again. maximum pending requests exceeded' }), errorIn200: () => json(200, { error: 'llama runner process no longer running: -1' }), broken: () => json(500, { error: 'model runner has unexpectedly stopped' }) };
  },
};

export type Players = { [H in SimulatedHost]: Player };
export const playersOf = (world: World): Players => Object.fromEntries(Object.entries({ ...makers, ...besides }).map(([host, make]) => [host, make(world)])) as Players;
