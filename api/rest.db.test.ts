import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetNames } from '#queues/datasets.js';
import { featureNames } from '#workers/processors/features/index.js';
import { indicatorNames } from '#workers/store/tables/technical.js';
import { testGround, errorOf, type Ground, type Running } from './testing/api.js';
import { FEATURE_SLOTS, MISSING_HOUR, NOW, SLOT } from './testing/rows.js';

const HOUR = 3_600_000;
let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  // One fine bar, three hours old, and none after it: what the gauge of missing rows counts when the api starts.
  const [hour] = await ground.store.store.ohlc.range('BTC', '1h', SLOT - 3 * HOUR, SLOT, 1);
  if (!hour) throw new Error('the market of the tests has no bar to copy');
  await ground.store.store.ohlc.upsert([{ ...hour, timeframe: '5m' }], new Date(NOW));
  api = await ground.start();
});
afterAll(() => ground.cleanup());

const iso = (ms: number): string => new Date(ms).toISOString();
async function body(path: string): Promise<Record<string, unknown>> {
  const response = await api.get(path);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Record<string, unknown>;
}

describe('prices', () => {
  it('answers the newest snapshot with exactly the promised fields', async () => {
    expect(await body('/api/v1/prices/current/BTC')).toEqual({
      symbol: 'BTC',
      name: 'The BTC',
      current_price: 98_765.43,
      price_change_24h: 98_765.43 * 0.02,
      price_change_percentage_24h: 2.5,
      market_cap: 98_765.43 * 1e6,
      volume_24h: 98_765.43 * 1e4,
      high_24h: 98_765.43 * 1.1,
      low_24h: 98_765.43 * 0.9,
      open_24h: 98_765.43 * 0.98,
      timestamp: iso(SLOT - 20_000),
      available_at: iso(SLOT - 20_000),
      data_source: 'sim:test',
      quality: 'ok',
    });
  });

  it.each(['btc', 'BTC', 'bitcoin', 'Bitcoin'])('knows %s', async (name) => {
    expect((await body(`/api/v1/prices/current/${name}`))['symbol']).toBe('BTC');
  });

  it('says null for what it does not know, and keeps small prices whole', async () => {
    expect(await body('/api/v1/prices/current/tiny')).toMatchObject({ current_price: 1.2345e-8, market_cap: null, volume_24h: null, high_24h: null, price_change_24h: null });
  });

  it('has no data for an asset without a snapshot, and no such symbol for nonsense', async () => {
    expect(await errorOf(await api.get('/api/v1/prices/current/IDLE'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
    expect(await errorOf(await api.get('/api/v1/prices/current/NOPE'))).toMatchObject({ status: 404, code: 'INVALID_SYMBOL', details: { symbols: ['NOPE'] } });
  });

  it('lists candles and names the hole between them', async () => {
    const answer = await body(`/api/v1/prices/historical/BTC?start=${iso(SLOT - 8 * HOUR)}&end=${iso(SLOT + HOUR)}&interval=1h`);
    expect(answer).toMatchObject({ symbol: 'BTC', interval: '1h', total_points: 8, next_cursor: null, gaps: [{ from: iso(MISSING_HOUR), to: iso(MISSING_HOUR + HOUR) }] });
    const data = answer['data'] as Record<string, unknown>[];
    expect(data[0]).toEqual({ timestamp: iso(SLOT - 8 * HOUR), open: 100, high: 110, low: 90, close: 105, volume: 12.5, is_final: true });
    expect(data.at(-1)).toMatchObject({ timestamp: iso(SLOT), is_final: false });
  });

  it('pages through candles without losing or repeating one', async () => {
    const range = `start=${iso(SLOT - 12 * HOUR)}&interval=1h&limit=5`;
    const seen: string[] = [];
    let cursor = '';
    do {
      const answer = (await body(`/api/v1/prices/historical/bitcoin?${range}${cursor && `&cursor=${cursor}`}`)) as unknown as { data: { timestamp: string }[]; next_cursor: string | null };
      seen.push(...answer.data.map((d) => d.timestamp));
      cursor = answer.next_cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 13 }, (_, i) => iso(SLOT - (12 - i) * HOUR)).filter((t) => t !== iso(MISSING_HOUR)));
  });

  it.each([
    ['interval=7m', 'INVALID_TIMEFRAME'],
    ['start=yesterday', 'VALIDATION_ERROR'],
    ['start=2026-13-01', 'VALIDATION_ERROR'],
    ['start=2026-02-30', 'VALIDATION_ERROR'],
    ['start=2026-01-02&end=2026-01-01', 'VALIDATION_ERROR'],
    ['days=0', 'VALIDATION_ERROR'],
    ['days=3&start=2026-01-01', 'VALIDATION_ERROR'],
    ['limit=100000', 'VALIDATION_ERROR'],
    ['cursor=zzz', 'VALIDATION_ERROR'],
    ['dayz=3', 'VALIDATION_ERROR'],
  ])('refuses %s', async (query, code) => {
    expect(await errorOf(await api.get(`/api/v1/prices/historical/BTC?${query}`))).toMatchObject({ status: 400, code });
  });

  it('lists the registry by rank', async () => {
    const { data, total } = (await body('/api/v1/symbols')) as unknown as { data: { symbol: string; active: boolean }[]; total: number };
    expect(data.filter((a) => ['BTC', 'ETH', 'TINY', 'IDLE'].includes(a.symbol)).map((a) => a.symbol).sort()).toEqual(['BTC', 'ETH', 'IDLE', 'TINY']);
    expect(total).toBe(data.length);
    const active = (await body('/api/v1/symbols?active=true')) as unknown as { data: { symbol: string }[] };
    expect(active.data.map((a) => a.symbol)).not.toContain('IDLE');
  });
});

describe('technical', () => {
  it('answers every indicator of the newest bar, unknown as null', async () => {
    const answer = await body('/api/v1/technical/BTC?timeframe=1h');
    expect(answer).toMatchObject({ symbol: 'BTC', timeframe: '1h', timestamp: iso(SLOT), data_source: 'sim:test' });
    expect(answer['indicators']).toEqual(Object.fromEntries(indicatorNames.map((n, i) => [n, i === 1 ? null : i + 0.5])));
    expect(answer).not.toHaveProperty('history');
  });

  it('picks indicators by name and by family, and lists bars newest first', async () => {
    const answer = (await body('/api/v1/technical/btc/indicators?indicators=rsi_14,macd&limit=2')) as unknown as { indicators: object; history: { timestamp: string }[] };
    expect(Object.keys(answer.indicators)).toEqual(['rsi_14', ...indicatorNames.filter((n) => n.startsWith('macd_'))]);
    expect(answer.history.map((h) => h.timestamp)).toEqual([iso(SLOT), iso(SLOT - HOUR)]);
  });

  it('refuses an unknown timeframe and an unknown indicator', async () => {
    expect(await errorOf(await api.get('/api/v1/technical/BTC?timeframe=2h'))).toMatchObject({ status: 400, code: 'INVALID_TIMEFRAME' });
    expect(await errorOf(await api.get('/api/v1/technical/BTC?indicators=rsi_14,magic'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: 'unknown indicator: magic' });
    expect(await errorOf(await api.get('/api/v1/technical/BTC?timeframe=4h'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
  });
});

describe('ml-features', () => {
  it('answers the newest row by group', async () => {
    const answer = await body('/api/v1/ml-features/BTC/current');
    expect(answer).toMatchObject({ symbol: 'BTC', timestamp: iso(SLOT), feature_version: 7, data_quality_score: 0.8, feature_count: featureNames.length, lineage: { price: iso(SLOT) } });
    const groups = answer['features'] as Record<string, Record<string, number | null>>;
    expect(groups['price']).toMatchObject({ price: featureNames.indexOf('price') + 0.25 });
    const place = featureNames.indexOf('sentiment_score');
    expect(groups['sentiment']).toMatchObject({ sentiment_score: place % 2 === 0 ? place + 0.25 : null });
  });

  it('answers flat and as an array, for chosen groups', async () => {
    const flat = await body('/api/v1/ml-features/BTC?format=flat&feature_groups=calendar');
    const array = await body('/api/v1/ml-features/BTC?format=array&feature_groups=calendar');
    expect(array['features']).toEqual(Object.values(flat['features'] as object));
    expect(array['feature_names']).toEqual(Object.keys(flat['features'] as object));
    expect(array['feature_count']).toBe((array['features'] as unknown[]).length);
  });

  it('answers the row of a slot, and has none before the first', async () => {
    const at = iso(SLOT - 600_000 + 61_000);
    expect(await body(`/api/v1/ml-features/BTC?at=${at}`)).toMatchObject({ timestamp: iso(SLOT - 600_000) });
    expect(await errorOf(await api.get('/api/v1/ml-features/BTC?at=2020-01-01'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
  });

  it('answers many symbols at once and names those without a row', async () => {
    const answer = (await body('/api/v1/ml-features/bulk?symbols=eth,BTC,TINY,NOPE')) as unknown as { data: { symbol: string }[] };
    expect(answer).toMatchObject({ total: 2, missing: ['TINY'], unknown: ['NOPE'] });
    expect(answer.data.map((d) => d.symbol)).toEqual(['ETH', 'BTC']);
  });

  it('streams a range as NDJSON in key order, every row once', async () => {
    const response = await api.get(`/api/v1/ml-features/bulk?symbols=BTC,ETH&start=2026-01-01&end=${iso(NOW)}&format=flat&feature_groups=price`);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n').map((l) => JSON.parse(l) as { symbol: string; timestamp: string });
    expect(lines).toHaveLength(2 * FEATURE_SLOTS);
    const keys = lines.map((l) => `${l.timestamp} ${l.symbol}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('streams nothing, rightly, where a range holds nothing', async () => {
    const response = await api.get('/api/v1/ml-features/bulk?symbols=BTC&start=2020-01-01&end=2020-02-01');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'application/x-ndjson', '']);
  });

  it.each([
    ['/api/v1/ml-features/bulk', 'VALIDATION_ERROR', 400],
    ['/api/v1/ml-features/bulk?symbols=BTC&end=2026-01-01', 'VALIDATION_ERROR', 400],
    ['/api/v1/ml-features/bulk?symbols=BTC,NOPE&start=2026-01-01', 'INVALID_SYMBOL', 404],
    ['/api/v1/ml-features/BTC?format=xml', 'VALIDATION_ERROR', 400],
    ['/api/v1/ml-features/BTC/current?feature_groups=astrology', 'VALIDATION_ERROR', 400],
    ['/api/v1/ml-features/NOPE/current', 'INVALID_SYMBOL', 404],
    ['/api/v1/ml-features/TINY/current', 'DATA_NOT_AVAILABLE', 404],
  ])('refuses %s with %s', async (path, code, status) => {
    expect(await errorOf(await api.get(path))).toMatchObject({ status, code });
  });
});

describe('stats', () => {
  it('counts every dataset and says how old its newest row is', async () => {
    const { data } = (await body('/api/v1/stats/collectors')) as unknown as { data: Record<string, unknown>[] };
    const features = data.find((d) => d['dataset'] === 'ml_features');
    // The server's estimate: it samples pages, so it is near the count and seldom the count.
    expect(features?.['rows']).toSatisfy((rows: number) => rows > FEATURE_SLOTS && rows < 4 * FEATURE_SLOTS);
    expect(features).toMatchObject({ newest: iso(SLOT), age_seconds: 120, target_seconds: 600, state: 'fresh', fresh_symbols: 2 });
    expect(data.map((d) => d['dataset'])).toEqual(datasetNames);
    expect(data.find((d) => d['dataset'] === 'macro')).toMatchObject({ part: 'side', rows: 0, newest: null, state: 'empty', off: null });
  });

  it('says of a source that is off that it is, and why', async () => {
    const at = new Date(SLOT);
    await ground.store.store.ledger.settle({ dataset: 'stock_news', slot: SLOT, chunk: 1, state: 'off', rows: 0, missing: [], reason: 'GUARDIAN_API_KEY or NEWS_API_KEY is not set', jobId: 'tick', startedAt: at, finishedAt: at });
    const { data } = (await body('/api/v1/stats/collectors')) as unknown as { data: Record<string, unknown>[] };
    expect(data.find((d) => d['dataset'] === 'stock_news')).toMatchObject({ state: 'off', off: 'GUARDIAN_API_KEY or NEWS_API_KEY is not set' });
    await expect.poll(async () => ((await (await api.get('/health', { key: null })).json()) as { datasets: Record<string, { state: string; off?: string }> }).datasets['stock_news'], { timeout: 5_000 }).toMatchObject({ state: 'off', off: 'GUARDIAN_API_KEY or NEWS_API_KEY is not set' });
  });

  it('tells which hours are missing of which symbol, and not of the rest', async () => {
    const { data } = (await body('/api/v1/stats/gaps?timeframe=1h&hours=12')) as unknown as { data: { dataset: string; symbols: { symbol: string; gaps: { from: string; to: string }[] }[] } };
    expect(data).toMatchObject({ dataset: 'ohlc', timeframe: '1h', to: iso(SLOT - 3_600_000) });
    expect(data.symbols.find((s) => s.symbol === 'BTC')?.gaps).toContainEqual({ from: iso(MISSING_HOUR), to: iso(MISSING_HOUR + 3_600_000), state: null, reason: null, attempts: 0 });
    expect(await errorOf(await api.get('/api/v1/stats/gaps?hours=721'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
    expect(await errorOf(await api.get('/api/v1/stats/gaps?timeframe=2h'))).toMatchObject({ status: 400, code: 'INVALID_TIMEFRAME' });
  });

  it('publishes the fill of every feature column', async () => {
    const { data } = (await body('/api/v1/stats/coverage?table=ml_features_materialized&hours=1')) as unknown as { data: { columns: { column: string; fill_ratio: number }[] }[] };
    const fill = new Map(data[0]?.columns.map((c) => [c.column, c.fill_ratio]));
    expect(fill.get(featureNames[0] as string)).toBe(1);
    expect(fill.get(featureNames[6] as string)).toBe(0);
  });
});

describe('health', () => {
  it('is computed from the data and lowered by what is missing', async () => {
    const response = await api.get('/health', { key: null });
    expect(response.status).toBe(200);
    const health = (await response.json()) as Record<string, unknown> & { health_score: number };
    expect(health).toMatchObject({ status: 'degraded', components: { mysql: { score: 100 }, redis: { score: 100 }, queues: { score: 0 } }, datasets: { ml_features: { age_seconds: 120, target_seconds: 600, state: 'fresh' } } });
    expect(health.health_score).toBeGreaterThan(35);
    expect(health.health_score).toBeLessThan(100);
  });

  it('is ready without a key', async () => {
    const response = await api.get('/ready', { key: null });
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('exposes metrics under route patterns, never under a symbol', async () => {
    await (await api.get('/api/v1/prices/current/ETH')).text();
    await expect.poll(async () => (await api.get('/metrics', { key: null })).text()).toMatch(/crypto_dataset_last_success_timestamp_seconds\{dataset="ml_features"\} 1767355200/);
    const text = await (await api.get('/metrics', { key: null })).text();
    expect(text).toContain('api_gateway_requests_total{endpoint="/api/v1/prices/current/:symbol",method="GET",status="200"}');
    expect(text).not.toMatch(/ETH/);
    // 180 minutes less the 15 in which a bar is not owed yet are 33 bars, of which one is there.
    await expect.poll(async () => (await api.get('/metrics', { key: null })).text(), { timeout: 10_000 }).toMatch(/^crypto_dataset_missing_rows\{dataset="ohlc"\} 32$/m);
    expect(await (await api.get('/metrics', { key: null })).text()).toMatch(/^crypto_backfill_open_chunks\{stage="candles"\} 0$/m);
    expect(text).toMatch(/mysql_up 1/);
    expect(text).toMatch(/redis_up 1/);
  });
});
