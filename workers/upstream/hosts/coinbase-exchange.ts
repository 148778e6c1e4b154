/** Coinbase Exchange, the public part: `{"message":"NotFound"}` with the fitting status; otherwise as Advanced Trade. */
import type { HostMaker } from '../host.js';
import { judgeCoinbase } from './coinbase.js';

export const coinbaseExchange: HostMaker = (_c, { baseUrl, budget }) => ({ baseUrl, budget, headers: {}, secrets: [], judge: judgeCoinbase });
