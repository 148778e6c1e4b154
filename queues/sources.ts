/**
 * The sources: upstream series the farm collects. One line each; the collector
 * that fetches and parses it is welded to the name in `workers/collectors/index.ts`.
 */
import { datasets, type DatasetName } from './datasets.js';

export interface Source {
  dataset: DatasetName;
  /** `symbols`: asked for per chunk of symbols. `global`: one answer for everybody. */
  scope: 'symbols' | 'global';
  /** `snapshot`: its rows belong to the slot and are only taken while it lasts. `history`: its rows carry their own instant, so it may run later. */
  reach: 'snapshot' | 'history';
}

export const sources = {
  'crypto-prices': { dataset: 'crypto_prices', scope: 'symbols', reach: 'snapshot' },
  ohlc: { dataset: 'ohlc', scope: 'symbols', reach: 'history' },
  'crypto-news': { dataset: 'crypto_news', scope: 'global', reach: 'history' },
  'stock-news': { dataset: 'stock_news', scope: 'global', reach: 'history' },
  'social-reddit': { dataset: 'social_reddit', scope: 'global', reach: 'history' },
  'social-twitter': { dataset: 'social_twitter', scope: 'global', reach: 'history' },
  'macro-fred': { dataset: 'macro', scope: 'global', reach: 'history' },
  'macro-yahoo': { dataset: 'macro_yahoo', scope: 'global', reach: 'history' },
  'market-yahoo': { dataset: 'market', scope: 'global', reach: 'history' },
  'fear-greed': { dataset: 'fear_greed', scope: 'global', reach: 'history' },
  onchain: { dataset: 'onchain', scope: 'global', reach: 'history' },
  derivatives: { dataset: 'derivatives', scope: 'symbols', reach: 'history' },
  coinbase: { dataset: 'coinbase_prices', scope: 'symbols', reach: 'snapshot' },
  'alpha-vantage': { dataset: 'alpha_vantage', scope: 'global', reach: 'history' },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;
export const sourceNames = Object.keys(sources) as SourceName[];
const partOf = (source: SourceName): 'chain' | 'side' => datasets[sources[source].dataset].part;
/** Which sources feed the main chain. */
export const chainSources = sourceNames.filter((s) => partOf(s) === 'chain');
export const sideSources = sourceNames.filter((s) => partOf(s) === 'side');
