/**
 * The long form: every fault in a seeded random order, for a random while, over a
 * background of spoiled answers and a rolling restart every minute; then quiet,
 * and the comparison with the farm that was left alone.
 */
import { loadavg } from 'node:os';
import { BASE_CADENCE } from '#queues/datasets.js';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { slotAt } from '#queues/slot.js';
import { until, type Arena } from './arena.js';
import { seeded, type Fault, type Random } from './fault.js';
import { rollingRestart } from './faults/rolling.js';
import { background, spoiledAnswers } from './faults/spoiled.js';
import { readLedger, unsettled, type LedgerReport } from './ledger.js';
import { startPair, type Pair, type PairOptions } from './pair.js';
import { compareRebuilt, type RebuiltReport } from './rebuilt.js';
import { compareRows, type RowsReport } from './rows.js';

export interface StormOptions extends PairOptions {
  minutes: number;
  faults: readonly Fault[];
}

export interface FaultTally {
  name: string;
  times: number;
  /** How often it was seen to bite. */
  bitten: number;
  /** Real seconds from its end until every slot begun by then was settled. */
  recoveries: number[];
  /** Why it was not done here. */
  impossible?: string;
}

export interface StormReport {
  seed: number;
  minutes: number;
  speed: number;
  symbols: number;
  /** Mean load of the machine over the storm. */
  load: number;
  ledger: LedgerReport;
  /** The undisturbed farm's: it must have kept up. */
  twin: LedgerReport;
  rows: RowsReport;
  rebuilt: RebuiltReport;
  faults: FaultTally[];
}

const ROLLING_EVERY_MS = 60_000;
const HOLD_MS = { least: 2_000, more: 28_000 } as const;
/** A fault that has not bitten when its time is over gets some more. */
const BITES_WITHIN_MS = 45_000;
const RECOVERS_WITHIN_MS = 180_000;
/** Long enough for the last of the reconciler's repairs. */
const QUIET_MS = 300_000;

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Settled, up to the slot that has begun. */
const isSettled = (arena: Arena, first: number): Promise<boolean> => unsettled(arena, first, slotAt(arena.clock.nowMs(), BASE_CADENCE)).then((left) => left.length === 0);

/** One fault from its beginning to the farm's recovery. */
async function suffer({ tormented, first }: Pair, fault: Fault, random: Random, tally: FaultTally): Promise<void> {
  const holdMs = HOLD_MS.least + random() * HOLD_MS.more;
  tormented.tell(`${fault.name}: ${fault.what}, for ${Math.round(holdMs / 1_000)} s`);
  const done = await fault.do(tormented, random);
  const held = stopwatchMs();
  if (await until(() => done.bites(), Math.max(holdMs, BITES_WITHIN_MS))) tally.bitten += 1;
  await realSleep(Math.max(0, holdMs - (stopwatchMs() - held)));
  await done.undo();
  const began = stopwatchMs();
  const end = slotAt(tormented.clock.nowMs(), BASE_CADENCE);
  const recovered = await until(async () => (await unsettled(tormented, first, end)).length === 0, RECOVERS_WITHIN_MS);
  const seconds = Math.round((stopwatchMs() - began) / 100) / 10;
  tally.times += 1;
  tally.recoveries.push(seconds);
  tormented.tell(recovered ? `${fault.name}: all settled ${seconds} s after it` : `${fault.name}: not settled within ${RECOVERS_WITHIN_MS / 1_000} s`);
}

/** @returns the mean load of the machine. */
async function torment(pair: Pair, o: StormOptions, tallies: Map<string, FaultTally>): Promise<number> {
  const random = seeded(o.seed);
  const began = stopwatchMs();
  const loads: number[] = [];
  const isRolled = o.faults.includes(rollingRestart);
  // Answers are spoiled all the time.
  const inTurn = o.faults.filter((f) => f !== spoiledAnswers);
  let rolledMs = began;
  let queue: Fault[] = [];
  while (stopwatchMs() - began < o.minutes * 60_000) {
    loads.push(loadavg()[0] ?? 0);
    const isRolling = isRolled && stopwatchMs() - rolledMs >= ROLLING_EVERY_MS;
    if (!isRolling && queue.length === 0) queue = shuffled(random, inTurn);
    const fault = isRolling ? rollingRestart : (queue.shift() as Fault);
    const tally = tallies.get(fault.name) as FaultTally;
    const why = fault.impossible?.(pair.tormented);
    if (why) tally.impossible = why;
    else await suffer(pair, fault, random, tally);
    if (fault === rollingRestart) rolledMs = stopwatchMs();
    await realSleep(random() * 3_000);
  }
  return loads.reduce((sum, l) => sum + l, 0) / loads.length;
}

/** Whether nothing is left to settle or to repair; says what is. */
async function isLike({ tormented, calm, first }: Pair, end: number): Promise<boolean> {
  const left = await unsettled(tormented, first, end);
  const { differences } = await compareRows(tormented, calm, first, end);
  const all = differences.length === 0 ? [...differences, ...(await compareRebuilt(tormented, first, end)).differences] : differences;
  const [one] = all;
  tormented.tell(`${left.length} slots to settle, ${all.length} rows not as they should be${one ? ` (${one.table} ${one.key}: ${one.what})` : ''}`);
  return left.length === 0 && all.length === 0;
}

/** The background of spoiled answers is a fault like the others, done once and all the time. */
function spoil({ tormented }: Pair, tally: FaultTally | undefined): () => void {
  if (!tally) return () => undefined;
  const spoiling = tormented.simulator.faults.add(background());
  return () => {
    tally.times = 1;
    tally.bitten = Number(spoiling.fired() > 0);
    spoiling.end();
  };
}

/** @throws StartError when the farms do not come up. The caller closes what was started. */
export async function storm(o: StormOptions): Promise<StormReport> {
  const pair = await startPair(o);
  const { tormented, calm, first } = pair;
  const tallies = new Map(o.faults.map((f) => [f.name, { name: f.name, times: 0, bitten: 0, recoveries: [] } satisfies FaultTally as FaultTally]));
  await until(async () => tormented.clock.nowMs() > first + 300_000 && (await isSettled(tormented, first)), RECOVERS_WITHIN_MS);
  const unspoil = spoil(pair, tallies.get(spoiledAnswers.name));
  const load = await torment(pair, o, tallies);
  unspoil();
  const end = slotAt(tormented.clock.nowMs(), BASE_CADENCE);
  tormented.tell('quiet now; waiting until all is settled and repaired');
  await until(async () => (await unsettled(calm, first, end)).length === 0, QUIET_MS, 1_000);
  await until(() => isLike(pair, end), QUIET_MS, 5_000);
  return {
    seed: o.seed, minutes: o.minutes, speed: o.speed, symbols: o.symbols, load,
    ledger: await readLedger(tormented, first, end), twin: await readLedger(calm, first, end),
    rows: await compareRows(tormented, calm, first, end), rebuilt: await compareRebuilt(tormented, first, end),
    faults: [...tallies.values()],
  };
}
