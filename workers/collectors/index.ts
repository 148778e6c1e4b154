/** The registry of collectors: a source without one does not compile. */
import type { SourceName } from '#queues/sources.js';
import type { Collector } from './collector.js';
import { coinbase } from './coinbase.js';
import { cryptoPrices } from './crypto-prices.js';
import { derivatives } from './derivatives.js';
import { alphaVantage } from './alpha-vantage.js';
import { fearGreed } from './fear-greed.js';
import { macroFred } from './macro-fred.js';
import { macroYahoo } from './macro-yahoo.js';
import { marketYahoo } from './market-yahoo.js';
import { ohlc } from './ohlc.js';
import { onchain } from './onchain.js';
import { cryptoNews } from './crypto-news.js';
import { socialReddit } from './social-reddit.js';
import { socialTwitter } from './social-twitter.js';
import { stockNews } from './stock-news.js';

export const collectors: { readonly [S in SourceName]: Collector } = {
  'crypto-prices': cryptoPrices,
  ohlc,
  'crypto-news': cryptoNews,
  'stock-news': stockNews,
  'social-reddit': socialReddit,
  'social-twitter': socialTwitter,
  'macro-fred': macroFred,
  'macro-yahoo': macroYahoo,
  'market-yahoo': marketYahoo,
  'fear-greed': fearGreed,
  onchain,
  derivatives,
  coinbase,
  'alpha-vantage': alphaVantage,
};
