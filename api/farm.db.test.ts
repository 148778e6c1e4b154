import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { poolNames } from '#queues/topology.js';
import { writeReport } from '#queues/reports.js';
import { realNowMs } from '#queues/runtime/clock.js';
import type { FarmView } from './views/farm.js';
import type { FreshnessView } from './views/freshness.js';
import type { MarketView } from './views/market.js';
import type { SessionView } from './views/session.js';
import { JWT_SECRET, KEYS, testGround, type Ground, type Running } from './testing/api.js';
import { NOW, SLOT } from './testing/rows.js';

let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
});
afterAll(() => ground.cleanup());

const get = async <T>(path: string, key: string = KEYS.readonly, from = api): Promise<T> => {
  const answer = await from.get(path, { key });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
};

function token(scopes: string[]): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'desk', scopes, exp: NOW / 1_000 + 600 })}`;
  return `${text}.${createHmac('sha256', JWT_SECRET).update(text).digest('base64url')}`;
}

describe('GET /api/v1/market', () => {
  it('answers every active asset by rank, with null for what nobody knows', async () => {
    const { data, total, withheld } = await get<MarketView>('/api/v1/market');
    expect([data.map((r) => r.symbol), total, withheld]).toEqual([['BTC', 'ETH', 'TINY'], 3, []]);
    expect(data[0]).toMatchObject({ name: 'The BTC', price: 98_765.43, change_24h: 2.5, quality: 'ok', sentiment_score: null, available_at: new Date(SLOT - 20_000).toISOString() });
    expect(data[0]?.rsi_14).toBeTypeOf('number');
    expect(data[2]).toMatchObject({ symbol: 'TINY', price: 1.2345e-8, change_24h: null, market_cap: null, rsi_14: null });
  });

  it('leaves a place for each of the last 24 hours, null where the bar is missing or from before the first', async () => {
    const { data, closes_until } = await get<MarketView>('/api/v1/market');
    expect(closes_until).toBe(new Date(SLOT).toISOString());
    // Twelve hours are stored, one of them missing five hours before SLOT; the bar that opened at SLOT is open.
    expect(data[0]?.closes).toEqual([...Array<null>(12).fill(null), ...Array<number>(7).fill(105), null, ...Array<number>(4).fill(105)]);
    expect(data[1]?.closes).toEqual(Array<null>(24).fill(null));
  });

  it('withholds the columns whose scope the token lacks, and says so', async () => {
    const { data, withheld } = await get<MarketView>('/api/v1/market', token(['read:prices']));
    expect(withheld).toEqual(['rsi_14', 'sentiment_score']);
    expect(data[0]).toMatchObject({ price: 98_765.43, rsi_14: null, sentiment_score: null });
  });
});

describe('GET /api/v1/session', () => {
  it('tells who is asking, what he may, and the time on the farm', async () => {
    const session = await get<SessionView>('/api/v1/session', KEYS.trading);
    expect(session).toMatchObject({ owner: 'trading', limit: { requests: 100_000 }, clock: { now: new Date(NOW).toISOString(), speed: 1 } });
    expect(session.scopes).toContain('read:ml-features');
    expect(session.scopes).not.toContain('admin:queues');
  });
});

describe('GET /api/v1/farm', () => {
  const settle = (dataset: 'crypto_prices' | 'ml_features', chunk: number, over: { state?: 'done' | 'partial' | 'missed'; missing?: string[]; from?: number; to?: number } = {}) =>
    ground.store.store.ledger.settle({
      dataset, slot: SLOT, chunk, state: over.state ?? 'done', rows: 2, missing: (over.missing ?? []).map((symbol) => ({ symbol, reason: 'no answer' })), reason: null, jobId: 'test',
      startedAt: new Date(SLOT + (over.from ?? 1_000)), finishedAt: new Date(SLOT + (over.to ?? 2_000)),
    });

  it('shows the chain of the last slots, each dataset summed over its chunks', async () => {
    const opened = { slot: new Date(SLOT), symbols: ['BTC', 'ETH'], opened_at: new Date(SLOT + 500) };
    await ground.store.store.ledger.open([{ ...opened, dataset: 'ml_features', chunk: 0 }, ...[1, 2].flatMap((chunk) => ['crypto_prices', 'ml_features'].map((dataset) => ({ ...opened, dataset, chunk })))]);
    await settle('crypto_prices', 1);
    await settle('crypto_prices', 2, { state: 'partial', missing: ['ETH'], from: 1_500, to: 4_000 });
    await settle('ml_features', 1, { from: 4_500, to: 5_000 });

    const [slot] = (await get<FarmView>('/api/v1/farm')).slots;
    expect(slot).toMatchObject({ slot: new Date(SLOT).toISOString(), state: 'pending', seconds: null });
    expect(slot?.stages).toEqual([
      { dataset: 'crypto_prices', state: 'partial', chunks: 2, done: 1, rows: 4, missing: 1, repairs: 0, after_seconds: 0.5, seconds: 3 },
      { dataset: 'ml_features', state: 'pending', chunks: 2, done: 1, rows: 2, missing: 0, repairs: 0, after_seconds: 4, seconds: null },
    ]);
  });

  it('shows pools by the processes that report, and says what the missing points are for', async () => {
    const upstream = { host: 'coingecko', open: false, pausedMs: 0, budgets: [{ window: 'minute' as const, remaining: 4, capacity: 5 }], calls: 3, failed: 1, last: { outcome: 'ok', at: realNowMs() } };
    const report = (process: string, over: object) => writeReport(ground.redis.redis, ground.redis.prefix, { process, at: realNowMs(), pools: ['collect'], upstreams: [{ ...upstream, ...over }] });
    await report('a:1', {});
    await report('b:2', { open: true, budgets: [{ window: 'minute', remaining: 2, capacity: 5 }], last: { outcome: 'unavailable', at: realNowMs() - 60_000 } });
    const replica = await ground.start();
    const { pools, upstreams, health } = await get<FarmView>('/api/v1/farm', KEYS.readonly, replica);

    expect(pools?.map((p) => [p.pool, p.processes])).toEqual(poolNames.map((p) => [p, p === 'collect' ? 2 : 0]));
    expect(upstreams).toEqual([{ host: 'coingecko', circuit: 'open', paused_seconds: 0, budgets: [{ window: 'minute', remaining: 2, capacity: 5 }], calls: 6, failed: 2, last_outcome: 'ok', last_call_seconds: expect.any(Number) as number }]);
    expect(health.reasons.find((r) => r.part === 'queues')).toMatchObject({ points: 15, text: 'no worker process drains process, backfill' });
    expect(health.reasons.find((r) => r.part === 'macro')?.text).toBe('no row has been stored yet');
    const lost = health.reasons.reduce((sum, r) => sum + r.points, 0);
    expect(Math.abs(100 - health.score - lost)).toBeLessThan(2);
  });

  it('shows what is being repaired, how far it is, and how the slots of the day ended', async () => {
    const replica = await ground.start();
    const repair = replica.api.ctx.producer.queue('repair');
    const jobs = await Promise.all([repair.add('features', {}, { jobId: 'one' }), repair.add('features', {}, { jobId: 'two', priority: 3 })]);
    await jobs[0]?.updateProgress({ done: 30, total: 120 });
    await jobs[1]?.updateProgress(75);
    const { catching_up, last_day } = await get<FarmView>('/api/v1/farm', KEYS.readonly, replica);
    expect(catching_up?.map((j) => [j.id, j.queue, j.state, j.progress])).toEqual([['two', 'repair', 'prioritized', 0.75], ['one', 'repair', 'waiting', 0.25]]);
    expect(last_day).toEqual({ done: 0, partial: 0, missed: 0, pending: 1, repaired: 0 });
    await repair.obliterate();
  });

  it('says that it does not know the machinery while Redis is away, and still shows the ledger', async () => {
    const replica = await ground.start();
    replica.api.ctx.redis.disconnect();
    const { pools, upstreams, catching_up, slots } = await get<FarmView>('/api/v1/farm', KEYS.readonly, replica);
    expect([pools, upstreams, catching_up, slots.length]).toEqual([null, null, null, 1]);
  });
});

describe('GET /api/v1/farm/freshness', () => {
  it('answers an age for every symbol and dataset, null where there is no row', async () => {
    const { symbols, data } = await get<FreshnessView>('/api/v1/farm/freshness');
    expect(symbols).toEqual(['BTC', 'ETH', 'TINY']);
    const ages = Object.fromEntries(data.map((d) => [d.dataset, d.ages]));
    expect(ages).toMatchObject({ ohlc: [120, null, null], technical_indicators: [120, null, null], ml_features: [120, 120, null], derivatives: [null, null, null] });
  });
});
