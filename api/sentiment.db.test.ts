import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { article } from '#workers/processors/sentiment/testing.js';
import { notEnhanced, type SentimentAnalysisRow } from '#workers/store/tables/news.js';
import { answer } from './client/farm.js';
import type { paths } from './client/schema.js';
import { errorOf, KEYS, JWT_SECRET, testGround, type Ground, type Running } from './testing/api.js';
import { NOW } from './testing/rows.js';
import { scored } from './testing/texts.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A token with these scopes only. */
function tokenFor(scopes: readonly string[]): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'desk', scopes, exp: NOW / 1_000 + 600 })}`;
  return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`;
}
let ground: Ground;
let api: Running;

const analysis = (id: string, more: Partial<SentimentAnalysisRow> = {}): SentimentAnalysisRow => {
  const at = new Date(NOW - 10 * MINUTE);
  return { article_id: id, model: 'lexicon-crypto@1', market_type: 'crypto', sentiment_score: 0.5, confidence: 0.7, label: 'positive', analyzed_at: at, ...notEnhanced, available_at: at, ingested_at: at, data_source: 'sim:sentiment', ...more };
};

beforeAll(async () => {
  ground = await testGround();
  const { store } = ground.store;
  await store.add('sentiment_data', [
    scored('BTC', 'a', 10 * MINUTE),
    scored('BTC', 'b', 20 * MINUTE, { source: 'r', sentiment_score: -0.3, confidence: 0.5 }),
    scored('BTC', 'c', 90 * MINUTE, { sentiment_score: 0 }),
    scored('ETH', 'd', 30 * HOUR),
    scored('TINY', 'e', HOUR / 2, { sentiment_score: null, confidence: null, label: null }),
    scored('MARKET', 's', 10 * MINUTE, { market_type: 'stock', source: 'guardian' }),
    scored('AAPL', 's', 10 * MINUTE, { market_type: 'stock', source: 'guardian' }),
  ]);
  await store.add('news_articles', [
    article('n1', NOW - 10 * MINUTE, { title: 'First', symbols: ['BTC', 'ETH'], published_at: new Date(NOW - 30 * MINUTE) }),
    article('n2', NOW - 5 * MINUTE, { title: 'Second', symbols: ['BTC'], published_at: new Date(NOW - 50 * MINUTE) }),
    article('n3', NOW - 3 * HOUR, { title: 'Third', symbols: [] }),
    article('n4', NOW + HOUR, { title: 'Not known yet', published_at: new Date(NOW - HOUR) }),
    article('s1', NOW - HOUR, { title: 'Shares', market_type: 'stock' }),
  ]);
  await store.add('sentiment_analysis', [analysis('n1', { llm_model: 'ollama/llama3.1:8b', enhanced_score: 0.6, emotion: 'greed', fear_greed: 70, theme: 'adoption' }), analysis('n2', { sentiment_score: null, confidence: null, label: null })]);
  api = await ground.start();
});
afterAll(() => ground.cleanup());

type Query<P extends '/api/v1/sentiment/crypto/{symbol}' | '/api/v1/news/crypto/latest'> = paths[P]['get']['parameters']['query'];
const crypto = (symbol: string, query: Query<'/api/v1/sentiment/crypto/{symbol}'> = {}) => answer(api.farm().GET('/api/v1/sentiment/crypto/{symbol}', { params: { path: { symbol }, query } }));
const stock = (symbol: string) => answer(api.farm().GET('/api/v1/sentiment/stock/{symbol}', { params: { path: { symbol } } }));

describe('sentiment', () => {
  it('answers the figures of the window with exactly the promised fields', async () => {
    expect(await crypto('bitcoin', { timeframe: '1h' })).toEqual({
      symbol: 'BTC',
      market_type: 'crypto',
      timeframe: '1h',
      timestamp: iso(NOW),
      sentiment_score: expect.closeTo(0.1, 12) as number,
      mean: expect.closeTo(0.1, 12) as number,
      confidence: 0.5,
      dispersion: expect.closeTo(Math.sqrt(0.32), 12) as number,
      positive_share: 0.5,
      negative_share: 0.5,
      neutral_share: 0,
      momentum: expect.closeTo(0.1, 12) as number,
      texts: 2,
      newest: iso(NOW - 10 * MINUTE),
      sources: ['coindesk', 'r'],
    });
  });

  it('breaks it down by source, of chosen sources only', async () => {
    const answer = await crypto('BTC', { timeframe: '4h', sources: ['coindesk'], include_breakdown: 'true' });
    expect(answer).toMatchObject({ texts: 2, sources: ['coindesk'], breakdown: [{ source: 'coindesk', texts: 2, sentiment_score: 0.25, momentum: null }] });
  });

  it('says null, not zero, for a window in which nothing was said', async () => {
    expect(await crypto('ETH', { timeframe: '1h' })).toMatchObject({ texts: 0, sentiment_score: null, mean: null, momentum: null, positive_share: null, newest: null, sources: [] });
  });

  it('knows the market as a whole, and tickers of shares', async () => {
    expect(await stock('market')).toMatchObject({ symbol: 'MARKET', market_type: 'stock', timeframe: '24h', texts: 1 });
    expect(await stock('aapl')).toMatchObject({ symbol: 'AAPL', texts: 1 });
  });

  it.each([
    ['/api/v1/sentiment/crypto/BTC?timeframe=3h', 'INVALID_TIMEFRAME', 400],
    ['/api/v1/sentiment/crypto/BTC?include_breakdown=yes', 'VALIDATION_ERROR', 400],
    ['/api/v1/sentiment/crypto/NOPE', 'INVALID_SYMBOL', 404],
    ['/api/v1/sentiment/crypto/IDLE', 'DATA_NOT_AVAILABLE', 404],
    ['/api/v1/sentiment/crypto/TINY', 'DATA_NOT_AVAILABLE', 404],
    ['/api/v1/sentiment/crypto/MARKET', 'DATA_NOT_AVAILABLE', 404],
    ['/api/v1/sentiment/stock/BTC', 'DATA_NOT_AVAILABLE', 404],
  ])('refuses %s with %s', async (path, code, status) => {
    expect(await errorOf(await api.get(path))).toMatchObject({ status, code });
  });

  it('is for those who may read it', async () => {
    expect((await api.get('/api/v1/sentiment/crypto/BTC', { key: KEYS.readonly })).status).toBe(200);
    const prices = tokenFor(['read:prices']);
    expect(await errorOf(await api.get('/api/v1/sentiment/crypto/BTC', { key: prices }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
    expect(await errorOf(await api.get('/api/v1/news/crypto/latest', { key: prices }))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' });
  });
});

describe('news', () => {
  const news = (query: Query<'/api/v1/news/crypto/latest'> = {}) => answer(api.farm().GET('/api/v1/news/crypto/latest', { params: { query } }));
  const titles = async (query: Query<'/api/v1/news/crypto/latest'>) => (await news(query)).data.map((a) => a.title);

  it('lists what is known by publication, newest first, with both scores', async () => {
    const { data, total } = await news({ limit: 2 });
    expect([total, data.map((a) => a.title)]).toEqual([2, ['First', 'Second']]);
    expect(data[0]).toMatchObject({ id: 'n1', url: 'https://news.example/n1', symbols: ['BTC', 'ETH'], published_at: iso(NOW - 30 * MINUTE), available_at: iso(NOW - 10 * MINUTE), author: null });
    expect(data[0]?.sentiment).toEqual({ score: 0.5, confidence: 0.7, label: 'positive', model: 'lexicon-crypto@1', enhanced_score: 0.6, emotion: 'greed', fear_greed: 70, theme: 'adoption', language_model: 'ollama/llama3.1:8b' });
    expect(data[1]?.sentiment).toMatchObject({ score: null, enhanced_score: null, language_model: null });
  });

  it('has no sentiment for an article nobody has read, and no article of the future', async () => {
    const { data } = await news();
    expect(data.map((a) => [a.title, a.sentiment === null])).toEqual([['First', false], ['Second', false], ['Third', true]]);
  });

  it('narrows to a symbol, a market and what was first known since', async () => {
    expect(await titles({ symbol: 'ethereum' })).toEqual(['First']);
    expect((await answer(api.farm().GET('/api/v1/news/stock/latest'))).data.map((a) => a.title)).toEqual(['Shares']);
    expect(await titles({ since: iso(NOW - 7 * MINUTE) })).toEqual(['Second']);
    expect(await titles({ symbol: 'TINY' })).toEqual([]);
  });

  it.each([
    ['limit=0', 'VALIDATION_ERROR', 400],
    ['since=yesterday', 'VALIDATION_ERROR', 400],
    ['symbol=NOPE', 'INVALID_SYMBOL', 404],
    ['simbol=BTC', 'VALIDATION_ERROR', 400],
  ])('refuses %s with %s', async (query, code, status) => {
    expect(await errorOf(await api.get(`/api/v1/news/crypto/latest?${query}`))).toMatchObject({ status, code });
  });
});
