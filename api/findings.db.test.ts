import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillFindings } from './testing/findings.js';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { NOW, SLOT } from './testing/rows.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  await fillFindings(ground.store.store);
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

  it('are refused where one answer could not hold them', async () => {
    expect(await errorOf(await api.get('/api/v1/macro?start=2010-01-01'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: expect.stringMatching(/^\d+ series can be asked for \d+ days at once/) });
    expect((await api.get('/api/v1/macro?start=2010-01-01&series=DGS10,GDPC1')).status).toBe(200);
  });

  it('are refused by name when the registry does not have them, and with dates the wrong way round', async () => {
    expect(await errorOf(await api.get('/api/v1/macro?series=NOPE'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', details: { field: 'series' } });
    expect(await errorOf(await api.get('/api/v1/macro?start=2025-01-02&end=2025-01-01'))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });
});

describe('a long list', () => {
  type Pages = { data: { points?: object[]; metric?: string; series?: string }[]; next_cursor: string | null };
  /** What stands in the rows: themselves, or the points of each name. */
  const items = ({ data }: Pages): object[] => data.flatMap<object>(({ points, ...row }) => (points ? points.map((p) => ({ of: row.metric ?? row.series, ...p })) : [row]));
  const start = `start=${iso(SLOT - 2 * DAY)}`;
  const LISTS = ['/symbols?', '/macro?series=GDPC1,DGS10&start=2024-01-01&', `/onchain/BTC?metrics=hash_rate,fee_fast&${start}&`, `/derivatives/BTC?${start}&`];

  it.each(LISTS)('%s comes in pages that together are the whole, without a hole and without a repeat', async (path) => {
    const whole = (await body(`${path}limit=5000`)) as unknown as Pages;
    const parts: object[] = [];
    let cursor = '';
    for (let pages = 0; pages < 20; pages += 1) {
      const page = (await body(`${path}limit=1${cursor && `&cursor=${cursor}`}`)) as unknown as Pages;
      expect(items(page).length).toBeLessThanOrEqual(1);
      parts.push(...items(page));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect([whole.next_cursor, items(whole).length > 1]).toEqual([null, true]);
    const texts = (all: object[]): string[] => all.map((item) => JSON.stringify(item)).sort();
    expect(texts(parts)).toEqual(texts(items(whole)));
  });

  it.each(LISTS)('%s refuses a cursor it never gave and a page too long', async (path) => {
    for (const bad of ['cursor=nonsense', 'limit=0', 'limit=5001']) expect(await errorOf(await api.get(`/api/v1${path}${bad}`))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });

  it('has no pages where only the newest is asked for', async () => {
    const { next_cursor: cursor } = (await body(`/derivatives/BTC?${start}&limit=1`)) as unknown as Pages;
    expect(await errorOf(await api.get(`/api/v1/derivatives/BTC?cursor=${cursor}`))).toMatchObject({ status: 400, message: 'cursor: only a history has pages: give start as well' });
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
