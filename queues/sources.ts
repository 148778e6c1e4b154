/**
 * The sources: upstream series the farm collects. One line each; the collector
 * that fetches and parses it is welded to the name in `workers/collectors/index.ts`.
 */
import type { DatasetName } from './datasets.js';

export interface Source {
  dataset: DatasetName;
  /** `symbols`: asked for per chunk of symbols. `global`: one answer for everybody. */
  scope: 'symbols' | 'global';
  /** `snapshot`: only "now" can be asked for. `history`: a missed slot can be fetched later. */
  reach: 'snapshot' | 'history';
}

export const sources = {
  'crypto-prices': { dataset: 'crypto_prices', scope: 'symbols', reach: 'snapshot' },
  ohlc: { dataset: 'ohlc', scope: 'symbols', reach: 'history' },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;
export const sourceNames = Object.keys(sources) as SourceName[];
