import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '#queues/reports.js';
import { realNowMs } from '#queues/runtime/clock.js';
import { errorOf, KEYS, NOBODY, testGround, type Ground, type Running } from './testing/api.js';
import { SLOT } from './testing/rows.js';
import type { BackfillDetails } from './views/backfills.js';
import type { FiledView, PlanView } from './views/backfill-plan.js';

const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const BARS = { dataset: 'ohlc', from: iso(SLOT - 1_000 * HOUR), to: iso(SLOT - 100 * HOUR), symbols: ['BTC', 'eth'], timeframes: ['1h'] };

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

const post = (path: string, body?: unknown, key: string | null = KEYS.master, on = api) => on.get(path, { method: 'POST', key, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
const filed = async (body: object): Promise<FiledView> => (await (await post('/api/v1/backfill', body)).json()) as FiledView;
const details = async (id: string): Promise<BackfillDetails> => (await (await api.get(`/api/v1/backfills/${id}`)).json()) as BackfillDetails;

describe('a plan', () => {
  it('says what a backfill would take, and begins nothing', async () => {
    await writeReport(ground.redis.redis, ground.redis.prefix, { process: 'w1', at: realNowMs(), pools: ['collect'], upstreams: [{ host: 'binance', open: false, pausedMs: 0, budgets: [{ window: 'minute', remaining: 6_000, capacity: 6_000 }], calls: 1, failed: 0, last: null }] });
    const answer = await post('/api/v1/backfill/plan', BARS);
    const plan = (await answer.json()) as PlanView;
    expect([answer.status, plan]).toMatchObject([200, { dataset: 'ohlc', symbols: 2, rows: 1_800, stored: 0, seconds: null, stages: [{ stage: 'candles', timeframe: '1h', symbols: 2, rows: 1_800 }] }]);
    expect(plan.calls).toEqual([{ host: 'binance', calls: 2, budget_share: 4 / 6_000, seconds_at_least: 0 }]);
    expect(await (await api.get('/api/v1/backfills')).json()).toEqual({ data: [], total: 0 });
  });

  it('counts what is stored already, and everything features are made of', async () => {
    const plan = (await (await post('/api/v1/backfill/plan', { dataset: 'features', from: iso(SLOT - HOUR), to: iso(SLOT + 1), symbols: ['BTC'] })).json()) as PlanView;
    expect(plan.stages.map((s) => `${s.stage} ${s.timeframe}`)).toEqual(['candles 5m', 'candles 1h', 'candles 4h', 'candles 1d', 'indicators 5m', 'indicators 1h', 'indicators 4h', 'indicators 1d', 'features null']);
    expect(plan.stages.at(-1)).toMatchObject({ rows: 13, stored: expect.any(Number) });
    expect(plan.stored).toBeGreaterThan(0);
  });

  it('is the master key\'s', async () => expect(await errorOf(await post('/api/v1/backfill/plan', BARS, KEYS.trading))).toMatchObject({ status: 403, code: 'FORBIDDEN_SCOPE' }));
});

describe('a backfill that is asked for', () => {
  it('is one, however often it is asked for; is enqueued, paused, resumed and ended', async () => {
    const [first, again] = [await filed(BARS), await filed({ ...BARS, symbols: ['eth', 'bitcoin'] })];
    expect([first.created, again]).toEqual([true, { ...first, created: false }]);
    expect(await api.api.ctx.producer.queue('upkeep').getJobCountByTypes('prioritized', 'waiting')).toBeGreaterThan(0);
    expect(await (await api.get('/api/v1/backfills', { key: KEYS.readonly })).json()).toMatchObject({ data: [{ backfill_id: first.job_id, origin: 'operator', symbols: 2, timeframes: ['1h'], progress: 0, rows_per_second: null, eta_seconds: null }], total: 1 });
    const turn = async (to: string) => (await (await post(`/api/v1/backfills/${first.job_id}/${to}`)).json()) as BackfillDetails;
    expect([(await turn('pause')).state, (await turn('pause')).state, (await turn('resume')).state, (await turn('cancel')).state]).toEqual(['paused', 'paused', 'open', 'cancelled']);
    expect(await errorOf(await post(`/api/v1/backfills/${first.job_id}/resume`))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
    expect(await details(first.job_id)).toMatchObject({ state: 'cancelled', stages: [{ stage: 'candles', cancelled: first.chunks }] });
  });

  it('tells how far it is, how fast it goes and what is in trouble', async () => {
    const { job_id: backfill, chunks } = await filed({ ...BARS, to: iso(SLOT - 99 * HOUR) });
    const { backfills } = ground.store.store;
    const at = ground.clock.nowMs();
    await backfills.begin({ backfill, chunk: 1 }, 'j', new Date(at - 10_000));
    await backfills.tell({ backfill, chunk: 1 }, 901);
    expect(await details(backfill)).toMatchObject({ state: 'open', progress: 0.5, rows_per_second: 90.1, eta_seconds: 10, stages: [{ running: 1, rows_expected: 1_802, rows_written: 901 }] });
    await backfills.settle({ backfill, chunk: 1, state: 'partial', rows: 901, missing: [{ symbol: 'ETH', reason: 'binance: 503' }], reason: '1 missing, such as ETH: binance: 503', notBefore: null, jobId: 'j', at: new Date(at) });
    await backfills.finish(backfill, new Date(at));
    expect([chunks, await details(backfill)]).toMatchObject([1, { state: 'partial', progress: 1, troubles: [{ chunk: 1, state: 'partial', reason: '1 missing, such as ETH: binance: 503' }] }]);
  });

  it('is written down while Redis is away: the reconciler enqueues it', async () => {
    const lone = await ground.start({}, { redis: NOBODY });
    expect((await post('/api/v1/backfill', { ...BARS, timeframes: ['4h'] }, KEYS.master, lone)).status).toBe(202);
  });

  it.each([
    ['an unknown dataset', { dataset: 'dreams' }, 400, 'VALIDATION_ERROR'],
    ['reversed ends', { from: BARS.to, to: BARS.from }, 400, 'VALIDATION_ERROR'],
    ['the future', { from: '2090-01-01', to: '2090-01-02' }, 400, 'VALIDATION_ERROR'],
    ['no time at all', { from: 'yesterday' }, 400, 'VALIDATION_ERROR'],
    ['an unknown symbol', { symbols: ['NOPE'] }, 404, 'INVALID_SYMBOL'],
    ['no symbol', { symbols: [] }, 400, 'VALIDATION_ERROR'],
    ['an unknown timeframe', { timeframes: ['2h'] }, 400, 'VALIDATION_ERROR'],
    ['a field nobody knows', { speed: 9 }, 400, 'VALIDATION_ERROR'],
    ['a stretch without a whole bar', { from: iso(SLOT - HOUR + 1), to: iso(SLOT - HOUR + 2) }, 400, 'VALIDATION_ERROR'],
  ] as const)('is refused with %s', async (_what, wrong, status, code) => {
    for (const path of ['/api/v1/backfill', '/api/v1/backfill/plan']) expect(await errorOf(await post(path, { ...BARS, ...wrong }))).toMatchObject({ status, code });
  });

  it.each([['an id nobody knows', '20260101-00000000', 404, 'DATA_NOT_AVAILABLE'], ['an id of no shape', 'a%2Fb', 400, 'VALIDATION_ERROR']] as const)('is not found under %s', async (_what, id, status, code) => {
    expect(await errorOf(await api.get(`/api/v1/backfills/${id}`))).toMatchObject({ status, code });
    expect(await errorOf(await post(`/api/v1/backfills/${id}/pause`))).toMatchObject({ status, code });
  });
});
