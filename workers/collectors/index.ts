/** The registry of collectors: a source without one does not compile. */
import type { SourceName } from '#queues/sources.js';
import type { Collector } from './collector.js';
import { cryptoPrices } from './crypto-prices.js';
import { ohlc } from './ohlc.js';

export const collectors = {
  'crypto-prices': cryptoPrices,
  ohlc,
} as { [S in SourceName]: Collector };
