import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payload } from '#queues/jobs/index.js';
import { newestLanded, readLanded } from '#queues/landed.js';
import { manualClock } from '#queues/runtime/clock.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { silentLog } from '#queues/runtime/log.js';
import { testWorker, type TestWorker } from '../../host/testing.js';
import type { Context } from '../../context.js';
import type { Store } from '../../store/index.js';
import { unscoredArticles, unscoredPosts } from '../../store/repositories/texts.js';
import type { Database } from '../../store/database.js';
import { contextFor } from '../testing.js';
import { createSentiment } from './run.js';
import { lexiconScorer } from './scoring/lexicon/scorer.js';
import type { Scorer } from './scoring/scorer.js';
import { article, post } from './testing.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 4, 6, 9, 30);
const slot = (ms = NOW): Payload<'sentiment'> => ({ v: 1, slot: ms, chunk: 1, symbols: [], round: 0 });

let worker: TestWorker;
let store: Store;
beforeAll(async () => {
  worker = await testWorker();
  store = worker.store.store;
});
afterAll(() => worker.cleanup());

const { crypto, stock } = { crypto: lexiconScorer('crypto'), stock: lexiconScorer('stock') };
const lexicon = createSentiment({ crypto, stock });
const run = (handler = lexicon, atMs = NOW, more: Partial<Context> = {}) => handler(slot(atMs), contextFor(worker.services, 'sentiment', slot(atMs), { clock: manualClock(atMs + 5_000), ...more }));
const rowsOf = async (table: string, database: 'prices' | 'stock' = 'prices') => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${worker.store.databases[database]}.${table} ORDER BY 1, 2, 3, 5` });
const everything = async () => [await rowsOf('sentiment_data'), await rowsOf('sentiment_analysis', 'stock')];

const TEXTS = async (): Promise<void> => {
  await store.add('news_articles', [
    article('a1', NOW - HOUR, { title: 'Bitcoin surges to a record high as inflows soar', symbols: ['BTC'] }),
    article('a2', NOW - 2 * HOUR, { title: 'Exchange hacked: ETH and SOL plunge, users fear heavy losses', summary: 'Panic selling followed.', symbols: ['ETH', 'SOL'] }),
    article('a3', NOW - HOUR, { title: 'Operating profit rose to EUR 13 mn from EUR 8 mn', market_type: 'stock', source: 'guardian' }),
    article('old', NOW - 60 * HOUR, { title: 'Too old to be scored', symbols: [] }),
  ]);
  await store.add('social_posts', [
    post('p1', NOW - HOUR, { title: 'to the moon', body: 'BTC looks extremely bullish', symbols: ['BTC'], channel: 'CryptoCurrency' }),
    post('p2', NOW - HOUR, { title: 'Profit warning', body: 'shares fall sharply', channel: 'investing' }),
    post('p3', NOW - HOUR, { network: 'twitter', channel: null, title: null, body: 'rug pull, total scam', symbols: ['DOGE'] }),
  ]);
};

beforeEach(async () => {
  for (const t of ['sentiment_data', 'social_posts', 'source_cursors']) await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.${t}` });
  for (const t of ['sentiment_analysis', 'news_articles', 'llm_cache']) await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.stock}.${t}` });
});

describe('the sentiment job', () => {
  it('scores every new text once for the market and once for each asset it mentions', async () => {
    await TEXTS();
    expect(await run()).toEqual({ kind: 'done', rows: 11, missing: [] });
    const data = await rowsOf('sentiment_data');
    expect(data.map((r) => [r['symbol'], r['source'], r['item_id'], r['market_type']])).toEqual([
      ['BTC', 'CryptoCurrency', 'reddit:p1', 'crypto'],
      ['BTC', 'coindesk', 'a1', 'crypto'],
      ['DOGE', 'twitter', 'twitter:p3', 'crypto'],
      ['ETH', 'coindesk', 'a2', 'crypto'],
      ['MARKET', 'CryptoCurrency', 'reddit:p1', 'crypto'],
      ['MARKET', 'coindesk', 'a1', 'crypto'],
      ['MARKET', 'coindesk', 'a2', 'crypto'],
      ['MARKET', 'guardian', 'a3', 'stock'],
      ['MARKET', 'investing', 'reddit:p2', 'stock'],
      ['MARKET', 'twitter', 'twitter:p3', 'crypto'],
      ['SOL', 'coindesk', 'a2', 'crypto'],
    ]);
    const of = (item: string) => data.find((r) => r['item_id'] === item) as { sentiment_score: number };
    expect(of('a1').sentiment_score).toBeGreaterThan(0.1);
    expect(of('a2').sentiment_score).toBeLessThan(-0.1);
    expect(of('reddit:p2').sentiment_score).toBeLessThan(-0.1);
    expect(data[0]).toMatchObject({ model: crypto.model, analyzed_at: new Date(NOW - HOUR), available_at: new Date(NOW + 5_000), ingested_at: new Date(NOW + 5_000), data_source: 'sim:sentiment' });
    const articles = await rowsOf('sentiment_analysis', 'stock');
    expect(articles.map((r) => [r['article_id'], r['model'], r['llm_model']])).toEqual([['a1', crypto.model, null], ['a2', crypto.model, null], ['a3', stock.model, null]]);
  });

  it('changes nothing when it runs again, even later', async () => {
    await TEXTS();
    await run();
    const before = await everything();
    expect(await run(lexicon, NOW + HOUR)).toEqual({ kind: 'done', rows: 0, missing: [] });
    expect(await everything()).toEqual(before);
  });

  it('tells the api which symbols have new rows', async () => {
    const reader = connectRedis(worker.redis.settings, silentLog());
    const before = await newestLanded(reader, worker.redis.prefix);
    await TEXTS();
    await run();
    const [event] = await readLanded(reader, worker.redis.prefix, before, 1_000);
    expect(event).toMatchObject({ kind: 'rows', dataset: 'sentiment_analysis', slot: NOW, rows: 11, symbols: ['BTC', 'DOGE', 'ETH', 'MARKET', 'SOL'] });
    await reader.quit();
  });

  it('stores NULL where the model fails, never zero, and says how often', async () => {
    await TEXTS();
    const failing: Scorer = { model: 'failing@1', score: (texts) => Promise.resolve(texts.map(() => null)), close: () => Promise.resolve() };
    expect(await run(createSentiment({ crypto: failing, stock }))).toEqual({ kind: 'done', rows: 11, missing: [{ symbol: 'MARKET', reason: 'the model failed on 4 texts', permanent: true }] });
    const failed = (await rowsOf('sentiment_data')).filter((r) => r['model'] === 'failing@1');
    expect(failed.length).toBeGreaterThan(0);
    for (const row of failed) expect(row).toMatchObject({ sentiment_score: null, confidence: null, label: null });
  });

  it('puts on record that a configured model is not the one that scores', async () => {
    expect(await run(createSentiment({ crypto, stock, refusals: ['crypto: some/model is not used'] }))).toEqual({ kind: 'done', rows: 0, missing: [{ symbol: 'MARKET', reason: 'crypto: some/model is not used', permanent: true }] });
  });

  it('gives a model that failed on everything a second chance', async () => {
    await TEXTS();
    let calls = 0;
    const wakes: Scorer = { ...crypto, score: (texts, signal) => ((calls += 1) === 1 ? Promise.resolve(texts.map(() => null)) : crypto.score(texts, signal)) };
    expect(await run(createSentiment({ crypto: wakes, stock }))).toEqual({ kind: 'done', rows: 11, missing: [] });
  });

  it('has each model score every text, side by side', async () => {
    await TEXTS();
    await run();
    const other: Scorer = { model: 'other@1', score: (texts) => Promise.resolve(texts.map(() => ({ score: 0.5, confidence: 0.9, label: 'positive' }))), close: () => Promise.resolve() };
    await run(createSentiment({ crypto: other, stock: other }));
    const models = (await rowsOf('sentiment_analysis', 'stock')).filter((r) => r['article_id'] === 'a1').map((r) => [r['model'], r['sentiment_score']]);
    expect(models).toEqual([[crypto.model, expect.any(Number)], ['other@1', 0.5]]);
  });

  it('loses nothing when it is killed between two writes', async () => {
    await TEXTS();
    const dies: Store = { ...store, add: (into, rows) => (into === 'sentiment_analysis' ? Promise.reject(new Error('killed')) : store.add(into, rows)) };
    await expect(run(lexicon, NOW, { store: dies })).rejects.toThrow('killed');
    await run();
    const interrupted = await everything();
    expect(interrupted.map((rows) => rows.length)).toEqual([11, 3]);
  });

  it('goes on where an outage of days began', async () => {
    await TEXTS();
    await run();
    const later = NOW + 5 * 24 * HOUR;
    await store.add('news_articles', [article('late', NOW + HOUR, { title: 'Bitcoin falls' })]);
    expect(await run(lexicon, later)).toMatchObject({ kind: 'done', rows: 1 });
  });

  it('comes back at once while texts are left, and ends when none is', async () => {
    await store.add('news_articles', Array.from({ length: 2_300 }, (_, i) => article(`m${i}`, NOW - HOUR - i, { title: `Bitcoin gains ${i} percent` })));
    expect(await run()).toEqual({ kind: 'snooze', ms: 1_000, why: 'scored 2000 texts; more are waiting' });
    expect(await run()).toEqual({ kind: 'done', rows: 300, missing: [] });
  });

  it('stops when it is told to', async () => {
    await TEXTS();
    await expect(run(lexicon, NOW, { signal: AbortSignal.abort(new Error('drained')) })).rejects.toThrow('drained');
    expect(await rowsOf('sentiment_data')).toEqual([]);
  });
});

describe('the search for texts without a score', () => {
  it('reads texts by an index and looks their scores up by key', async () => {
    await TEXTS();
    const long = NOW - 100 * HOUR;
    await store.add('news_articles', Array.from({ length: 1_500 }, (_, i) => article(`x${i}`, long - i, { title: 'old' })));
    await store.add('social_posts', Array.from({ length: 1_500 }, (_, i) => post(`x${i}`, long - i, { body: 'old' })));
    for (let again = true; again; ) again = (await run(lexicon, long)).kind === 'snooze';
    await run();
    const { databases, mysql } = worker.store;
    for (const t of [`${databases.stock}.news_articles`, `${databases.prices}.social_posts`, `${databases.prices}.sentiment_data`]) await mysql.run({ table: 'test', sql: `ANALYZE TABLE ${t}` });
    const db = { name: (t: { database: 'prices' | 'stock' | 'trading'; name: string }) => `\`${databases[t.database]}\`.\`${t.name}\`` } as Database;
    const wanted = { market: 'crypto' as const, model: crypto.model, fromMs: NOW - 48 * HOUR, toMs: NOW, limit: 500 };
    for (const [query, keys] of [[unscoredArticles(db, wanted), ['range by_known', 'eq_ref PRIMARY']], [unscoredPosts(db, wanted), ['range by_known', 'eq_ref PRIMARY']]] as const) {
      const plan = await mysql.rows<{ key: string | null; type: string }>({ table: 'test', sql: `EXPLAIN ${query.sql}`, values: query.values });
      expect(plan.map((p) => `${p.type} ${p.key}`)).toEqual(keys);
    }
  });
});
