/**
 * The streams of values: which datasets feed them, which scope they need, what
 * their messages are called and how their rows are read. Both socket transports
 * and the event stream are derived from this table.
 */
import type { DatasetName } from '#queues/datasets.js';
import type { ApiContext } from '../context.js';
import type { Scope } from '../auth/scopes.js';
import { featuresOf } from '../views/features.js';
import { newsItems } from '../views/news.js';
import { newestPrices, slotPrices } from '../views/prices.js';
import { sentimentUpdates } from '../views/sentiment.js';

/** One symbol's new value; what else it holds depends on the stream. */
export interface Update {
  symbol: string;
  timestamp: string;
  /** Every name a follower may know it by, where the symbol is not the only one; `ALL` for those who named none. */
  about?: readonly string[];
}
/** What a follower of everything follows. */
export const ALL = '*';

/** A slot whose rows are in the store. */
export interface Landing {
  dataset: DatasetName;
  slot: number;
  symbols: readonly string[];
}
export type StreamContext = Pick<ApiContext, 'store' | 'answers' | 'clock'>;

interface StreamSpec {
  scope: Scope;
  datasets: readonly DatasetName[];
  /** The message of one value, and Socket.IO's event. */
  message: string;
  /** Whether a follower must name symbols. */
  bySymbol: boolean;
  /** What landed, of these symbols. */
  landed(ctx: StreamContext, landing: Landing): Promise<Update[]>;
  /** The newest value of each symbol that has one; of everything where the list is empty. */
  newest(ctx: StreamContext, symbols: readonly string[]): Promise<Update[]>;
}

const FLAT = { format: 'flat', groups: undefined } as const;

const declared = {
  prices: {
    scope: 'read:prices', datasets: ['crypto_prices'], message: 'price_update', bySymbol: true,
    landed: (ctx, { slot, symbols }) => slotPrices(ctx.store, slot, symbols),
    newest: (ctx, symbols) => newestPrices(ctx.store, symbols),
  },
  features: {
    scope: 'read:ml-features', datasets: ['ml_features'], message: 'features_update', bySymbol: true,
    landed: (ctx, { slot, symbols }) => featuresOf(ctx.store, { symbols, shape: FLAT, slotMs: slot }),
    newest: (ctx, symbols) => featuresOf(ctx.store, { symbols, shape: FLAT }),
  },
  sentiment: {
    scope: 'read:sentiment', datasets: ['sentiment_analysis'], message: 'sentiment_update', bySymbol: true,
    landed: (ctx, { symbols }) => sentimentUpdates(ctx.store, symbols, ctx.clock.nowMs()),
    newest: (ctx, symbols) => sentimentUpdates(ctx.store, symbols, ctx.clock.nowMs()),
  },
  news: {
    scope: 'read:news', datasets: ['crypto_news', 'stock_news'], message: 'news_item', bySymbol: false,
    landed: (ctx, { dataset, slot }) => newsItems(ctx.store, { market: dataset === 'stock_news' ? 'stock' : 'crypto', sinceMs: slot }, ctx.clock.nowMs()),
    newest: (ctx, symbols) => newsItems(ctx.store, { market: 'crypto', symbols }, ctx.clock.nowMs()),
  },
} as const satisfies Record<string, StreamSpec>;

export type Stream = keyof typeof declared;
export const streamSpecs: Readonly<Record<Stream, StreamSpec>> = declared;
export const streams = Object.keys(declared) as Stream[];
export const isStream = (name: unknown): name is Stream => typeof name === 'string' && Object.hasOwn(declared, name);
export const streamOf = (dataset: DatasetName): Stream | undefined => streams.find((s) => streamSpecs[s].datasets.includes(dataset));

/** Whether a follower of these symbols is told of it. */
export const concerns = (u: Update, followed: ReadonlySet<string>): boolean => (u.about ?? [u.symbol]).some((name) => followed.has(name));

/** What leaves: without what only decides where it goes. */
export function told(u: Update): object {
  const { about, ...value } = u;
  return about === undefined ? u : value;
}
