/** What do the texts of the last while say about a symbol, or about a market? */
import type { Market, SentimentFigures, SentimentWindowName, Store } from '#workers/store/index.js';
import { ApiError } from '../errors.js';

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

const figuresView = (f: SentimentFigures) => ({
  sentiment_score: f.score,
  mean: f.mean,
  confidence: f.confidence,
  dispersion: f.dispersion,
  positive_share: f.positive,
  negative_share: f.negative,
  neutral_share: f.positive === null || f.negative === null ? null : 1 - f.positive - f.negative,
  momentum: f.momentum,
  texts: f.texts,
  newest: f.newest?.toISOString() ?? null,
});

/**
 * Figures of the window that ends now; null where no text of it is scored.
 * @param nowMs farm time. @throws ApiError DATA_NOT_AVAILABLE where no text about the symbol was ever scored.
 */
export async function sentiment(store: Pick<Store, 'sentiment'>, q: SentimentQuestion, nowMs: number) {
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
