/**
 * Binance USD-M futures: weight and words as Binance spot has them. What it adds:
 * -1130 for a start too far back (open interest is kept for 30 days), refused for
 * good; and limits apart from the weight for `/futures/data` and funding, which the
 * collector pays for in weight. Its own count knows only weight, so it is not passed on.
 */
import type { HostMaker } from '../host.js';
import { judgeBinance } from './binance.js';

export const binanceFutures: HostMaker = (_c, { baseUrl, budget }) => ({ baseUrl, budget, headers: {}, secrets: [], judge: judgeBinance });
