/**
 * The whole chain with real processes: one slot from tick to settled features,
 * then the same slot with a worker killed in the middle, row by row the same.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '#queues/flows/tree.js';
import { slotAt } from '#queues/slot.js';
import { createProducer, type Producer } from '#queues/producer.js';
import { silentLog } from '#queues/runtime/log.js';
import type { TestStore } from '#workers/store/testing.js';
import { startFarm, type TestFarm } from './testing/farm.js';

const FARM_START = Date.UTC(2026, 5, 1, 12, 0, 2);
const SLOT = slotAt(FARM_START, '5m');
const SYMBOLS = 24;

let farm: TestFarm | undefined;
let producer: Producer | undefined;
const stop = async (): Promise<void> => {
  const [p, f] = [producer, farm];
  producer = farm = undefined;
  await p?.close();
  await f?.stop();
};
afterEach(stop);

async function newFarm(): Promise<{ farm: TestFarm; producer: Producer }> {
  farm = await startFarm({ clock: { speed: 1, farmMs: FARM_START }, symbols: String(SYMBOLS) });
  producer = createProducer({ redis: farm.servers.redis, prefix: farm.servers.prefix, clock: farm.clock, log: silentLog() });
  return { farm, producer };
}

/** State of the slot as a whole, once nothing beside it is under way either. */
async function settled(f: TestFarm): Promise<string | undefined> {
  const { store, mysql, databases } = f.servers.store;
  const state = (await store.ledger.between(SLOT, SLOT + 1)).find((r) => r.dataset === 'ml_features' && r.chunk === 0)?.state;
  const [left] = await mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT COUNT(*) AS n FROM \`${databases.prices}\`.slot_ledger WHERE state = 'pending'` });
  return left?.n === 0 ? state : 'pending';
}
const tick = (p: Producer) => {
  const node = root('tick', { v: 1, slot: SLOT });
  return p.addFlow({ ...node, opts: { ...node.opts, jobId: 'tick.by-hand' } });
};

/** Columns that say when or by which run a row was written, not what is known. */
const RUN_COLUMNS = new Set(['ingested_at', 'collected_at', 'started_at', 'finished_at', 'opened_at', 'attempts', 'repairs', 'seen_at', 'rows_written']);
const TABLES = ['price_data_real', 'ohlc_data', 'technical_indicators', 'ml_features_materialized', 'indicator_state', 'slot_ledger'];

async function rowsOf({ mysql, databases }: TestStore): Promise<Record<string, string[]>> {
  const out: Record<string, string[]> = {};
  for (const table of TABLES) {
    const rows = await mysql.rows<Record<string, unknown>>({ table, sql: `SELECT * FROM \`${databases.prices}\`.\`${table}\`` });
    // An open bar shows the moment it was looked at; it says so itself, and is replaced when it closes.
    out[table] = rows.filter((r) => r.is_final !== 0).map((r) => JSON.stringify(Object.entries(r).filter(([k]) => !RUN_COLUMNS.has(k)))).sort();
  }
  return out;
}

async function undisturbed(): Promise<Record<string, string[]>> {
  const { farm, producer } = await newFarm();
  await farm.start('collect');
  await farm.start('process');
  await tick(producer);
  await expect.poll(() => settled(farm), { timeout: 60_000 }).toBe('done');
  const rows = await rowsOf(farm.servers.store);
  await stop();
  return rows;
}

describe('one slot, end to end', () => {
  it('killed with -9 in the middle leaves exactly the rows of an undisturbed run', async () => {
    const expected = await undisturbed();
    expect(expected.ml_features_materialized?.length).toBe(SYMBOLS);
    expect(expected.price_data_real?.length).toBe(SYMBOLS);
    for (const victim of ['collect', 'process'] as const) {
      const { farm, producer } = await newFarm();
      const children = { collect: await farm.start('collect'), process: await farm.start('process') };
      await tick(producer);
      const queue = producer.queue(victim);
      await expect.poll(() => queue.getActiveCount(), { timeout: 20_000, interval: 2 }).toBeGreaterThan(0);
      children[victim].process.kill('SIGKILL');
      await children[victim].exit;
      await farm.start(victim);
      await expect.poll(() => settled(farm), { timeout: 60_000 }).toBe('done');
      const rows = await rowsOf(farm.servers.store);
      for (const table of TABLES) {
        const other = new Set(expected[table]);
        expect(rows[table]?.filter((row) => !other.has(row)), `rows of ${table} that an undisturbed run does not leave`).toEqual([]);
        expect(rows[table]).toHaveLength(other.size);
      }
      await stop();
    }
  }, 180_000);
});
