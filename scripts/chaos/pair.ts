/** A tormented farm and an undisturbed one beside it: the same clock, market and slots, nothing else in common. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '#queues/errors.js';
import { root } from '#queues/flows/tree.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import { createProducer } from '#queues/producer.js';
import { silentLog } from '#queues/runtime/log.js';
import { formatClock, realNowMs } from '#queues/runtime/clock.js';
import { BASE_CADENCE } from '#queues/datasets.js';
import { slotAt, slotName } from '#queues/slot.js';
import type { Closers } from '../farm/closers.js';
import { CALM, DISTURBED, ONE_SCHEDULER, PREFIX, startArena, TWO_SCHEDULERS, until, type Arena } from './arena.js';
import { smallDisk } from './small-disk.js';

export interface PairOptions {
  home: string;
  speed: number;
  symbols: number;
  seed: number;
  closers: Closers;
  tell(line: string): void;
}

export interface Pair {
  tormented: Arena;
  calm: Arena;
  /** The first slot both have done from its beginning, farm ms. */
  first: number;
}

const FIRST_WITHIN_MS = 120_000;
/** A Monday morning. */
const START = Date.UTC(2026, 5, 1, 9, 0, 2);

/** @throws StartError */
export async function startPair({ home, speed, symbols, seed, closers, tell }: PairOptions): Promise<Pair> {
  const clock = formatClock({ speed, farmMs: START, realMs: realNowMs() });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const common = { clock, symbols, seed, closers, tell };
  const data = smallDisk(join(home, 'disk'), closers);
  const starts = [startArena({ ...common, home: join(home, 'tormented'), ...(data ? { data } : {}), roles: DISTURBED }), startArena({ ...common, home: join(home, 'calm'), roles: CALM })] as const;
  // The one that fails is told of once the other has come up, so that the closers know all of it.
  await Promise.allSettled(starts);
  const [tormented, calm] = await Promise.all(starts);
  const first = slotAt(tormented.clock.nowMs(), BASE_CADENCE);
  await Promise.all([firstSlot(tormented, first), firstSlot(calm, first)]);
  await Promise.all([tormented.add(TWO_SCHEDULERS), calm.add(ONE_SCHEDULER)]);
  return { tormented, calm, first };
}

/** Indicators depend on where a symbol's history begins: both farms see each symbol first in the same slot. @throws StartError */
async function firstSlot(arena: Arena, slot: number): Promise<void> {
  const producer = createProducer({ redis: arena.settings, prefix: PREFIX, clock: arena.clock, log: silentLog() });
  try {
    const tick = root('tick', { v: PAYLOAD_VERSION, slot });
    await producer.addFlow({ ...tick, opts: { ...tick.opts, jobId: `tick.${slotName(slot)}` } });
    if (!(await until(() => hasHistory(arena, slot), FIRST_WITHIN_MS))) throw new StartError('the first slot did not bring every history; the machine may be too busy for two farms');
  } finally {
    await producer.close();
  }
}

/** Whether every bar of the past is there, and what is computed of it; a snapshot may have come too late. */
async function hasHistory({ rows }: Arena, slot: number): Promise<boolean> {
  const parts = await rows.ledger.ofDatasets(['ohlc', 'technical_indicators'], slot, slot + 1);
  return parts.length > 0 && parts.every((r) => r.state === 'done');
}
