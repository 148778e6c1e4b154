/**
 * What the hosts of `addresses.ts` are: key, headers and the way they say no,
 * a line each; `client.ts` acts on it. A host without a dialect of its own is
 * judged by what HTTP says.
 */
import { addresses, hostNames, simulatedAt, type HostName } from './addresses.js';
import type { UpstreamConfig } from './config.js';
import type { Host, HostMaker, Place } from './host.js';
import { alphaVantage } from './hosts/alpha-vantage.js';
import { alternativeMe } from './hosts/alternative-me.js';
import { binance } from './hosts/binance.js';
import { blockchainInfo } from './hosts/blockchain-info.js';
import { binanceFutures } from './hosts/binance-futures.js';
import { bybit } from './hosts/bybit.js';
import { coinbaseExchange } from './hosts/coinbase-exchange.js';
import { coinbase } from './hosts/coinbase.js';
import { coingecko } from './hosts/coingecko.js';
import { defillama } from './hosts/defillama.js';
import { etherscan } from './hosts/etherscan.js';
import { fred } from './hosts/fred.js';
import { mempoolSpace } from './hosts/mempool-space.js';
import { plain } from './hosts/plain.js';
import { yahoo } from './hosts/yahoo.js';
import { cryptopanic } from './hosts/cryptopanic.js';
import { guardian } from './hosts/guardian.js';
import { newsapi } from './hosts/newsapi.js';
import { reddit, redditWww } from './hosts/reddit.js';
import { twitter } from './hosts/twitter.js';

export type { HostName } from './addresses.js';
export { hostNames } from './addresses.js';

const makers: Partial<Record<HostName, HostMaker>> = {
  coingecko,
  binance,
  binance_futures: binanceFutures,
  bybit,
  coinbase,
  coinbase_exchange: coinbaseExchange,
  fred,
  yahoo,
  alternative_me: alternativeMe,
  blockchain_info: blockchainInfo,
  mempool_space: mempoolSpace,
  etherscan,
  defillama,
  defillama_stablecoins: defillama,
  alpha_vantage: alphaVantage,
  guardian,
  newsapi,
  cryptopanic,
  reddit,
  reddit_www: redditWww,
  twitter,
};

function placeOf(config: UpstreamConfig, host: HostName): Place {
  const variable = host.toUpperCase() as Uppercase<HostName>;
  const given = config[`${variable}_BASE_URL`];
  const simulated = config.SIMULATOR_URL ? simulatedAt(config.SIMULATOR_URL, host) : undefined;
  const budget = config[`${variable}_BUDGET`] ?? addresses[host].budget;
  return { baseUrl: given ?? simulated ?? addresses[host].url, isDefault: !given && !simulated, budget };
}

/** Every host as this configuration sees it. */
export const hostsOf = (config: UpstreamConfig): Record<HostName, Host> =>
  Object.fromEntries(hostNames.map((name) => [name, (makers[name] ?? plain)(config, placeOf(config, name))])) as Record<HostName, Host>;
