import { Worker } from 'bullmq';
import { workerConnection } from '#queues/runtime/redis.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, KEYS, NOBODY, testGround, type Ground, type Running } from './testing/api.js';
import { SLOT } from './testing/rows.js';
import type { AcceptedView, JobView } from './views/jobs.js';

let ground: Ground;
let api: Running;
const at = new Date(SLOT);
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
  const { ledger } = ground.store.store;
  await ledger.open([
    { dataset: 'fear_greed', slot: at, chunk: 1, symbols: [], opened_at: at },
    { dataset: 'crypto_prices', slot: at, chunk: 1, symbols: ['BTC', 'ETH'], opened_at: at },
    { dataset: 'crypto_prices', slot: at, chunk: 2, symbols: ['TINY'], opened_at: at },
  ]);
  await ledger.settle({ dataset: 'stock_news', slot: SLOT, chunk: 1, state: 'off', rows: 0, missing: [], reason: 'NEWS_API_KEY is not set', jobId: 'tick', startedAt: at, finishedAt: at });
});
afterAll(() => ground.cleanup());

const collect = (source: string, key: string | null = KEYS.master, on = api) => on.get(`/api/v1/collect/${source}`, { method: 'POST', key });

describe('a source that is asked for', () => {
  it('is taken on once, however often it is asked for, and says what has become of it', async () => {
    const [first, again] = await Promise.all([collect('fear-greed'), collect('fear-greed')]);
    const accepted = (await first.json()) as AcceptedView;
    expect([first.status, first.headers.get('location'), await again.json()]).toEqual([202, accepted.status_url, accepted]);
    expect(await ground.store.store.ledger.ofDatasets(['fear_greed'], SLOT, SLOT + 1)).toMatchObject([{ state: 'pending', repairs: 0 }]);
    expect(await (await api.get(accepted.status_url)).json()).toMatchObject({ job_id: accepted.job_id, job: 'collect', queue: 'survey', state: 'prioritized', attempts: 0, started_at: null, finished_at: null, result: null, reason: null });

    const worker = new Worker('survey', async () => ({ outcome: 'done', rows: 3, missing: 0 }), { connection: workerConnection(ground.redis.settings), prefix: ground.redis.prefix });
    try {
      await expect.poll(async () => ((await (await api.get(accepted.status_url)).json()) as JobView).state, { timeout: 10_000 }).toBe('completed');
    } finally {
      await worker.close();
    }
    expect(await (await api.get(accepted.status_url)).json()).toMatchObject({ attempts: 1, result: { outcome: 'done', rows: 3 } });
  });

  it('is one job for every chunk of the newest slot', async () => {
    const { slot, jobs } = (await (await collect('crypto-prices')).json()) as AcceptedView;
    expect([slot, jobs.map((j) => [j.chunk, j.symbols])]).toEqual([at.toISOString(), [[1, 2], [2, 1]]]);
    const waiting = await api.api.ctx.producer.queue('repair').getJob(jobs[0]?.job_id ?? '');
    expect(waiting?.data).toMatchObject({ source: 'crypto-prices', symbols: ['BTC', 'ETH'], slot: SLOT });
  });

  it.each([
    ['that nobody knows', 'moon-phase', KEYS.master, 400, 'VALIDATION_ERROR'],
    ['that is a property', '__proto__', KEYS.master, 400, 'VALIDATION_ERROR'],
    ['that is off', 'stock-news', KEYS.master, 404, 'DATA_NOT_AVAILABLE'],
    ['that was never due', 'onchain', KEYS.master, 404, 'DATA_NOT_AVAILABLE'],
    ['with the trading key', 'fear-greed', KEYS.trading, 403, 'FORBIDDEN_SCOPE'],
    ['without a key', 'fear-greed', null, 401, 'INVALID_API_KEY'],
  ] as const)('is refused where it is one %s', async (...[, source, key, status, code]) => {
    expect(await errorOf(await collect(source, key))).toMatchObject({ status, code });
  });

  it('says why a source is off', async () => {
    expect(await errorOf(await collect('stock-news'))).toMatchObject({ message: 'stock-news is off: NEWS_API_KEY is not set', details: { off: 'NEWS_API_KEY is not set' } });
  });

  it('is answered 503 while Redis is away', async () => {
    const lone = await ground.start({}, { redis: NOBODY });
    expect(await errorOf(await collect('fear-greed', KEYS.master, lone))).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(await errorOf(await lone.get('/api/v1/jobs/anything'))).toMatchObject({ status: 503 });
  });
});

describe('a job', () => {
  it('that no queue knows is not made up', async () => {
    expect(await errorOf(await api.get('/api/v1/jobs/prices.2001-01-01T00-00Z.c1'))).toMatchObject({ status: 404, code: 'DATA_NOT_AVAILABLE' });
    expect(await errorOf(await api.get(`/api/v1/jobs/${encodeURIComponent("a:b' OR 1=1")}`))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  });

  it('is seen by whoever may see the queues', async () => {
    expect((await api.get('/api/v1/jobs/anything', { key: KEYS.trading })).status).toBe(404);
    expect((await api.get('/api/v1/jobs/anything', { key: KEYS.readonly })).status).toBe(403);
    expect((await api.get('/api/v1/collect/fear-greed')).status).toBe(405);
  });

  it('that failed says why', async () => {
    const { jobs } = (await (await collect('crypto-prices')).json()) as AcceptedView;
    const worker = new Worker('repair', () => Promise.reject(new Error(`gone ${'x'.repeat(2_000)}`)), { connection: workerConnection(ground.redis.settings), prefix: ground.redis.prefix, settings: { backoffStrategy: () => 1 } });
    try {
      await expect.poll(async () => ((await (await api.get(jobs[1]?.status_url ?? '')).json()) as JobView).state, { timeout: 10_000 }).toBe('failed');
    } finally {
      await worker.close();
    }
    const { reason, attempts } = (await (await api.get(jobs[1]?.status_url ?? '')).json()) as JobView;
    expect([reason?.slice(0, 6), reason?.length, attempts]).toEqual(['gone x', 500, 4]);
  });
});
