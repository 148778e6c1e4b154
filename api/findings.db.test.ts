import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { futureRow } from './testing/futures.js';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { NOW, SLOT } from './testing/rows.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();
const known = (ms: number) => ({ available_at: new Date(ms), ingested_at: new Date(ms), data_source: 'sim:test' });

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  const { store } = ground.store;
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
  api = await ground.start();
});
afterAll(() => ground.cleanup());

async function body(path: string, key: string = KEYS.trading): Promise<Record<string, unknown>> {
  const response = await api.get(`/api/v1${path}`, { key });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Record<string, unknown>;
}
const rowsOf = (answer: Record<string, unknown>) => answer['data'] as Record<string, unknown>[];

describe('macro series', () => {
  it.each([
    ['2024-11-03', 29_349.924],
    ['2025-01-20', 29_374.914],
    ['2024-10-01', null],
  ])('are answered by what was published on %s', async (asOf, value) => {
    expect(rowsOf(await body(`/macro?series=gdpc1&as_of=${asOf}`))).toMatchObject([{ series: 'GDPC1', unit: 'billions of chained 2017 dollars', frequency: 'quarter', value, period: value === null ? null : '2024-07-01T00:00:00.000Z' }]);
  });

  it('are all listed, with null where the farm knows nothing, and as a history from a start on', async () => {
    const all = rowsOf(await body('/macro', KEYS.readonly));
    expect(all.find((s) => s['series'] === 'VIX')).toMatchObject({ value: null, period: null, available_at: null, previous: null });
    expect(all.find((s) => s['series'] === 'DGS10')).toMatchObject({ value: 4.1 });
    expect(rowsOf(await body('/macro?series=GDPC1&start=2024-01-01&as_of=2024-11-03'))).toMatchObject([{ points: [{ period: '2024-07-01T00:00:00.000Z', value: 29_349.924 }] }]);
    expect(rowsOf(await body('/macro?series=GDPC1&start=2024-01-01&end=2024-07-01'))).toMatchObject([{ points: [] }]);
  });

  it('are refused by name when the registry does not have them, and with dates the wrong way round', async () => {
    expect(await errorOf(await api.get('/api/v1/macro?series=NOPE'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', details: { field: 'series' } });
    expect(await errorOf(await api.get('/api/v1/macro?start=2025-01-02&end=2025-01-01'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });
});

describe('on-chain metrics and futures', () => {
  it('are the newest figures with those of a day before, null for what nobody has told', async () => {
    const metrics = rowsOf(await body('/onchain/bitcoin'));
    expect(metrics.find((m) => m['metric'] === 'hash_rate')).toEqual({ metric: 'hash_rate', title: 'Hash rate, estimated over the last day', unit: 'H/s', value: 8e20, observed_at: iso(SLOT - HOUR), available_at: iso(SLOT - HOUR + 60_000), day_ago: null, week_ago: null });
    expect(metrics.find((m) => m['metric'] === 'fee_fast')).toMatchObject({ value: null });
    expect(rowsOf(await body(`/onchain/BTC?metrics=hash_rate&start=${iso(SLOT - 2 * DAY)}`))).toMatchObject([{ points: [{ value: 7e20 }, { value: 8e20 }] }]);
  });

  it('are kept of nobody without a chain of its own, and of no unknown metric', async () => {
    expect(await errorOf(await api.get('/api/v1/onchain/TINY'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
    expect(await errorOf(await api.get('/api/v1/onchain/BTC?metrics=__proto__'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });

  it('come by venue, or as stored rows with the funding that was paid, and need their scope', async () => {
    expect(rowsOf(await body('/derivatives/btc')).map((r) => [r['venue'], r['mark_price'], r['funding_final']])).toEqual([['binance_futures', 100, false], ['bybit', 100, false]]);
    const history = rowsOf(await body(`/derivatives/BTC?venue=binance_futures&start=${iso(SLOT - DAY)}`));
    expect(history.map((r) => [r['funding_final'], r['mark_price']])).toEqual([[true, null], [false, 100]]);
    expect(await errorOf(await api.get('/api/v1/derivatives/BTC', { key: KEYS.readonly }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
    expect(await errorOf(await api.get('/api/v1/derivatives/ETH'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
    expect(await errorOf(await api.get('/api/v1/derivatives/BTC?start=2025-01-01'))).toMatchObject({ status: 400, message: expect.stringContaining('31 days') as string });
  });
});

describe('findings', () => {
  it('shows patterns with the bars that prove them, page by page', async () => {
    const first = await body('/patterns/BTC?limit=2');
    expect(rowsOf(first)[0]).toMatchObject({ pattern: 'hammer', timeframe: '1h', ended_at: iso(SLOT), evidence: { bars: [iso(SLOT - 2 * HOUR)], levels: { low: 90 } } });
    const second = await body(`/patterns/BTC?limit=2&cursor=${String(first['next_cursor'])}`);
    expect([rowsOf(second).map((p) => p['ended_at']), second['next_cursor']]).toEqual([[iso(SLOT - 2 * HOUR)], null]);
    expect(await errorOf(await api.get('/api/v1/patterns/BTC?cursor=bm9wZQ'))).toMatchObject({ status: 400, details: [{ field: 'cursor' }] });
    expect(await errorOf(await api.get('/api/v1/patterns/BTC?timeframe=7m'))).toMatchObject({ status: 400, code: 'INVALID_TIMEFRAME' });
  });

  it('shows the regime of the market, or of an asset with its correlations, and what was known earlier', async () => {
    expect(await body('/regime')).toMatchObject({ symbol: 'MARKET', regime: 'bull', timestamp: iso(SLOT), probabilities: { bull: 0.6, sideways: 0.1 }, inputs: { funding: null }, history: [{ timestamp: iso(SLOT - HOUR) }] });
    expect(await body('/regime?symbol=ethereum')).toMatchObject({ symbol: 'ETH', correlations: [{ series: 'SPX', pearson: 0.4, spearman: null, pairs: 21 }], history: [] });
    expect(await body(`/regime?as_of=${iso(SLOT - HOUR)}`)).toMatchObject({ timestamp: iso(SLOT - HOUR) });
    expect(await errorOf(await api.get('/api/v1/regime?symbol=TINY'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
  });

  it('lists events of a kind, an asset or a series', async () => {
    expect(rowsOf(await body('/events')).map((e) => e['id'])).toEqual(['e1', 'e2']);
    expect(rowsOf(await body('/events?subject=bitcoin&kind=anomaly'))).toMatchObject([{ title: 'volume spike', severity: 0.5, details: { ratio: 9 } }]);
    expect(rowsOf(await body('/events?subject=gdpc1')).map((e) => e['id'])).toEqual(['e2']);
    expect(await errorOf(await api.get(`/api/v1/events?kind=${encodeURIComponent("' OR 1=1")}`))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });

  it('tells the narratives of the newest window, and that there were none before', async () => {
    expect(await body('/narratives/latest')).toMatchObject({ window_end: iso(SLOT), window_hours: 24, data: [{ theme: 'defi', coherence: 'strong', sentiment_score: null, affected: { ETH: 4 } }] });
    expect(await errorOf(await api.get(`/api/v1/narratives/latest?as_of=${iso(SLOT - DAY)}`))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
  });

  it('lists signals with what the rule saw, to those who may see features', async () => {
    expect(rowsOf(await body('/signals/BTC'))).toMatchObject([{ signal: 'macd_cross_up@1', direction: 'buy', strength: 0.3, evidence: { macd_line: 1 } }]);
    expect(rowsOf(await body(`/signals/ETH?end=${iso(NOW)}`))).toEqual([]);
    expect(await errorOf(await api.get('/api/v1/signals/BTC', { key: KEYS.readonly }))).toMatchObject({ status: 403 });
  });
});
