/** What was known at a past instant, and lists page by page: the same over REST and GraphQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { article } from '#workers/processors/sentiment/testing.js';
import { notEnhanced } from '#workers/store/tables/news.js';
import { scored } from './testing/texts.js';
import { errorOf, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { featuresRow, MISSING_HOUR, NOW, priceRow, SLOT } from './testing/rows.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
  const { store } = ground.store;
  await store.prices.insert([priceRow('BTC', SLOT - 2 * HOUR, 90_000)]);
  await store.features.upsert([{ ...featuresRow('TINY', SLOT - HOUR), available_at: new Date(SLOT - HOUR + 10 * MINUTE) }]);
  await store.add('news_articles', Array.from({ length: 7 }, (_, i) => article(`a${i}`, SLOT - i * MINUTE, { title: `article ${i}` })));
  await store.add('sentiment_data', [scored('BTC', 'old', NOW - SLOT + 3 * HOUR), scored('BTC', 'new', NOW - SLOT + 10 * MINUTE, { sentiment_score: -0.5 })]);
  const [bar] = await store.ohlc.range('BTC', '1h', SLOT - 2 * HOUR, SLOT - HOUR, 1);
  if (bar) await store.ohlc.upsert([{ ...bar, close: 999 }], new Date(SLOT - 30 * MINUTE));
});
afterAll(() => ground.cleanup());

async function rest(path: string): Promise<Record<string, unknown>> {
  const response = await api.get(path);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Record<string, unknown>;
}
async function graphql<T>(query: string): Promise<T> {
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${KEYS.master}`, 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

describe('what was known then', () => {
  it.each([
    ['now', undefined, 98_765.43],
    ['an hour ago', SLOT - HOUR, 90_000],
    ['by a clock that is a little ahead', NOW + 30_000, 98_765.43],
  ])('of a price: %s', async (_, at, price) => {
    expect(await rest(`/api/v1/prices/current/BTC${at ? `?as_of=${iso(at)}` : ''}`)).toMatchObject({ current_price: price });
    expect(await graphql(`{ currentPrice(symbol: "BTC"${at ? `, asOf: "${iso(at)}"` : ''}) { price } }`)).toEqual({ currentPrice: { price } });
  });

  it('is not what is known now, though the newest answer is kept', async () => {
    await rest('/api/v1/prices/current/BTC');
    expect(await rest(`/api/v1/prices/current/BTC?as_of=${iso(SLOT - HOUR)}`)).toMatchObject({ current_price: 90_000 });
    expect(await errorOf(await api.get(`/api/v1/prices/current/BTC?as_of=${iso(SLOT - 9 * HOUR)}`))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE', message: `no price of BTC of the day before was known at ${iso(SLOT - 9 * HOUR)}` });
  });

  it('of candles: closed ones, before they were restated', async () => {
    const closes = async (at: number) => ((await rest(`/api/v1/prices/historical/BTC?start=${iso(MISSING_HOUR + HOUR)}&end=${iso(SLOT)}&as_of=${iso(at)}`))['data'] as { close: number }[]).map((b) => b.close);
    expect(await closes(SLOT - HOUR)).toEqual([105, 105, 105]);
    expect(await closes(SLOT - 20 * MINUTE)).toEqual([105, 105, 999]);
    expect(await graphql(`{ candles(symbol: "BTC", start: "${iso(SLOT - 2 * HOUR)}", end: "${iso(SLOT - HOUR)}", asOf: "${iso(SLOT - HOUR)}") { edges { node { close } } } }`)).toEqual({ candles: { edges: [{ node: { close: 105 } }] } });
  });

  it('of candles names no gap that nobody could see yet', async () => {
    expect(await rest(`/api/v1/prices/historical/BTC?start=${iso(SLOT - 3 * HOUR)}&end=${iso(SLOT)}&as_of=${iso(SLOT - 2 * HOUR)}`)).toMatchObject({ total_points: 1, gaps: [] });
  });

  it('of features: by slot and by knowledge', async () => {
    const at = (ms: number, more = '') => `/api/v1/ml-features/TINY?as_of=${iso(ms)}${more}`;
    expect(await errorOf(await api.get(at(SLOT - HOUR)))).toMatchObject({ code: 'DATA_NOT_AVAILABLE' });
    expect(await rest(at(SLOT - 50 * MINUTE))).toMatchObject({ timestamp: iso(SLOT - HOUR) });
    expect(await errorOf(await api.get(at(SLOT - 51 * MINUTE, `&at=${iso(SLOT - HOUR)}`)))).toMatchObject({ message: `no features have been stored for TINY at ${iso(SLOT - HOUR)}, as known at ${iso(SLOT - 51 * MINUTE)}` });
    expect(await rest(`/api/v1/ml-features/bulk?symbols=BTC,TINY&as_of=${iso(SLOT - 52 * MINUTE)}`)).toMatchObject({ data: [{ symbol: 'BTC', timestamp: iso(SLOT - 55 * MINUTE) }], missing: ['TINY'] });
    expect(await graphql(`{ mlFeatures(symbol: "BTC", asOf: "${iso(SLOT - 52 * MINUTE)}") { timestamp } }`)).toEqual({ mlFeatures: { timestamp: iso(SLOT - 55 * MINUTE) } });
  });

  it('of indicators, sentiment and news', async () => {
    expect(await rest(`/api/v1/technical/BTC?as_of=${iso(SLOT - 1)}`)).toMatchObject({ timestamp: iso(SLOT - HOUR) });
    expect(await rest(`/api/v1/sentiment/crypto/BTC?as_of=${iso(SLOT - HOUR)}`)).toMatchObject({ sentiment_score: 0.5, texts: 1, timestamp: iso(SLOT - HOUR) });
    expect(await rest('/api/v1/sentiment/crypto/BTC')).toMatchObject({ texts: 2 });
    expect(await rest(`/api/v1/news/crypto/latest?as_of=${iso(SLOT - 4 * MINUTE)}`)).toMatchObject({ total: 3 });
  });

  it('of features and indicators that were computed again: what they said before, over every way to ask', async () => {
    const { store } = ground.store;
    const [row] = await store.features.at(['ETH'], SLOT - HOUR / 2);
    const [bar] = await store.indicators.range('BTC', '1h', 0, SLOT, 1);
    if (!row || !bar) throw new Error('the ground has no such rows');
    const again = new Date(SLOT - 10 * MINUTE);
    const slot = row.timestamp.getTime();
    await store.features.upsert([{ ...row, price: 7, job_id: 'repair', ingested_at: again }]);
    await store.indicators.save([{ ...bar, rsi_14: 7, ingested_at: again }], []);

    const price = async (asOf: number, at = '') => ((await rest(`/api/v1/ml-features/ETH?format=flat&as_of=${iso(asOf)}${at}`))['features'] as { price: number }).price;
    const ofSlot = `&at=${iso(slot)}`;
    expect([await price(slot), await price(again.getTime() - 1, ofSlot), await price(again.getTime(), ofSlot)]).toEqual([row.price, row.price, 7]);
    const bulk = (await rest(`/api/v1/ml-features/bulk?symbols=ETH&format=flat&as_of=${iso(slot)}`))['data'] as { features: { price: number } }[];
    expect(bulk[0]?.features.price).toBe(row.price);
    expect(await graphql(`{ mlFeatures(symbol: "ETH", at: "${iso(slot)}", asOf: "${iso(slot)}") { features { price { price } } } }`)).toEqual({ mlFeatures: { features: { price: { price: row.price } } } });
    const wrote = async (asOf?: number) => (await rest(`/api/v1/ml-features/ETH/lineage?at=${iso(slot)}${asOf ? `&as_of=${iso(asOf)}` : ''}`))['job_id'];
    expect([await wrote(slot), await wrote(SLOT), await wrote()]).toEqual([row.job_id, 'repair', 'repair']);

    const rsi = async (asOf: number) => ((await rest(`/api/v1/technical/BTC?as_of=${iso(asOf)}`))['indicators'] as { rsi_14: number }).rsi_14;
    expect([await rsi(again.getTime() - 1), await rsi(again.getTime())]).toEqual([bar.rsi_14, 7]);
    expect(await graphql(`{ indicators(symbol: "BTC", timeframe: "1h", asOf: "${iso(SLOT - HOUR)}") { indicators { rsi14 } } }`)).toEqual({ indicators: { indicators: { rsi14: bar.rsi_14 } } });
  });

  it('of news: a score once a model had given it, and what a language model made of it only once it had read it', async () => {
    const { store } = ground.store;
    const at = new Date(SLOT - 3 * MINUTE);
    await store.add('sentiment_analysis', [{ ...notEnhanced, article_id: 'a6', model: 'm', market_type: 'crypto', sentiment_score: 0.4, confidence: 0.9, label: 'positive', analyzed_at: at, available_at: at, ingested_at: at, data_source: 'sim:sentiment' }]);
    await store.enrichment.enhance([{ ...notEnhanced, article_id: 'a6', model: 'm', llm_model: 'ollama/x', enhanced_at: new Date(SLOT - MINUTE), enhanced_score: 0.9, theme: 'defi' }]);
    const seen = async (ms: number) => ((await rest(`/api/v1/news/crypto/latest?limit=50&as_of=${iso(ms)}`))['data'] as { id: string; sentiment: object | null }[]).find((a) => a.id === 'a6')?.sentiment;
    expect(await seen(SLOT - 4 * MINUTE)).toBeNull();
    expect(await seen(SLOT - 2 * MINUTE)).toMatchObject({ score: 0.4, enhanced_score: null, theme: null, language_model: null });
    expect(await seen(SLOT - MINUTE)).toMatchObject({ score: 0.4, enhanced_score: 0.9, theme: 'defi', language_model: 'ollama/x' });
  });
});

describe('pages', () => {
  it('of news hold every article once, over REST and GraphQL', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { data: { title: string }[]; next_cursor: string | null } = (await rest(`/api/v1/news/crypto/latest?limit=3${cursor && `&cursor=${cursor}`}`)) as never;
      seen.push(...page.data.map((a) => a.title));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => `article ${i}`));

    const asked: string[] = [];
    for (let after = ''; ; ) {
      const { news } = await graphql<{ news: { edges: { node: { title: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }>(`{ news(first: 4${after && `, after: "${after}"`}) { edges { node { title } } pageInfo { endCursor hasNextPage } } }`);
      asked.push(...news.edges.map((e) => e.node.title));
      if (!news.pageInfo.hasNextPage) break;
      after = news.pageInfo.endCursor;
    }
    expect(asked).toEqual(seen);
  });

  it('of indicators go back bar by bar', async () => {
    const first = (await rest('/api/v1/technical/BTC/indicators?limit=1')) as { history: { timestamp: string }[]; next_cursor: string };
    const second = (await rest(`/api/v1/technical/BTC/indicators?limit=1&cursor=${first.next_cursor}`)) as typeof first;
    expect([first.history[0]?.timestamp, second.history[0]?.timestamp, second.next_cursor]).toEqual([iso(SLOT), iso(SLOT - HOUR), null]);
  });

  it.each(['/api/v1/news/crypto/latest?cursor=zzz', '/api/v1/technical/BTC/indicators?cursor=zzz', '/api/v1/prices/historical/BTC?cursor=zzz'])('refuse a cursor nobody gave: %s', async (path) => {
    expect(await errorOf(await api.get(path))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });
});
