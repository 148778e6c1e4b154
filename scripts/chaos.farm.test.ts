/**
 * Every fault of the registry once, in bursts, each until it bites and until a slot
 * has begun under it. Afterwards no slot is lost or there twice, and the rows of
 * each burst's slots are, by the rules of `chaos/rules.ts`, those of a farm that was
 * left alone and those that a rebuild makes. The long form is `npm run chaos`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE_CADENCE } from '#queues/datasets.js';
import { slotAt } from '#queues/slot.js';
import { until } from './chaos/arena.js';
import { seeded, type Done, type Fault } from './chaos/fault.js';
import { faults } from './chaos/faults.js';
import { readLedger, unsettled } from './chaos/ledger.js';
import { startPair, type Pair } from './chaos/pair.js';
import { compareRebuilt } from './chaos/rebuilt.js';
import { compareRows } from './chaos/rows.js';
import { createClosers } from './farm/closers.js';

const SLOT_MS = 300_000;
/** A fault lasts until a slot has begun under it, farm ms. */
const INTO_MS = 60_000;
const PATIENCE_MS = 120_000;

/** What is done at the same time. */
const BURSTS: readonly (readonly string[])[] = [
  ['kill-worker', 'kill-scheduler', 'kill-api'],
  ['kill-redis'],
  ['flush-redis', 'deadlock-mysql'],
  ['kill-mysql'],
  ['read-only-mysql'],
  ['crowded-mysql'],
  ['full-disk'],
  ['clock-ahead', 'clock-behind'],
  ['cut-coingecko', 'cut-binance'],
  ['spoiled-answers'],
  ['rolling-restart'],
];

const home = mkdtempSync(join(tmpdir(), 'farm-chaos-'));
const closers = createClosers((name, error) => process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`));
const random = seeded(7);
const slotNow = (): number => slotAt(pair.tormented.clock.nowMs(), BASE_CADENCE);
/** The first slot of every burst, farm ms. */
const begins: number[] = [];
let pair: Pair;
beforeAll(async () => {
  process.setMaxListeners(50); // each process of the two farms ends with this one
  pair = await startPair({ home, speed: 50, symbols: 6, seed: 3, closers, tell: () => undefined });
}, 180_000);
afterAll(async () => {
  await closers.close();
  rmSync(home, { recursive: true, force: true });
}, 120_000);

/** Whether the farm has settled everything up to the slot that begins now. */
async function settlesOn(): Promise<boolean> {
  const end = slotNow() + SLOT_MS;
  return until(async () => (await unsettled(pair.tormented, pair.first, end)).length === 0, PATIENCE_MS);
}

/** Begins them all. @returns how to end them, and the names of those that never bit. */
async function suffer(burst: readonly Fault[]): Promise<string[]> {
  const nextSlot = slotNow() + SLOT_MS;
  const begun: [Fault, Done][] = [];
  for (const fault of burst) begun.push([fault, await fault.do(pair.tormented, random)]);
  const bitten = await Promise.all(begun.map(([, done]) => until(() => done.bites(), 30_000)));
  await until(() => pair.tormented.clock.nowMs() > nextSlot + INTO_MS, PATIENCE_MS);
  for (const [, done] of begun.reverse()) await done.undo();
  return burst.filter((_, i) => !bitten[i]).map((f) => f.name);
}

/** What is wrong with the rows of some slots just now, in words. @throws when there are no rows to be wrong. */
async function wrongNow(from: number, end: number): Promise<string[]> {
  const { differences, compared } = await compareRows(pair.tormented, pair.calm, from, end);
  const rebuilt = await compareRebuilt(pair.tormented, from, end);
  expect(rebuilt.rows).toBeGreaterThan(0);
  expect(Math.min(compared['ohlc_data'] ?? 0, compared['technical_indicators'] ?? 0, compared['ml_features_materialized'] ?? 0)).toBeGreaterThan(0);
  return [...differences, ...rebuilt.differences].map((d) => `${d.table} ${d.key}: ${d.what}`);
}

/** What a repair may still heal is waited for. */
async function wrongIn(from: number, end: number): Promise<string[]> {
  let wrong: string[] = ['nothing could be compared'];
  await until(async () => (wrong = await wrongNow(from, end)).length === 0, PATIENCE_MS, 500);
  return wrong.slice(0, 10);
}

describe('a farm under every fault', () => {
  it('meets each of the registry, and settles its slots before any of them', async () => {
    expect(BURSTS.flat().sort()).toEqual(faults.map((f) => f.name).sort());
    expect([...pair.tormented.children.keys()].filter((name) => name.startsWith('scheduler'))).toHaveLength(2);
    expect(await settlesOn()).toBe(true);
  }, 180_000);

  for (const names of BURSTS) {
    const burst = faults.filter((f) => names.includes(f.name));
    it(burst.map((f) => `${f.name}: ${f.what}`).join('; '), async (context) => {
      begins.push(slotNow());
      const why = burst.map((f) => f.impossible?.(pair.tormented)).find(Boolean);
      if (why) console.warn(`skipped: ${names.join(', ')}, since ${why}`);
      if (why) return context.skip(why);
      expect(await suffer(burst), 'a fault that does nothing proves nothing').toEqual([]);
      expect(await settlesOn(), 'slots are settled again').toBe(true);
    }, 240_000);
  }
});

describe('what is left of it', () => {
  let end: number;

  it('is nothing lost and nothing doubled', async () => {
    end = slotNow();
    expect(await until(async () => (await unsettled(pair.calm, pair.first, end)).length === 0, PATIENCE_MS)).toBe(true);
    const { expected, lost, doubled } = await readLedger(pair.tormented, pair.first, end);
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
    expect(expected).toBeGreaterThanOrEqual(BURSTS.length);
  }, 240_000);

  for (const [i, names] of BURSTS.entries()) {
    it(`is, after ${names.join(', ')}, the rows of an undisturbed run, and those that a rebuild makes`, async () => {
      expect(await wrongIn(begins[i] as number, begins[i + 1] ?? end)).toEqual([]);
    }, 240_000);
  }

  it('is told when a bar, an indicator or a feature is off by a millionth', async () => {
    const { admin, store } = pair.tormented;
    const spoil = (table: string, column: string, time: string) => admin.run({ table, sql: `UPDATE \`${store.MYSQL_DATABASE_PRICES}\`.${table} SET ${column} = ${column} * 1.000001 WHERE symbol = 'BTC' AND ${time} = ?`, values: [new Date(pair.first)] });
    for (const [table, column, time] of [['ohlc_data', 'close', 'open_time'], ['technical_indicators', 'close', 'timestamp'], ['ml_features_materialized', 'return_1h', 'timestamp']] as const) expect(await spoil(table, column, time)).toBeGreaterThan(0);
    expect((await wrongNow(pair.first, pair.first + SLOT_MS)).map((text) => text.split(' ')[0])).toEqual(expect.arrayContaining(['ohlc_data', 'technical_indicators', 'ml_features_materialized']));
  }, 60_000);
});
