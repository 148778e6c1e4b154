/**
 * The hosts the farm may call, a line each. What a host is (address, key,
 * budget, the way it says no) is data; `client.ts` acts on it.
 */
import { binance } from './binance.js';
import { coingecko } from './coingecko.js';
import type { UpstreamConfig } from './config.js';
import type { Host } from './host.js';

const makers = { coingecko, binance } as const satisfies Record<string, (config: UpstreamConfig) => Host>;

export type HostName = keyof typeof makers;
export const hostNames = Object.keys(makers) as HostName[];

/** Every host as this configuration sees it. */
export const hostsOf = (config: UpstreamConfig): Record<HostName, Host> => ({ coingecko: coingecko(config), binance: binance(config) });
