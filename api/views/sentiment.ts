/** What do the texts of the last while say about a symbol, or about a market? */
import { z } from 'zod';
import { sentimentWindows, type Market, type SentimentFigures, type SentimentWindowName, type Store } from '#workers/store/index.js';
import { ApiError } from '../errors.js';
import { count, figure, instantField, maybe, named } from './fields.js';

/** The market as a whole, where a symbol is expected. */
export const WHOLE_MARKET = 'MARKET';

export interface SentimentQuestion {
  symbol: string;
  market: Market;
  timeframe: SentimentWindowName;
  /** Sites, forums and networks; all of them when left out. */
  sources: readonly string[] | undefined;
  breakdown: boolean;
}

export const windowNames = Object.keys(sentimentWindows) as [SentimentWindowName, ...SentimentWindowName[]];

const figures = {
  sentiment_score: figure('mean of the scores, weighed by the confidence of the models, -1 to 1'),
  mean: figure('plain mean of the scores, -1 to 1'),
  confidence: figure('mean confidence of the scores, 0 to 1'),
  dispersion: figure('sample standard deviation of the scores; null with fewer than two texts'),
  positive_share: figure('share of texts that score above 0.1'),
  negative_share: figure('share of texts that score below -0.1'),
  neutral_share: figure('share of the rest'),
  momentum: figure('score less that of the window of equal length before it'),
  texts: count('scored texts in the window'),
  newest: maybe(instantField('when the newest of them became known')),
};
const figuresShape = z.strictObject(figures);
const bySourceShape = named('SentimentOfSource', 'The same figures, of one source', figuresShape.extend({ source: z.string().describe('site, forum or network') }));
export const sentimentAnswer = named(
  'Sentiment',
  'What the texts of a window that ends now say; null where no text of it is scored',
  z.strictObject({
    symbol: z.string().describe('ticker, or MARKET for the market as a whole'),
    market_type: z.enum(['crypto', 'stock']),
    timeframe: z.enum(windowNames).describe('length of the window'),
    timestamp: instantField('end of the window'),
    ...figures,
    sources: z.array(z.string()).describe('where the texts come from'),
    breakdown: z.array(bySourceShape).optional().describe('with include_breakdown=true only'),
  }),
);
export type SentimentView = z.infer<typeof sentimentAnswer>;

const figuresView = (f: SentimentFigures): z.infer<typeof figuresShape> => ({
  sentiment_score: f.score,
  mean: f.mean,
  confidence: f.confidence,
  dispersion: f.dispersion,
  positive_share: f.positive,
  negative_share: f.negative,
  // Thirds do not add up to one to the last digit, and a share is never below zero.
  neutral_share: f.positive === null || f.negative === null ? null : Math.max(0, 1 - f.positive - f.negative),
  momentum: f.momentum,
  texts: f.texts,
  newest: f.newest?.toISOString() ?? null,
});

/**
 * Figures of the window that ends now; null where no text of it is scored.
 * @param nowMs farm time. @throws ApiError DATA_NOT_AVAILABLE where no text about the symbol was ever scored.
 */
export async function sentiment(store: Pick<Store, 'sentiment'>, q: SentimentQuestion, nowMs: number): Promise<SentimentView> {
  const only = { market: q.market, windows: [q.timeframe], ...(q.sources ? { sources: q.sources } : {}) };
  const [window] = await store.sentiment.windows([q.symbol], nowMs, only);
  const known = window && (window.whole.texts > 0 || (await store.sentiment.knows(q.symbol, q.market, nowMs)));
  if (!known) throw new ApiError('DATA_NOT_AVAILABLE', `no ${q.market} text about ${q.symbol} has been scored yet`, { details: { symbol: q.symbol, market: q.market } });
  const breakdown = Object.entries(window.bySource).map(([source, figures]) => ({ source, ...figuresView(figures) }));
  return {
    symbol: q.symbol,
    market_type: q.market,
    timeframe: q.timeframe,
    timestamp: new Date(nowMs).toISOString(),
    ...figuresView(window.whole),
    sources: Object.keys(window.bySource),
    ...(q.breakdown ? { breakdown } : {}),
  };
}

/** What the sockets push: the windows of one symbol that end now. */
export interface SentimentUpdate {
  symbol: string;
  timestamp: string;
  data: Record<string, z.infer<typeof figuresShape>>;
}

/** Symbols about which no text was scored within the longest window have none. @param nowMs farm time. */
export async function sentimentUpdates(store: Pick<Store, 'sentiment'>, symbols: readonly string[], nowMs: number): Promise<SentimentUpdate[]> {
  if (symbols.length === 0) return [];
  const windows = await store.sentiment.windows(symbols, nowMs, { market: 'crypto', windows: windowNames });
  const bySymbol = new Map<string, SentimentUpdate>();
  for (const w of windows) {
    if (w.whole.texts === 0) continue;
    const update = bySymbol.get(w.symbol) ?? { symbol: w.symbol, timestamp: new Date(nowMs).toISOString(), data: {} };
    update.data[w.window] = figuresView(w.whole);
    bySymbol.set(w.symbol, update);
  }
  return [...bySymbol.values()];
}
