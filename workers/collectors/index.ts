/** The registry of collectors: a source without one does not compile. */
import type { SourceName } from '#queues/sources.js';
import type { Collector } from './collector.js';
import { cryptoPrices } from './crypto-prices.js';
import { ohlc } from './ohlc.js';

export const collectors = {
  'crypto-prices': cryptoPrices,
  ohlc,
} satisfies { [S in SourceName]: Collector<'price_data_real'> | Collector<'ohlc_data'> };
