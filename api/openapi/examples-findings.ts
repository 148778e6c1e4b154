/** Examples of what is found beside prices: figures, regimes, patterns, events, signals, narratives, and of what the farm says of itself. */
import type { z } from 'zod';
import type { derivativesAnswer, macroAnswer, onchainAnswer } from '../views/figures.js';
import type { eventsAnswer, narrativesAnswer, patternsAnswer, regimeAnswer, signalsAnswer } from '../views/findings.js';
import type { BackfillDetails, BackfillView } from '../views/backfills.js';
import type { FiledView, PlanView } from '../views/backfill-plan.js';
import type { ArchivedAnswerView, LineageView } from '../views/lineage.js';
import type { gapsAnswer } from '../views/gaps.js';
import type { healthAnswer } from '../views/health.js';
import type { AcceptedView, JobView } from '../views/jobs.js';
import type { collectorsAnswer, coverageAnswer } from '../views/stats.js';
import type { RestatementsView } from '../views/restatements.js';
import type { qualityAnswer } from '../views/quality.js';

const NOON = '2026-01-02T12:00:00.000Z';
const ELEVEN = '2026-01-02T11:00:00.000Z';
const known = { available_at: NOON, data_source: 'farm' };

const macro: z.infer<typeof macroAnswer> = {
  as_of: NOON,
  data: [{ series: 'VIXCLS', title: 'CBOE volatility index, close', unit: 'index', frequency: 'day', period: '2026-01-01T00:00:00.000Z', value: 15.2, available_at: '2026-01-01T21:15:00.000Z', previous: { period: '2025-12-31T00:00:00.000Z', value: 14.8 } }],
  next_cursor: null,
};
const onchain: z.infer<typeof onchainAnswer> = {
  symbol: 'BTC',
  as_of: NOON,
  data: [{ metric: 'hash_rate', title: 'Hash rate, estimated over the last day', unit: 'H/s', value: 8.125e20, observed_at: ELEVEN, available_at: '2026-01-02T11:20:00.000Z', day_ago: 8.051e20, week_ago: null }],
  next_cursor: null,
};
const derivatives: z.infer<typeof derivativesAnswer> = {
  symbol: 'BTC',
  as_of: NOON,
  data: [
    {
      venue: 'deribit', market: 'BTC-PERPETUAL', observed_at: '2026-01-02T11:58:00.000Z', mark_price: 98_771.2, index_price: 98_765.4, basis: 0.00006, funding_rate: 0.0001, funding_final: false,
      funding_interval_hours: 8, next_funding_at: '2026-01-02T16:00:00.000Z', open_interest: 10_250.5, open_interest_value: 1_012_400_000, volume_24h: 612_000_000, quality_score: 1, quality_reasons: [], available_at: '2026-01-02T11:58:04.000Z', data_source: 'deribit',
    },
  ],
  total: 1,
  next_cursor: null,
};
const pastRegime = { timestamp: ELEVEN, regime: 'sideways', probabilities: { bull: 0.2, bear: 0.1, sideways: 0.5, high_volatility: 0.1, low_volatility: 0.1 }, inputs: { return_24h: 0.001, volatility_7d: null }, version: 1, ...known };
const regime: z.infer<typeof regimeAnswer> = {
  symbol: 'BTC',
  ...pastRegime,
  timestamp: NOON,
  regime: 'bull',
  probabilities: { bull: 0.6, bear: 0.05, sideways: 0.2, high_volatility: 0.1, low_volatility: 0.05 },
  correlations: [{ series: 'SP500', window_days: 30, pearson: 0.41, spearman: 0.38, pairs: 21, timestamp: NOON }],
  history: [pastRegime],
  next_cursor: null,
};
const patterns: z.infer<typeof patternsAnswer> = {
  symbol: 'BTC',
  data: [{ timeframe: '4h', pattern: 'double_bottom', direction: 'bullish', confidence: 0.74, started_at: '2025-12-29T08:00:00.000Z', ended_at: NOON, evidence: { bars: ['2025-12-29T08:00:00.000Z', NOON], levels: { neckline: 98_100 } }, version: 1, ...known }],
  total: 1,
  next_cursor: null,
};
const events: z.infer<typeof eventsAnswer> = { data: [{ id: 'macro:CPI:2026-01-02', kind: 'macro_release', subject: 'CPI', occurred_at: NOON, title: 'Consumer prices rose by 0.2 % in December', severity: 0.6, details: { value: 0.2 }, ...known }], total: 1, next_cursor: null };
const signals: z.infer<typeof signalsAnswer> = { symbol: 'BTC', data: [{ timestamp: NOON, signal: 'macd_cross', direction: 'long', strength: 0.5, price: 98_765.43, evidence: { macd_line: 212.4, timeframe: '1h' }, ...known }], total: 1, next_cursor: null };
const narratives: z.infer<typeof narrativesAnswer> = {
  window_end: NOON,
  window_hours: 24,
  data: [{ theme: 'adoption', coherence: 'strong', articles: 12, share: 0.3, sentiment_score: 0.4, symbols: ['BTC'], affected: { BTC: 0.8 }, article_ids: ['9f86d081884c7d65'], terms: ['fund', 'inflow'], similar_past: null, summary: 'Funds that hold bitcoin report inflows again.', ...known }],
  total: 1,
};

const component = { status: 'healthy', score: 100 } as const;
const health: z.infer<typeof healthAnswer> = {
  status: 'healthy',
  timestamp: '2026-01-02T12:02:00.000Z',
  version: '0.1.0',
  uptime_seconds: 86_400,
  health_score: 98,
  components: { mysql: component, redis: component, queues: component, datasets: { status: 'healthy', score: 96 } },
  datasets: { ml_features: { age_seconds: 120, target_seconds: 600, state: 'fresh' } },
};
const collectors: z.infer<typeof collectorsAnswer> = {
  data: [{ dataset: 'ml_features', part: 'chain', table: 'ml_features_materialized', every: '5m', rows: 403_200, newest: NOON, newest_slot: NOON, age_seconds: 120, target_seconds: 600, state: 'fresh', off: null, fresh_symbols: 100, symbols: 100 }],
};
const window = { from: '2026-01-01T12:02:00.000Z', to: '2026-01-02T12:02:00.001Z' };
const coverage: z.infer<typeof coverageAnswer> = { data: [{ table: 'ml_features_materialized', ...window, rows: 28_800, groups: [{ group: 'technical', columns: 1, fill_ratio: 0.99, coverage: 0.99 }], columns: [{ column: 'rsi_14', filled: 28_512, applicable: 28_800, fill_ratio: 0.99, coverage: 0.99 }] }] };
const quality: z.infer<typeof qualityAnswer> = {
  data: {
    ...window,
    bands: { good: 0.9, fair: 0.7, doubtful: 0.5, untrusted: 0, unscored: null },
    sources: [{ table: 'price_data_real', source: 'coingecko', rows: 28_800, share: { good: 0.98, fair: 0.01, doubtful: 0.01, untrusted: 0, unscored: 0 }, reasons: [{ reason: 'stale', rows: 288 }] }],
    quarantined: [{ source: 'coingecko', reason: 'impossible:price', items: 1 }],
    newest: [{ source: 'coingecko', slot: NOON, item: 'XYZ', reason: 'impossible:price', data_source: 'coingecko', status: 200, at: '2026-01-02T12:00:04.000Z', sample: '{"id":"xyz","current_price":-1}' }],
  },
};

const restatements: RestatementsView = {
  data: [{ dataset: 'ohlc', symbol: 'BTC', timeframe: '1h', timestamp: '2026-01-02T10:00:00.000Z', column: 'volume', old_value: 812.44, new_value: 815.02, relative_change: 0.003176, known_at: ELEVEN, restated_at: '2026-01-02T11:05:03.000Z', data_source: 'binance', job_id: 'ohlc.2026-01-02T11-05Z.c1' }],
  total: 1,
  next_cursor: null,
};

const jobId = 'fear-greed.2026-01-02T12-00Z.c1.r500';
const statusUrl = `/api/v1/jobs/${jobId}`;
const accepted: AcceptedView = { job_id: jobId, status_url: statusUrl, slot: NOON, jobs: [{ job_id: jobId, chunk: 1, symbols: 0, status_url: statusUrl }] };
const job: JobView = { job_id: jobId, job: 'collect', queue: 'survey', state: 'completed', progress: 0, attempts: 1, asked_at: '2026-01-02T12:02:00.000Z', started_at: '2026-01-02T12:02:00.012Z', finished_at: '2026-01-02T12:02:00.410Z', result: { outcome: 'done', rows: 3, missing: 0 }, reason: null };
const gapRun = { from: '2026-01-02T07:00:00.000Z', to: '2026-01-02T08:00:00.000Z', state: 'permanent' as const, reason: 'binance has no bars there', attempts: 1 };
const gaps: z.infer<typeof gapsAnswer> = {
  data: { dataset: 'ohlc', timeframe: '1h', from: '2026-01-01T13:00:00.000Z', to: ELEVEN, expected: 2_200, missing: 1, permanent: 1, gap_count: 1, symbols: [{ symbol: 'BTC', expected: 22, missing: 1, gap_count: 1, gaps: [gapRun] }] },
};

const listedBackfill: BackfillView = {
  backfill_id: '20260102-1f0c9a2b', status_url: '/api/v1/backfills/20260102-1f0c9a2b', dataset: 'ohlc', symbols: 2, timeframes: ['1h'], from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', origin: 'operator', state: 'open', reason: null,
  progress: 0.5, rows_per_second: 372, eta_seconds: 2, opened_at: NOON, started_at: '2026-01-02T12:00:01.000Z', finished_at: null,
  stages: [{ stage: 'candles', chunks: 2, open: 0, running: 1, done: 1, partial: 0, failed: 0, cancelled: 0, rows_expected: 1_488, rows_written: 744, missing: 1 }],
};
const backfill: BackfillDetails = {
  ...listedBackfill,
  troubles: [{ chunk: 1, stage: 'candles', timeframe: '1h', from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', state: 'done', reason: '1 missing, such as XYZ: no venue' }],
};
const filed: FiledView = { job_id: backfill.backfill_id, status_url: backfill.status_url, created: true, chunks: 2, rows: 1_488 };
const plan: PlanView = {
  dataset: 'ohlc', symbols: 2, chunks: 2, rows: 1_488, stored: 24, calls: [{ host: 'binance', calls: 2, budget_share: 0.001, seconds_at_least: 0 }], seconds: 4,
  stages: [{ stage: 'candles', timeframe: '1h', symbols: 2, from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', chunks: 2, rows: 1_488, stored: 24 }],
};

const answerId = '019b7d2f4c00-1f0c9a2b';
const priceJob = 'crypto-prices.2026-01-02T12-00Z.c1';
const SHA = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const lineage: LineageView = {
  symbol: 'BTC', timestamp: NOON, feature_version: 312, job_id: 'features.2026-01-02T12-00Z.c1', available_at: NOON, ingested_at: '2026-01-02T12:00:02.000Z', data_source: 'features',
  inputs: [{ input: 'price_data_real', newest: '2026-01-02T11:59:40.000Z' }, { input: 'technical_indicators.5m', newest: NOON }, { input: 'onchain', newest: null }],
  rows: [{ table: 'technical_indicators', timeframe: '5m', event_time: NOON, available_at: NOON, ingested_at: '2026-01-02T12:00:01.000Z', data_source: 'indicators' }],
  jobs: [{ dataset: 'crypto_prices', slot: NOON, chunk: 1, state: 'done', job_id: priceJob, attempts: 1, started_at: '2026-01-02T12:00:00.100Z', finished_at: '2026-01-02T12:00:00.900Z' }],
  answers: [{ answer_id: answerId, url: `/api/v1/answers/${answerId}`, job_id: priceJob, source: 'crypto-prices', host: 'coingecko', item: '124 ids', status: 200, received_at: '2026-01-02T12:00:00.700Z', sha256: SHA, size: 81_204 }],
};
const archivedExample: ArchivedAnswerView = {
  answer_id: answerId, source: 'crypto-prices', slot: NOON, job_id: priceJob, host: 'coingecko', path: '/api/v3/coins/markets', query: { vs_currency: 'usd', per_page: 250 }, status: 200, received_at: '2026-01-02T12:00:00.700Z',
  sha256: SHA, size: 81_204, data_source: 'coingecko', body: '[{"id":"bitcoin","current_price":98765.43}]',
};

export const findingExamples = {
  Macro: macro,
  Restatements: restatements,
  Onchain: onchain,
  Derivatives: derivatives,
  Regime: regime,
  ChartPatterns: patterns,
  MarketEvents: events,
  Signals: signals,
  Narratives: narratives,
  Health: health,
  Collectors: collectors,
  Coverages: coverage,
  QualityAnswer: quality,
  GapsAnswer: gaps,
  Accepted: accepted,
  Lineage: lineage,
  ArchivedAnswer: archivedExample,
  BackfillDetails: backfill,
  Backfills: { data: [listedBackfill], total: 1 },
  BackfillFiled: filed,
  BackfillPlan: plan,
  Job: job,
} as const;
