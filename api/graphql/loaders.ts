/** Batches what the fields of one request ask for: however many symbols a query names, each view is called once. */
import DataLoader from 'dataloader';
import type { Timeframe } from '#workers/store/index.js';
import type { ApiContext } from '../context.js';
import { featuresOf, type FeatureView } from '../views/features.js';
import { pricesOf, type PriceView } from '../views/prices.js';
import { technicalOf, type TechnicalView } from '../views/technical.js';

export interface Loaders {
  price: DataLoader<string, PriceView | null>;
  features: DataLoader<string, FeatureView | null>;
  indicators(timeframe: Timeframe): DataLoader<string, TechnicalView | null>;
}

const MOST_AT_ONCE = 500;

/** In the order asked; null for a symbol without a row. */
function bySymbol<V extends { symbol: string }>(find: (symbols: readonly string[]) => Promise<V[]>): DataLoader<string, V | null> {
  return new DataLoader(
    async (symbols) => {
      const found = new Map((await find(symbols)).map((v) => [v.symbol, v]));
      return symbols.map((s) => found.get(s) ?? null);
    },
    { maxBatchSize: MOST_AT_ONCE },
  );
}

export function createLoaders({ store, clock }: Pick<ApiContext, 'store' | 'clock'>): Loaders {
  const frames = new Map<Timeframe, DataLoader<string, TechnicalView | null>>();
  return {
    price: bySymbol((symbols) => pricesOf(store, symbols)),
    features: bySymbol((symbols) => featuresOf(store, { symbols, shape: { format: 'structured', groups: undefined } })),
    indicators: (timeframe) => {
      const loader = frames.get(timeframe) ?? bySymbol((symbols) => technicalOf(store, symbols, timeframe, clock.nowMs()));
      frames.set(timeframe, loader);
      return loader;
    },
  };
}
