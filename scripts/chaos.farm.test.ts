/**
 * Every fault of the registry once, each until it bites and for as long as a slot
 * takes. Afterwards no slot is lost or there twice. The long form, `npm run chaos`,
 * compares the rows with those of a farm that is left alone, too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE_CADENCE } from '#queues/datasets.js';
import { slotAt } from '#queues/slot.js';
import { until } from './chaos/arena.js';
import { seeded } from './chaos/fault.js';
import { faults } from './chaos/faults.js';
import { readLedger, unsettled } from './chaos/ledger.js';
import { startPair, type Pair } from './chaos/pair.js';
import { createClosers } from './farm/closers.js';

const SLOT_MS = 300_000;
/** A fault lasts until a slot has begun under it, farm ms. */
const INTO_MS = 60_000;
const PATIENCE_MS = 120_000;

const home = mkdtempSync(join(tmpdir(), 'farm-chaos-'));
const closers = createClosers((name, error) => process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`));
const random = seeded(7);
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
  const end = slotAt(pair.tormented.clock.nowMs(), BASE_CADENCE) + SLOT_MS;
  return until(async () => (await unsettled(pair.tormented, pair.first, end)).length === 0, PATIENCE_MS);
}

describe('a farm under every fault', () => {
  it('settles its slots before any of them', async () => {
    expect(await settlesOn()).toBe(true);
  }, 180_000);

  for (const fault of faults) {
    it(`${fault.name}: ${fault.what}`, async (context) => {
      const why = fault.impossible?.(pair.tormented);
      if (why) console.warn(`skipped: ${fault.name}, since ${why}`);
      if (why) return context.skip(why);
      const done = await fault.do(pair.tormented, random);
      const nextSlot = slotAt(pair.tormented.clock.nowMs(), BASE_CADENCE) + SLOT_MS;
      const bitten = await until(done.bites ?? (() => true), 30_000);
      await until(() => pair.tormented.clock.nowMs() > nextSlot + INTO_MS, PATIENCE_MS);
      await done.undo();
      expect(bitten, 'a fault that does nothing proves nothing').toBe(true);
      expect(await settlesOn(), 'slots are settled again').toBe(true);
    }, 240_000);
  }

  it('has lost nothing and doubled nothing', async () => {
    const end = slotAt(pair.tormented.clock.nowMs(), BASE_CADENCE);
    expect(await until(async () => (await unsettled(pair.calm, pair.first, end)).length === 0, PATIENCE_MS)).toBe(true);
    const { expected, lost, doubled } = await readLedger(pair.tormented, pair.first, end);
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
    expect(expected).toBeGreaterThan(faults.length / 2);
  }, 240_000);
});
