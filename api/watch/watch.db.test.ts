/**
 * The five-day stall, reproduced: an updater that fixes its window when it starts
 * runs as a real job, slot after slot, always well, and writes the same rows. Two
 * replicas watch; a real HTTP server receives what they tell.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '#queues/flows/tree.js';
import { done } from '#queues/outcome.js';
import { manualClock } from '#queues/runtime/clock.js';
import { connectRedis, type Redis } from '#queues/runtime/redis.js';
import { silentLog } from '#queues/runtime/log.js';
import { testWorker, type TestWorker } from '#workers/host/testing.js';
import { NOBODY } from '../testing/api.js';
import { featuresRow } from '../testing/rows.js';
import { createCheckup, type Checkup } from '../views/health.js';
import { createRegister } from './register.js';
import { lookOnce } from './watch.js';
import { createWebhook, type Alert } from './webhook.js';

const SLOT = Date.UTC(2026, 0, 2, 12);
const SLOT_MS = 300_000;
const TOKEN = 'token-of-the-hook';

interface Receiver {
  server: Server;
  url: string;
  heard: Alert[];
  /** How many of the next calls are answered 500. */
  broken: number;
}

async function receiver(): Promise<Receiver> {
  const r: Receiver = { server: createServer(), url: '', heard: [], broken: 0 };
  r.server.on('request', (request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const isBroken = r.broken > 0;
      if (isBroken) r.broken -= 1;
      else r.heard.push(JSON.parse(text) as Alert);
      response.writeHead(isBroken ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => r.server.listen(0, '127.0.0.1', resolve));
  r.url = `http://127.0.0.1:${(r.server.address() as AddressInfo).port}/${TOKEN}`;
  return r;
}

let worker: TestWorker;
let hook: Receiver;
let lines: Record<string, unknown>[];
const clock = manualClock(SLOT);
const others: Redis[] = [];

beforeEach(async () => {
  clock.set(SLOT + 1_000);
  lines = [];
  hook = await receiver();
  worker = await testWorker({ clock });
});
afterEach(async () => {
  for (const redis of others.splice(0)) redis.disconnect();
  await worker.cleanup();
  hook.server.close();
});

/** A replica's look, as `keepWatch` makes it every few seconds. */
function replica(redis: Redis = worker.redis.redis, checkup?: () => Promise<Checkup>): () => Promise<boolean> {
  const log = pino({ level: 'info' }, { write: (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>) });
  const { store, producer } = worker.services;
  const register = createRegister(redis, worker.redis.prefix);
  const tell = createWebhook(hook.url, 10);
  // Checkups are kept for two real seconds; the clock of this test moves faster.
  const fresh = checkup ?? (() => createCheckup({ store, redis, producer, clock, log: silentLog() })());
  return () => lookOnce({ checkup: fresh, clock, log, redis, prefix: worker.redis.prefix }, register, tell);
}

const told = (dataset: string): Alert[] => hook.heard.filter((a) => a.dataset === dataset);
const incidents = (dataset: string) => lines.filter((l) => l['incident'] === dataset).map((l) => l['msg']);

/** Runs the slot's feature job to its end; the ledger says done. */
async function runSlot(slot: number): Promise<void> {
  const { store, producer } = worker.services;
  await store.ledger.open([{ dataset: 'ml_features', slot: new Date(slot), chunk: 0, symbols: [], opened_at: new Date(slot) }]);
  await producer.addFlow(root('features', { v: 1, slot, chunks: [['BTC']], round: 0 }));
  await expect.poll(async () => (await store.ledger.between(slot, slot + 1)).map((r) => r.state), { timeout: 20_000 }).toEqual(['done']);
}

describe('the watch', () => {
  it('catches an updater that fixed its window at its start within two slots, tells it once, and says when it is over', async () => {
    let window: number | undefined;
    let isFixed = true;
    await worker.host(['process'], {
      features: async ({ slot }, ctx) => {
        window ??= slot; // the fault: process state decides which slot is worked on
        return done(await ctx.store.features.upsert([featuresRow('BTC', isFixed ? window : slot)]));
      },
    });
    const [one, two] = [replica(), replica(connected())];
    const look = () => Promise.all([one(), two()]);
    const stalledAt = SLOT + SLOT_MS;
    hook.broken = 1;
    let caughtAt: number | undefined;
    for (let now = SLOT + 1_000; now < stalledAt + 6 * SLOT_MS; now += 60_000) {
      clock.set(now);
      if (now % SLOT_MS === 1_000) await runSlot(now - 1_000);
      await look();
      if (told('ml_features').length > 0) caughtAt ??= now;
    }
    expect(caughtAt, 'caught').toBeDefined();
    expect(caughtAt as number - stalledAt).toBeLessThanOrEqual(2 * SLOT_MS);
    expect(told('ml_features')).toEqual([{ dataset: 'ml_features', state: 'late', since: expect.stringMatching(/^2026-01-02T12:1\d/), reason: expect.stringContaining('its jobs end well') }]);
    expect(incidents('ml_features')).toEqual(['a dataset is late']);

    isFixed = false;
    const slot = Math.floor(clock.nowMs() / SLOT_MS) * SLOT_MS + SLOT_MS;
    clock.set(slot + 1_000);
    await runSlot(slot);
    await look();
    await look();
    expect(told('ml_features').map((a) => a.state)).toEqual(['late', 'back']);
    expect(incidents('ml_features')).toEqual(['a dataset is late', 'a dataset is back']);
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  }, 120_000);

  it('tries again at the next look while nobody could be told, and never says where', async () => {
    hook.broken = 1_000;
    const look = replica(undefined, () => Promise.resolve({ datasets: null } as Checkup));
    for (const ms of [0, 200_000, 300_000]) {
      clock.set(SLOT + ms);
      await look();
    }
    const failed = lines.filter((l) => String(l['msg']).startsWith('nobody could be told'));
    expect(failed).toHaveLength(2);
    expect(failed[0]).toMatchObject({ incident: 'mysql', err: { message: 'the webhook answered 500' } });
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
    hook.broken = 0;
    await look();
    await look();
    expect(told('mysql')).toMatchObject([{ state: 'late', reason: 'MySQL does not answer' }]);
    expect(incidents('mysql').filter((m) => m === 'a dataset is late')).toHaveLength(1);
  }, 60_000);

  it('goes on by itself while Redis is away', async () => {
    const away = connectRedis(NOBODY, silentLog(), { enableOfflineQueue: false, retryStrategy: () => null });
    others.push(away);
    const look = replica(away, () => Promise.resolve({ datasets: null } as Checkup));
    for (const ms of [0, 200_000, 300_000]) {
      clock.set(SLOT + ms);
      expect(await look()).toBe(true);
    }
    expect(told('mysql')).toMatchObject([{ state: 'late' }]);
  }, 60_000);
});

function connected(): Redis {
  const redis = connectRedis(worker.redis.settings, silentLog());
  others.push(redis);
  return redis;
}
