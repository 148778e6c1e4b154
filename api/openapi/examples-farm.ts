/** Examples of what the live page asks for: the market at a glance, the session, the farm at work. */
import type { FarmView } from '../views/farm.js';
import type { FreshnessView } from '../views/freshness.js';
import type { MarketView } from '../views/market.js';
import type { ScalingView } from '../views/scaling.js';
import type { SessionView } from '../views/session.js';

const NOW = '2026-01-02T12:02:00.000Z';
const closes = Array.from({ length: 24 }, (_, hour) => (hour === 5 ? null : 96_800 + hour * 81.5));

const market: MarketView = {
  as_of: NOW,
  closes_until: '2026-01-02T12:00:00.000Z',
  fresh_seconds: 600,
  withheld: [],
  data: [
    {
      symbol: 'BTC', name: 'Bitcoin', rank: 1, price: 98_765.43, change_24h: 2.04, market_cap: 1_955_000_000_000, volume_24h: 41_250_000_000, rsi_14: 61.8, sentiment_score: 0.21, closes,
      timestamp: '2026-01-02T11:59:40.000Z', available_at: '2026-01-02T11:59:40.000Z', quality: 'ok',
    },
  ],
  total: 1,
};

const session: SessionView = { owner: 'readonly', scopes: ['read:prices', 'read:technical', 'read:sentiment', 'read:news', 'read:stats'], limit: { requests: 1_000, window_seconds: 3_600 }, clock: { now: NOW, speed: 1 }, version: '1.0.0' };

const stage = { state: 'done', chunks: 2, done: 2, rows: 24, missing: 0, repairs: 0 } as const;
const farm: FarmView = {
  as_of: NOW,
  health: { status: 'degraded', score: 97, reasons: [{ part: 'crypto_news', points: 2.8, text: 'its newest row is 7 h old; 6 h is the limit' }] },
  slots: [
    {
      slot: '2026-01-02T12:00:00.000Z',
      state: 'done',
      seconds: 3.412,
      stages: [{ dataset: 'crypto_prices', ...stage, after_seconds: 0.21, seconds: 0.9 }, { dataset: 'ml_features', ...stage, after_seconds: 2.4, seconds: 1.01 }],
    },
  ],
  pools: [{ pool: 'collect', processes: 1, slots: 12, demand: 3, queues: [{ queue: 'collect', waiting: 1, active: 2, delayed: 0, waiting_children: 0, failed: 0, paused: false, oldest_seconds: 0.4 }] }],
  catching_up: [{ id: 'features.2026-01-02T11-55Z.r1', queue: 'repair', state: 'active', progress: 0.4, since_seconds: 3 }],
  last_day: { done: 286, partial: 1, missed: 0, pending: 1, repaired: 2 },
  upstreams: [{ host: 'coingecko', circuit: 'closed', paused_seconds: 0, budgets: [{ window: 'minute', remaining: 4, capacity: 5 }], calls: 118, failed: 1, last_outcome: 'ok', last_call_seconds: 12 }],
};

const freshness: FreshnessView = { as_of: NOW, symbols: ['BTC', 'ETH'], data: [{ dataset: 'crypto_prices', target_seconds: 600, ages: [140, null] }] };

const scaling: ScalingView = { pool: 'collect', demand: 7, slots_per_process: 12, queues: { collect: { active: 2, ready: 5, paused: false }, survey: { active: 0, ready: 0, paused: true } } };

export const farmExamples = { Market: market, Session: session, Farm: farm, FreshnessMap: freshness, Scaling: scaling } as const;
