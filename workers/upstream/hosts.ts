/**
 * What the hosts of `addresses.ts` are: key, headers and the way they say no,
 * a line each; `client.ts` acts on it. A host without a dialect of its own is
 * judged by what HTTP says.
 */
import { addresses, hostNames, simulatedAt, type HostName } from './addresses.js';
import type { UpstreamConfig } from './config.js';
import type { Host, HostMaker, Place } from './host.js';
import { binance } from './hosts/binance.js';
import { coingecko } from './hosts/coingecko.js';
import { plain } from './hosts/plain.js';

export type { HostName } from './addresses.js';
export { hostNames } from './addresses.js';

const makers: Partial<Record<HostName, HostMaker>> = { coingecko, binance };

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
