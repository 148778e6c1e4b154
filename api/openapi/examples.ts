/**
 * One example per kind of answer, under the name its schema has in the document.
 * The compiler holds them against the views' types, and a test against the schemas.
 */
import type { CandlesView } from '../views/candles.js';
import type { FeatureView } from '../views/features.js';
import type { NewsView } from '../views/news.js';
import type { z } from 'zod';
import type { priceEvent, PriceView } from '../views/prices.js';
import type { SentimentView } from '../views/sentiment.js';
import type { SymbolView } from '../views/symbols.js';
import { farmExamples } from './examples-farm.js';
import { findingExamples } from './examples-findings.js';
import type { IndicatorHistoryView, TechnicalView } from '../views/technical.js';

const price: PriceView = {
  symbol: 'BTC',
  name: 'Bitcoin',
  current_price: 98_765.43,
  price_change_24h: 1_975.31,
  price_change_percentage_24h: 2.04,
  market_cap: 1_955_000_000_000,
  volume_24h: 41_250_000_000,
  high_24h: 99_100.5,
  low_24h: 96_410.02,
  open_24h: 96_790.12,
  timestamp: '2026-01-02T11:59:40.000Z',
  available_at: '2026-01-02T11:59:40.000Z',
  data_source: 'coingecko',
  quality: 'ok',
};

const priceEventExample: z.infer<typeof priceEvent> = { symbol: 'BTC', data: { price_usd: 98_765.43, volume_24h: 41_250_000_000, market_cap: 1_955_000_000_000, change_24h: 2.04 }, timestamp: '2026-01-02T11:59:40.000Z', seq: 1_767_355_181_000_000 };

const symbol: SymbolView = { symbol: 'BTC', coingecko_id: 'bitcoin', name: 'Bitcoin', rank: 1, quote_currency: 'usd', active: true, venues: { binance: 'BTCUSDT', coinbase: 'BTC-USD' } };

const candles: CandlesView = {
  symbol: 'BTC',
  interval: '1h',
  data: [{ timestamp: '2026-01-02T06:00:00.000Z', open: 97_900, high: 98_420.5, low: 97_810, close: 98_302.11, volume: 812.44, is_final: true }],
  total_points: 1,
  gaps: [{ from: '2026-01-02T07:00:00.000Z', to: '2026-01-02T08:00:00.000Z' }],
  next_cursor: null,
};

const technical: TechnicalView = {
  symbol: 'BTC',
  timeframe: '1h',
  timestamp: '2026-01-02T12:00:00.000Z',
  available_at: '2026-01-02T12:00:00.000Z',
  data_source: 'binance',
  indicators: { rsi_14: 61.8, macd_line: 212.4, macd_signal: null },
};
const history: IndicatorHistoryView = { ...technical, history: [{ timestamp: '2026-01-02T12:00:00.000Z', ...technical.indicators }, { timestamp: '2026-01-02T11:00:00.000Z', rsi_14: 58.9, macd_line: 198.1, macd_signal: null }], next_cursor: null };

const features: FeatureView = {
  symbol: 'BTC',
  timestamp: '2026-01-02T12:00:00.000Z',
  feature_version: 312,
  features: { price: 98_765.43, rsi_14: 61.8, sentiment_score: null },
  feature_count: 3,
  data_quality_score: 0.93,
  fill_ratio: 0.97,
  available_at: '2026-01-02T12:00:00.000Z',
  data_source: 'farm',
  lineage: { price_data_real: '2026-01-02T11:59:40.000Z', sentiment_data: null },
};

const sentiment: SentimentView = {
  symbol: 'BTC',
  market_type: 'crypto',
  timeframe: '24h',
  timestamp: '2026-01-02T12:02:00.000Z',
  sentiment_score: 0.21,
  mean: 0.18,
  confidence: 0.83,
  dispersion: 0.44,
  positive_share: 0.5,
  negative_share: 0.25,
  neutral_share: 0.25,
  momentum: -0.05,
  texts: 132,
  newest: '2026-01-02T11:55:10.000Z',
  sources: ['coindesk', 'cointelegraph'],
};

const news: NewsView = {
  market_type: 'crypto',
  data: [
    {
      id: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      title: 'Bitcoin holds above 98,000 as funds return',
      summary: null,
      url: 'https://news.example/bitcoin-holds',
      source: 'coindesk',
      author: null,
      symbols: ['BTC'],
      categories: ['markets'],
      published_at: '2026-01-02T11:40:00.000Z',
      available_at: '2026-01-02T11:45:03.000Z',
      data_source: 'coindesk',
      sentiment: { score: 0.62, confidence: 0.88, label: 'bullish', model: 'lexicon-1', enhanced_score: null, emotion: null, fear_greed: null, theme: null, language_model: null },
    },
  ],
  total: 1,
  next_cursor: null,
};

export const examples = {
  Price: price,
  PriceEvent: priceEventExample,
  Symbols: { data: [symbol], total: 1, next_cursor: null },
  Candles: candles,
  Technical: technical,
  IndicatorHistory: history,
  FeatureRow: features,
  FeatureRows: { data: [features], total: 1, missing: ['TINY'], unknown: ['NOPE'] },
  Sentiment: sentiment,
  News: news,
  ...findingExamples,
  ...farmExamples,
} as const;
