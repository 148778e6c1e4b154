/**
 * What every recorded file is: answers of a source of ours, pushed through its
 * collector, or something else, with the reason. The first line whose pattern
 * fits counts; a file that fits none fails the test that walks them.
 */
import type { SourceName } from '#queues/sources.js';

export interface Ours {
  source: SourceName;
  /** Endpoints it is pushed through; every one must cope with it. None: the source's first call. */
  kinds?: readonly string[];
  item?: string;
}
type Line = readonly [pattern: RegExp, what: Ours | string];

const BINANCE = ['premium', 'interest', 'funding'] as const;
const BYBIT = ['tickers', 'bybit-interest', 'bybit-funding'] as const;
const MEMPOOL = ['fees', 'mempool', 'hashrate', 'adjustment', 'height'] as const;

export const recordedTable: readonly Line[] = [
  [/^README\.md$/, 'what the folder is'],
  [/^errors\//, 'errors, walked by themselves'],
  [/^coingecko\/recorded-/, { source: 'crypto-prices' }],
  [/^docs-samples\/coingecko\//, { source: 'crypto-prices' }],
  [/^docs-samples\/binance-spot\//, { source: 'ohlc' }],
  [/^docs-samples\/binance-usdm\//, { source: 'derivatives', kinds: BINANCE }],
  [/^docs-samples\/bybit-v5\//, { source: 'derivatives', kinds: BYBIT }],
  [/^docs-samples\/coinbase-at\//, { source: 'coinbase' }],
  [/^docs-samples\/(binance-usdm-ws|coinbase-at-ws)\//, 'messages of a websocket, which the farm does not open'],
  [/^derivatives-live-json\/binance_/, { source: 'derivatives', kinds: BINANCE }],
  [/^derivatives-live-json\/bybit_/, { source: 'derivatives', kinds: BYBIT }],
  [/^coinbase\/nautilus\/ws_/, 'messages of a websocket, which the farm does not open'],
  [/^coinbase\/nautilus\//, { source: 'coinbase' }],
  [/^coinbase\/exchange_candles_/, { source: 'ohlc' }],
  [/^ohlcv-hourly-binance-2017-2022\//, { source: 'ohlc' }],
  [/^freqtrade-testdata\//, "candles and trades in another program's files; they feed the indicators' tests"],
  [/^ta-reference\//, 'what other libraries compute, for the indicators'],
  [/^sentiment\//, 'sentences for the scorers'],
  [/^fred\/recorded\//, { source: 'macro-fred', item: 'GDPC1' }],
  [/^fred\/csv\//, "tables of another FRED endpoint; they become observations in the macro sources' own test"],
  [/^macro-yahoo-daily\//, "tables made of Yahoo's answers; they become answers again in the macro sources' own test"],
  [/^yahoo\/recorded\//, { source: 'market-yahoo', item: 'SPY' }],
  [/^alternative-me\/.*\.json$/, { source: 'fear-greed' }],
  [/^alternative-me\//, "tables; they become answers again in the macro sources' own test"],
  [/^blockchain-info\/charts_/, { source: 'onchain', kinds: ['chart'] }],
  [/^blockchain-info\//, { source: 'onchain', kinds: ['stats'] }],
  [/^mempool-space\//, { source: 'onchain', kinds: MEMPOOL }],
  [/^etherscan\//, { source: 'onchain', kinds: ['gas', 'supply'] }],
  [/^defillama\/stables/, { source: 'onchain', kinds: ['stablecoins'] }],
  [/^defillama\//, { source: 'onchain', kinds: ['dexs'] }],
  [/^alpha-vantage\//, { source: 'alpha-vantage', item: 'COIN' }],
  [/^guardian\//, { source: 'stock-news', item: 'guardian' }],
  [/^newsapi\/.*\.json$/, { source: 'stock-news', item: 'newsapi' }],
  [/^newsapi\//, "a table; it becomes an answer again in the news sources' own test"],
  [/^reddit\//, { source: 'social-reddit' }],
  [/^twitter\//, { source: 'social-twitter' }],
  [/^rss\//, { source: 'crypto-news' }],
];

/** What a file is; undefined for one that nobody has looked at. */
export const recordedAs = (path: string): Ours | string | undefined => recordedTable.find(([pattern]) => pattern.test(path))?.[1];
