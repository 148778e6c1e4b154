/**
 * What a push costs over its bare parts: a slot's prices land, and a thousand
 * readers of 20 symbols each hear of them, over Socket.IO beside a room emit per
 * update, and over plain WebSocket beside a send per update and reader. Every
 * server and every crowd of readers is a process of its own. Ours begins with the
 * announcement of rows that are in the store: it reads them from there.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { slotAt } from '#queues/slot.js';
import { publishLanded } from '#queues/landed.js';
import { systemClock } from '#queues/runtime/clock.js';
import { connectRedis, type Redis } from '#queues/runtime/redis.js';
import type { Services } from '#workers/context.js';
import type { PriceRow } from '#workers/store/tables/prices.js';
import { assetRows } from '../assets.js';
import { randomSecret } from '../provision/secret.js';
import { startApi } from './api-process.js';
import { heard, startScript } from './children.js';
import type { Bench, Figure, Ratio, Report } from './figures.js';
import { farmServices } from './farm-services.js';
import { memoryLine, memoryOf } from './memory.js';
import type { Arrivals, Crowd } from './push-clients.js';
import { withServices, type BenchServices } from './services.js';

const CLIENTS = 1_000;
const EACH = 20;
const SYMBOLS = 124;
const BURSTS = 5;
const FIVE_MINUTES = 300_000;
const NOWHERE = { SIMULATOR_URL: 'http://127.0.0.1:9' };
const kinds = ['io', 'ws'] as const;
const NAMES = { io: 'Socket.IO', ws: 'WebSocket' } as const;

const nowMs = (): number => performance.timeOrigin + performance.now();

async function gather(b: BenchServices, crowd: Crowd): Promise<ChildProcess> {
  const child = startScript(b, 'dist/scripts/bench/push-clients.js');
  child.send(crowd);
  await heard(child);
  return child;
}

const row = (symbol: string, slot: number, price: number): PriceRow => {
  const at = new Date(slot);
  return { symbol, slot: at, data_source: 'sim:bench', coin_id: symbol.toLowerCase(), name: symbol, quote_currency: 'usd', current_price: price, market_cap: 1_284_523_645_172, market_cap_rank: 1, volume_24h: 32_019_976_824, price_change_24h: 412.5, price_change_percentage_24h: 0.648, high_24h: 64_387, low_24h: 62_815, open_24h: 63_626.62, circulating_supply: 20_053_312, last_updated: at, collected_at: at, quality: 'ok', quality_score: null, quality_reasons: null, available_at: at, ingested_at: at };
};

/** A side pushes one slot's prices: what is done before the clock runs, then the push itself. */
interface Side {
  prepare(): Promise<void>;
  push(): Promise<void>;
}

function ours({ store }: Services, redis: Redis, prefix: string, symbols: readonly string[]): Side {
  let slot = slotAt(systemClock.nowMs(), '5m') - 500 * FIVE_MINUTES;
  return {
    prepare: async () => {
      slot += FIVE_MINUTES;
      await store.prices.insert(symbols.map((s, i) => row(s, slot, 64_000 + i)));
    },
    push: () => publishLanded(redis, prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: symbols.length, symbols: [...symbols] }),
  };
}

function bare(server: ChildProcess, symbols: readonly string[]): Side {
  let seq = 0;
  const update = (symbol: string, i: number): object => ({ type: 'price_update', symbol, data: { price_usd: 64_000 + i, volume_24h: 32_019_976_824, market_cap: 1_284_523_645_172, change_24h: 0.648 }, timestamp: systemClock.now().toISOString(), seq });
  return {
    prepare: () => Promise.resolve(),
    push: () => {
      seq += 1;
      server.send(symbols.map(update));
      return Promise.resolve();
    },
  };
}

interface Sample {
  rate: number;
  p99s: number[];
}

async function run(side: Side, crowd: ChildProcess): Promise<Sample> {
  let spent = 0;
  const p99s: number[] = [];
  for (let burst = 0; burst < BURSTS; burst++) {
    await side.prepare();
    crowd.send({ expect: CLIENTS * EACH });
    await heard(crowd);
    const all = heard(crowd) as Promise<Arrivals>;
    const from = nowMs();
    await side.push();
    const { p99, last } = await all;
    spent += last - from;
    p99s.push(p99 - from);
  }
  return { rate: (BURSTS * CLIENTS * EACH * 1_000) / spent, p99s };
}

type Both<T> = Record<'bare' | 'ours', T>;
interface Pair {
  kind: (typeof kinds)[number];
  sides: Both<Side>;
  crowds: Both<ChildProcess>;
}

async function measure({ kind, sides, crowds }: Pair, runs: number, progress: (line: string) => void): Promise<{ figures: Figure[]; ratio: Ratio }> {
  const samples: Both<Sample[]> = { bare: [], ours: [] };
  for (let n = 0; n <= runs; n++) {
    progress(`${NAMES[kind]}: ${n === 0 ? 'warming up' : `pair ${n} of ${runs}`}`);
    for (const side of n % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
      const sample = await run(sides[side], crowds[side]);
      if (n > 0) samples[side].push(sample);
    }
  }
  const name = NAMES[kind];
  const latency = (side: 'bare' | 'ours'): number[] => samples[side].flatMap((s) => s.p99s);
  return {
    figures: [
      { name: `${name}: bare, a push per update`, unit: 'updates/s', samples: samples.bare.map((s) => s.rate) },
      { name: `${name}: ours, from the announcement`, unit: 'updates/s', samples: samples.ours.map((s) => s.rate) },
      { name: `${name}: bare, p99 of a burst`, unit: 'ms', samples: latency('bare') },
      { name: `${name}: ours, p99 of a burst (goal ≤ 250)`, unit: 'ms', samples: latency('ours') },
    ],
    ratio: { name: `${name}: ours / bare, pair by pair`, samples: samples.ours.map((s, i) => s.rate / (samples.bare[i] as Sample).rate), goal: '≥ 3' },
  };
}

/** Neighbours in the list differ, and every symbol has as many readers as the next. */
const wishes = (symbols: readonly string[]): string[][] => Array.from({ length: CLIENTS }, (_, c) => Array.from({ length: EACH }, (_, i) => symbols[(c * 7 + i * 6) % symbols.length] as string));

async function seed({ store }: Services): Promise<string[]> {
  const assets = assetRows(SYMBOLS, 'sim:bench', systemClock.now());
  await store.assets.upsert(assets);
  return assets.map((a) => a.symbol);
}

async function pair(b: BenchServices, kind: Pair['kind'], at: { symbols: string[]; token: string; api: string; sides: Side }): Promise<Pair> {
  const server = startScript(b, 'dist/scripts/bench/bare-push.js');
  const port = (await heard(server)) as number;
  const clients = wishes(at.symbols);
  const own = await gather(b, { kind, url: at.api, token: at.token, clients });
  const other = await gather(b, { kind, url: `http://127.0.0.1:${port}`, token: at.token, clients });
  return { kind, sides: { bare: bare(server, at.symbols), ours: at.sides }, crowds: { bare: other, ours: own } };
}

async function released({ crowds }: Pair): Promise<void> {
  for (const crowd of Object.values(crowds)) {
    const gone = once(crowd, 'exit');
    crowd.kill();
    await gone;
  }
}

export const push: Bench = ({ runs, progress }) =>
  withServices(async (b): Promise<Report> => {
    const services = farmServices(b, systemClock, NOWHERE);
    const redis = connectRedis(b.redis, services.log);
    b.closers.add('redis of the bench', async () => void (await redis.quit()));
    const symbols = await seed(services);
    const keys = { API_KEY_MASTER: randomSecret(), API_KEY_TRADING: randomSecret(), API_KEY_READONLY: randomSecret(), JWT_SECRET_KEY: randomSecret() };
    const { url, pid } = await startApi(b, keys);
    const sides = ours(services, redis, b.prefix, symbols);
    const measured = [];
    const notes: string[] = [];
    for (const kind of kinds) {
      const both = await pair(b, kind, { symbols, token: keys.API_KEY_TRADING, api: url, sides });
      measured.push(await measure(both, runs, progress));
      notes.push(memoryLine(`api, ${NAMES[kind]}`, memoryOf(pid)));
      await released(both);
    }
    return { bench: `push: ${CLIENTS} readers of ${EACH} of ${SYMBOLS} symbols, bursts of a whole slot, ${BURSTS} a run`, figures: measured.flatMap((m) => m.figures), ratios: measured.map((m) => m.ratio), notes };
  });
