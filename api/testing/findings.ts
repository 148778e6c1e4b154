/** Rows of everything beside prices: figures, patterns, regimes, events, narratives, signals. */
import type { Store } from '#workers/store/index.js';
import { futureRow } from './futures.js';
import { SLOT } from './rows.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const known = (ms: number) => ({ available_at: new Date(ms), ingested_at: new Date(ms), data_source: 'sim:test' });

export async function fillFindings(store: Store): Promise<void> {
  const vintage = (value: number | null, published: string) => ({ series: 'GDPC1', period: new Date('2024-07-01'), value, unit: 'billions', period_end: null, ...known(Date.parse(published)) });
  await store.add('macro_indicators', [vintage(29_349.924, '2024-10-30T12:30:00Z'), vintage(29_374.914, '2024-11-27T13:30:00Z'), { ...vintage(4.1, '2026-01-01T22:00:00Z'), series: 'DGS10', period: new Date('2026-01-01') }]);
  const onchain = (metric: string, value: number, at: number) => ({ symbol: 'BTC', metric, observed_at: new Date(at), value, unit: null, chain: null, ...known(at + 60_000) });
  await store.add('onchain_data', [onchain('hash_rate', 7e20, SLOT - DAY), onchain('hash_rate', 8e20, SLOT - HOUR)]);
  await store.add('derivatives_data', [futureRow('BTC', 'bybit', SLOT - HOUR), futureRow('BTC', 'binance_futures', SLOT), { ...futureRow('BTC', 'binance_futures', SLOT - 8 * HOUR), funding_final: true, mark_price: null }]);
  const shape = { direction: 'bullish', confidence: 0.9, evidence: { bars: [SLOT - 2 * HOUR], levels: { low: 90 } }, version: 1 };
  await store.add('chart_patterns', [0, 1, 2].map((h) => ({ symbol: 'BTC', timeframe: '1h', pattern: 'hammer', started_at: new Date(SLOT - (h + 3) * HOUR), ended_at: new Date(SLOT - h * HOUR), ...shape, ...known(SLOT - h * HOUR) })));
  const regime = (symbol: string, h: number) => ({ symbol, timestamp: new Date(SLOT - h * HOUR), regime: 'bull', p_bull: 0.6, p_bear: 0.1, p_sideways: 0.1, p_high_volatility: 0.1, p_low_volatility: 0.1, inputs: { breadth: 0.7, funding: null }, version: 2, ...known(SLOT - h * HOUR) });
  await store.add('market_regime', [regime('MARKET', 0), regime('MARKET', 1), regime('ETH', 1)]);
  await store.add('market_correlations', [{ symbol: 'ETH', series: 'SPX', window_days: 30, timestamp: new Date(SLOT - HOUR), pearson: 0.4, spearman: null, pairs: 21, version: 1, ...known(SLOT - HOUR) }]);
  await store.add('market_events', [{ event_id: 'e1', kind: 'anomaly', subject: 'BTC', occurred_at: new Date(SLOT - HOUR), title: 'volume spike', severity: 0.5, details: { ratio: 9 }, ...known(SLOT - HOUR) }, { event_id: 'e2', kind: 'release', subject: 'GDPC1', occurred_at: new Date(SLOT - 2 * HOUR), title: 'GDP', severity: null, details: {}, ...known(SLOT - 2 * HOUR) }]);
  await store.add('news_narratives', [{ window_end: new Date(SLOT), window_hours: 24, theme: 'defi', coherence: 'strong', articles: 4, share: 0.4, sentiment_score: null, symbols: ['ETH'], affected: { ETH: 4 }, article_ids: ['a'], terms: ['yield'], similar_past: null, summary: null, ...known(SLOT + 1) }]);
  await store.add('trading_signals', [{ symbol: 'BTC', timestamp: new Date(SLOT), signal_name: 'macd_cross_up@1', direction: 'buy', strength: 0.3, price: 98_000, evidence: { macd_line: 1, macd_signal: 0.9 }, ...known(SLOT) }]);
}
