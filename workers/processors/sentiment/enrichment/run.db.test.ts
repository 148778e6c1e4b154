/** The enrichment end to end: real rows, the simulated Ollama, a shared budget. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payload } from '#queues/jobs/index.js';
import { manualClock, stopwatchMs } from '#queues/runtime/clock.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { startSimulator, type Simulator } from '#scripts/simulator/server.js';
import { testWorker, type TestWorker } from '../../../host/testing.js';
import type { Store } from '../../../store/index.js';
import { readLlmConfig } from '../../../upstream/llm/config.js';
import { llmBudget, openLanguageModel } from '../../../upstream/llm/open.js';
import { contextFor } from '../../testing.js';
import { createSentiment } from '../run.js';
import { lexiconScorer } from '../scoring/lexicon/scorer.js';
import { article } from '../testing.js';
import { enrichmentOf, type Enrichment } from './run.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 4, 6, 9, 30);
const payload: Payload<'sentiment'> = { v: 1, slot: NOW, chunk: 1, symbols: [], round: 0 };
const crypto = lexiconScorer('crypto');
const stock = lexiconScorer('stock');
const scored = [{ market: 'crypto' as const, model: crypto.model }, { market: 'stock' as const, model: stock.model }];

let worker: TestWorker;
let store: Store;
let simulator: Simulator;
const cleanups: (() => void)[] = [];
beforeAll(async () => {
  worker = await testWorker();
  store = worker.store.store;
  simulator = await startSimulator({ symbols: 3, slowMs: 5_000 });
});
afterAll(async () => {
  await simulator.stop();
  await worker.cleanup();
});

let prefix = 0;
function enrichment(model: string, env: Record<string, string> = {}): Enrichment {
  const config = readLlmConfig({ FARM_MODE: 'sim', SIMULATOR_URL: simulator.url, LLM_PROVIDER: 'ollama', LLM_MODEL: model, ...env });
  const clock = manualClock(NOW);
  const llm = openLanguageModel(config, { clock, metrics: createMetrics(false) });
  if (!llm) throw new Error('the language model is off');
  cleanups.push(() => llm.close());
  const takeCall = llmBudget(config, { redis: worker.redis.redis, prefix: `${worker.redis.prefix}:${(prefix += 1)}`, clock });
  return { llm, takeCall, perJob: config.LLM_PER_JOB, jobMs: config.LLM_JOB_MS, leastConfidence: config.LLM_MIN_CONFIDENCE };
}

const context = () => contextFor(worker.services, 'sentiment', payload);
const enriched = (e: Enrichment) => enrichmentOf(e, scored, context());
const rows = () => worker.store.mysql.rows<Record<string, unknown>>({ table: 'test', sql: `SELECT * FROM ${worker.store.databases.stock}.sentiment_analysis ORDER BY article_id` });
const calls = (): number => Object.values(simulator.stats()['ollama']?.['/api/generate'] ?? {}).reduce((sum, n) => sum + n, 0);

beforeEach(async () => {
  for (const t of ['sentiment_analysis', 'news_articles', 'llm_cache']) await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.stock}.${t}` });
  await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.prices}.sentiment_data` });
  await store.add('news_articles', [
    article('a1', NOW - HOUR, { title: 'Bitcoin surges to a record high as ETF inflows soar', symbols: ['BTC'] }),
    article('a2', NOW - 2 * HOUR, { title: 'Exchange hacked, ETH plunges, panic spreads', symbols: ['ETH'] }),
    article('a3', NOW - HOUR, { title: 'Profit rose', market_type: 'stock', source: 'guardian' }),
  ]);
  await createSentiment({ crypto, stock })(payload, context());
});
afterEach(() => {
  simulator.faults.clear();
  for (const clean of cleanups.splice(0)) clean();
});

describe('what a language model adds', () => {
  it('stands beside the own score, which it never changes', async () => {
    const before = await rows();
    expect(await enriched(enrichment('llama3.1:8b'))).toEqual({ calls: 3, fromCache: 0, read: 3, refused: 0, failed: 0, stopped: null });
    const after = await rows();
    const own = ['sentiment_score', 'confidence', 'label', 'analyzed_at', 'available_at', 'ingested_at', 'model'];
    expect(after.map((r) => own.map((c) => r[c]))).toEqual(before.map((r) => own.map((c) => r[c])));
    expect(after[0]).toMatchObject({ llm_model: 'ollama/llama3.1:8b', enhanced_at: new Date(NOW + 5_000), emotion: 'euphoria', theme: 'institutional', fear_greed: 92, recommendation_strength: 0.83, llm_problem: null });
    expect(after[1]).toMatchObject({ theme: 'security', recommendation_strength: expect.any(Number) as number });
    const { sentiment_score: s, confidence: c, llm_confidence: k, enhanced_score } = after[0] as Record<string, number>;
    expect(enhanced_score).toBeCloseTo(((c as number) * (s as number) + (k as number) * 0.83) / ((c as number) + (k as number)), 10);
  });

  it('is asked for once: the next job has nothing to do', async () => {
    const e = enrichment('llama3.1:8b');
    await enriched(e);
    const asked = calls();
    expect(await enriched(e)).toEqual({ calls: 0, fromCache: 0, read: 0, refused: 0, failed: 0, stopped: null });
    expect(calls()).toBe(asked);
  });

  it('comes from the cache for a text that was read before, without a call', async () => {
    await enriched(enrichment('llama3.1:8b'));
    await store.add('news_articles', [article('copy', NOW - HOUR, { title: 'Bitcoin surges to a record high as ETF inflows soar', source: 'another' })]);
    await createSentiment({ crypto, stock })(payload, context());
    const asked = calls();
    expect(await enriched(enrichment('llama3.1:8b'))).toEqual({ calls: 0, fromCache: 1, read: 1, refused: 0, failed: 0, stopped: null });
    expect(calls()).toBe(asked);
    expect((await rows()).find((r) => r['article_id'] === 'copy')).toMatchObject({ emotion: 'euphoria', recommendation_strength: 0.83 });
  });

  it('is NULL with its reason where the answer breaks the schema twice', async () => {
    expect(await enriched(enrichment('off-schema'))).toEqual({ calls: 6, fromCache: 0, read: 3, refused: 3, failed: 0, stopped: null });
    for (const row of await rows()) {
      expect(row).toMatchObject({ llm_model: 'ollama/off-schema', emotion: null, fear_greed: null, enhanced_score: null, llm_problem: expect.stringMatching(/^fear_greed: /) as string });
      expect(row['sentiment_score']).not.toBeNull();
    }
    expect(await enriched(enrichment('off-schema'))).toMatchObject({ calls: 0, read: 0 });
  });

  it('is repaired by a second question where that helps', async () => {
    expect(await enriched(enrichment('off-schema-once'))).toEqual({ calls: 6, fromCache: 0, read: 3, refused: 0, failed: 0, stopped: null });
    expect((await rows()).map((r) => r['llm_problem'])).toEqual([null, null, null]);
  });

  it.each(['not-json', 'cut-off'])('is NULL with its reason where the answer is %s', async (model) => {
    expect(await enriched(enrichment(model))).toMatchObject({ read: 3, refused: 3 });
    expect((await rows()).map((r) => [r['llm_problem'], r['emotion']])).toEqual(Array.from({ length: 3 }, () => ['the answer is not JSON, or was cut off', null]));
  });
});

describe('what a language model cannot do', () => {
  const untouched = async () => expect((await rows()).map((r) => [r['llm_model'], r['sentiment_score'] === null])).toEqual([[null, false], [null, false], [null, false]]);

  it('is left for later when the day’s budget is used up', async () => {
    const e = enrichment('llama3.1:8b', { LLM_BUDGET: '2' });
    expect(await enriched(e)).toEqual({ calls: 2, fromCache: 0, read: 2, refused: 0, failed: 0, stopped: "the day's budget of calls is used up" });
    expect((await rows()).filter((r) => r['llm_model'] === null)).toHaveLength(1);
  });

  it('is left for later when the model is not there, and says so', async () => {
    expect(await enriched(enrichment('missing-model'))).toMatchObject({ read: 0, stopped: expect.stringMatching(/the model "missing-model" is not there/) as string });
    await untouched();
  });

  it.each(['server-error', 'garbage', 'error-in-200', 'reset', 'html', 'rate-limit'] as const)('never fails the job, whatever comes back: %s', async (kind) => {
    simulator.faults.set([{ host: 'ollama', kind, ratio: 1 }]);
    const report = await enriched(enrichment('llama3.1:8b'));
    expect(report.stopped).not.toBeNull();
    await untouched();
  });

  it('is given up when the time of the job is over; the scores are in the store already', async () => {
    simulator.faults.set([{ host: 'ollama', kind: 'timeout', ratio: 1, path: '/api/generate' }]);
    const started = stopwatchMs();
    const e = enrichment('llama3.1:8b', { LLM_JOB_MS: '200', LLM_TIMEOUT_MS: '60000' });
    await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.stock}.sentiment_analysis` });
    expect(await createSentiment({ crypto, stock }, e)(payload, context())).toMatchObject({ kind: 'done' });
    expect(stopwatchMs() - started).toBeLessThan(10_000);
    await untouched();
  });

  it('never delays the scores: they are stored and told of while it still thinks', async () => {
    simulator.faults.set([{ host: 'ollama', kind: 'timeout', ratio: 1, path: '/api/generate' }]);
    await worker.store.mysql.run({ table: 'test', sql: `DELETE FROM ${worker.store.databases.stock}.sentiment_analysis` });
    const [drain, asked, told] = [new AbortController(), calls(), [] as string[]];
    const ctx = { ...context(), signal: drain.signal, landed: (event: { dataset: string }) => Promise.resolve(void told.push(event.dataset)) };
    const running = createSentiment({ crypto, stock }, enrichment('llama3.1:8b', { LLM_TIMEOUT_MS: '60000' }))(payload, ctx);
    await expect.poll(calls).toBeGreaterThan(asked);
    await untouched();
    expect(told).toEqual(['sentiment_analysis']);
    drain.abort(new Error('drained'));
    await expect(running).rejects.toThrow('drained');
  });

  it('ends with the job when the worker drains', async () => {
    simulator.faults.set([{ host: 'ollama', kind: 'timeout', ratio: 1, path: '/api/generate' }]);
    const drain = new AbortController();
    const asked = calls();
    const running = enrichmentOf(enrichment('llama3.1:8b', { LLM_TIMEOUT_MS: '60000' }), scored, { ...context(), signal: drain.signal });
    await expect.poll(calls).toBeGreaterThan(asked);
    drain.abort(new Error('drained'));
    await expect(running).rejects.toThrow('drained');
    await untouched();
  });
});
