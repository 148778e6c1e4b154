/** A worker killed with -9 in the middle of a chunk of history: another one brings it to its end, with nothing lost and nothing doubled. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProducer, type Producer } from '#queues/producer.js';
import { silentLog } from '#queues/runtime/log.js';
import { feedBackfills } from '#workers/backfill/feed.js';
import { seedMarket } from '#workers/processors/testing.js';
import { rebuildFeatures } from '#workers/rebuild/features.js';
import { rebuildIndicators } from '#workers/rebuild/indicators.js';
import { startFarm, type TestFarm } from './testing/farm.js';

const FIVE = 300_000;
const TO = Date.UTC(2026, 5, 1, 12);
/** One chunk of 12,000 rows, which the store takes in six transactions. */
const SLOTS = 600;
const FROM = TO - SLOTS * FIVE;
const symbols = ['BTC', 'ETH', ...Array.from({ length: 18 }, (_, i) => `T${String(i).padStart(2, '0')}`)];

let farm: TestFarm;
let producer: Producer;
const table = (): string => `\`${farm.servers.store.databases.prices}\`.ml_features_materialized`;
const rows = <T>(sql: string) => farm.servers.store.mysql.rows<T>({ table: 'test', sql, prepared: true });
const count = async (): Promise<number> => (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table()}`))[0]?.n ?? 0;
/** Which run wrote a row, and when, is not what it says. */
const said = async () => (await rows<Record<string, unknown>>(`SELECT * FROM ${table()} ORDER BY symbol, timestamp`)).map(({ ingested_at: _at, job_id: _id, ...rest }) => JSON.stringify(rest));

beforeAll(async () => {
  farm = await startFarm({ clock: { speed: 1, farmMs: TO + 2_000 }, symbols: 'BTC,ETH' });
  producer = createProducer({ redis: farm.servers.redis, prefix: farm.servers.prefix, clock: farm.clock, log: silentLog() });
  const { store } = farm.servers.store;
  await seedMarket(store, { symbols, endMs: TO, history: { '5m': SLOTS + 10, '1h': 130, '4h': 30, '1d': 10 }, snapshots: 0 });
  const ctx = { store, clock: farm.clock, sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'undisturbed', progress: () => undefined };
  for (const timeframe of ['5m', '1h', '4h', '1d'] as const) await rebuildIndicators({ symbols, timeframe, from: FROM - 4 * 86_400_000, to: TO }, ctx);
  await rebuildFeatures({ symbols, from: FROM, to: TO }, ctx);
}, 120_000);
afterAll(async () => {
  await producer.close();
  await farm.stop();
});

it('ends with the rows of an undisturbed run', { timeout: 120_000 }, async () => {
  const undisturbed = await said();
  expect(undisturbed).toHaveLength(SLOTS * symbols.length);
  await farm.servers.store.mysql.run({ table: 'test', sql: `DELETE FROM ${table()}` });
  const { store } = farm.servers.store;
  const { id } = await store.backfills.file({ dataset: 'ml_features', symbols, origin: 'operator', from: FROM, to: TO, only: true }, farm.clock.now());
  const first = await farm.start('backfill');
  await feedBackfills({ store, producer, clock: farm.clock });
  await expect.poll(count, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
  first.process.kill('SIGKILL');
  expect(await first.exit).toBe('SIGKILL');
  const half = await count();
  expect(half).toBeLessThan(undisturbed.length);
  // Every transaction is there whole or not at all.
  expect(half % symbols.length).toBe(0);
  await farm.start('backfill');
  await expect.poll(async () => (await store.backfills.find(id))?.state, { timeout: 90_000, interval: 250 }).toBe('done');
  expect(await said()).toEqual(undisturbed);
});
