/**
 * The farm after the worst that can happen to its surroundings. Each story ends
 * with the ledger: every slot since the first one is settled, done or marked
 * with the reason, and the rows are there.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { slotAt, slotName, slotsBetween } from '#queues/slot.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { startFarm, type TestFarm } from './testing/farm.js';

const START = Date.UTC(2026, 5, 1, 12, 0, 2);
const SYMBOLS = ['BTC', 'ETH', 'SOL', 'DOGE'];
const OUTAGE_MS = 60_000;

let farm: TestFarm | undefined;
afterEach(async () => {
  await farm?.stop();
  farm = undefined;
});

const newFarm = async (speed: number): Promise<TestFarm> => (farm = await startFarm({ clock: { speed, farmMs: START }, symbols: SYMBOLS.join(','), ownServers: true }));
const startAll = async (f: TestFarm) => [await f.start('collect'), await f.start('process'), await f.start('backfill'), await f.start('scheduler', { TICK_AT_START: 'true' })];

const ledger = (f: TestFarm, from: number, to: number): Promise<LedgerRow[]> => f.servers.store.store.ledger.between(from, to);
const settlements = async (f: TestFarm, from: number, to: number): Promise<Map<number, string>> =>
  new Map((await ledger(f, from, to)).filter((r) => r.dataset === 'ml_features' && r.chunk === 0).map((r) => [r.slot.getTime(), r.state]));

/** Names of the slots of [from, to) that are not settled. */
async function unsettled(f: TestFarm, from: number, to: number): Promise<string[]> {
  const states = await settlements(f, from, to);
  return slotsBetween(from, to, '5m').filter((s) => !['done', 'partial', 'missed'].includes(states.get(s) ?? 'absent')).map(slotName);
}

async function redisOf(f: TestFarm): Promise<Redis> {
  const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = f.servers.redis;
  return new Redis({ host: REDIS_HOST, port: REDIS_PORT, password: REDIS_PASSWORD ?? '' });
}

const seconds = (n: number) => ({ timeout: n * 1_000, interval: 250 });

describe('the farm recovers by itself', () => {
  it('from a Redis flushed in the middle of a slot, with two schedulers running', async () => {
    const f = await newFarm(20);
    await startAll(f);
    await f.start('scheduler');
    const first = slotAt(START, '5m');
    await expect.poll(() => unsettled(f, first, first + 1), seconds(90)).toEqual([]);
    const redis = await redisOf(f);
    // In the middle: the next slot is open in the ledger and not settled yet.
    await expect.poll(async () => [...(await settlements(f, first + 1, first + 3_600_000)).values()].includes('pending'), { timeout: 40_000, interval: 5 }).toBe(true);
    await redis.flushall();
    await redis.quit();
    const until = slotAt(f.clock.nowMs(), '5m') + 3 * 300_000;
    await expect.poll(() => unsettled(f, first, until), seconds(120)).toEqual([]);
    const rows = await f.servers.store.store.features.range(SYMBOLS, first, until, 1_000);
    expect(rows).toHaveLength(SYMBOLS.length * slotsBetween(first, until, '5m').length);
  }, 240_000);

  it('from six hours with every process down', async () => {
    const f = await newFarm(1);
    await startAll(f);
    const first = slotAt(START, '5m');
    await expect.poll(() => unsettled(f, first, first + 1), seconds(90)).toEqual([]);
    await f.stopChildren();
    f.jump(6 * 3_600_000);
    await startAll(f);
    const last = slotAt(f.clock.nowMs(), '5m');
    expect(last - first).toBe(6 * 3_600_000);
    await expect.poll(() => unsettled(f, first, last + 1), seconds(150)).toEqual([]);

    const slots = slotsBetween(first + 1, last, '5m');
    const rows = await ledger(f, first + 1, last);
    const prices = rows.filter((r) => r.dataset === 'crypto_prices');
    expect(prices).toHaveLength(slots.length);
    expect(new Set(prices.map((r) => r.state))).toEqual(new Set(['missed']));
    expect(prices[0]?.reason).toMatch(/a past price cannot be asked for/);
    // Bars, and what is computed from them, can be had afterwards; what only a snapshot says is unknown.
    const features = await f.servers.store.store.features.range(SYMBOLS, first + 1, last, 1_000);
    expect(features).toHaveLength(SYMBOLS.length * slots.length);
    const gap = features.filter((r) => r.timestamp.getTime() > first + 1_200_000);
    expect(gap.every((r) => r.market_cap === null && typeof r.price === 'number' && typeof r.rsi_14 === 'number')).toBe(true);
  }, 300_000);

  for (const name of ['redis', 'mysql'] as const) {
    it(`from ${name} being away for a minute under load, without a restart`, async () => {
      const f = await newFarm(20);
      const children = await startAll(f);
      const first = slotAt(START, '5m');
      await expect.poll(() => unsettled(f, first, first + 1), seconds(90)).toEqual([]);
      const outage = f.servers.outages![name];
      await outage.stop();
      await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
      await outage.start();
      const until = slotAt(f.clock.nowMs(), '5m') + 2 * 300_000;
      await expect.poll(() => unsettled(f, first, until).catch(() => ['the database']), seconds(180)).toEqual([]);
      expect(children.map((c) => c.process.exitCode)).toEqual([null, null, null, null]);
      const bars = await f.servers.store.store.ohlc.range('BTC', '5m', first - 300_000, until - 300_000, 1_000);
      expect(bars.filter((b) => b.is_final)).toHaveLength((until - first) / 300_000);
    }, 360_000);
  }
});
