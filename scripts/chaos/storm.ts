/**
 * The long form: every fault in a seeded random order, for a random while, over a
 * background of spoiled answers and a rolling restart every minute; then quiet,
 * and the comparison with the farm that was left alone.
 */
import { BASE_CADENCE } from '#queues/datasets.js';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { slotAt } from '#queues/slot.js';
import { faultKinds, type FaultRule } from '../simulator/faults.js';
import { until, type Arena } from './arena.js';
import { seeded, type Fault, type Random } from './fault.js';
import { readLedger, unsettled, type LedgerReport } from './ledger.js';
import { startPair, type Pair, type PairOptions } from './pair.js';
import { compareRows, type RowsReport } from './rows.js';

export interface StormOptions extends PairOptions {
  minutes: number;
  faults: readonly Fault[];
}

export interface FaultTally {
  name: string;
  times: number;
  /** Real seconds from its end until every slot begun by then was settled. */
  recoveries: number[];
  /** Why it was not done here. */
  impossible?: string;
}

export interface StormReport {
  seed: number;
  minutes: number;
  ledger: LedgerReport;
  rows: RowsReport;
  faults: FaultTally[];
}

/** Share of the calls of every host that meets each kind of fault, all the time. */
const BACKGROUND = 0.05;
const ROLLING_EVERY_MS = 60_000;
const ROLLING = 'rolling-restart';
const RECOVERS_WITHIN_MS = 180_000;
/** Long enough for the last of the reconciler's repairs. */
const QUIET_MS = 300_000;

const background = (): FaultRule[] => (['coingecko', 'binance'] as const).flatMap((host) => faultKinds.map((kind) => ({ host, kind, ratio: BACKGROUND })));

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Settled, up to the slot that has begun. */
const isSettled = (arena: Arena, first: number): Promise<boolean> => unsettled(arena, first, slotAt(arena.clock.nowMs(), BASE_CADENCE)).then((left) => left.length === 0);

/** One fault from its beginning to the farm's recovery. */
async function suffer({ tormented, first }: Pair, fault: Fault, random: Random, tally: FaultTally): Promise<void> {
  const holdMs = 2_000 + random() * 28_000;
  tormented.tell(`${fault.name}: ${fault.what}, for ${Math.round(holdMs / 1_000)} s`);
  const done = await fault.do(tormented, random);
  await realSleep(holdMs);
  await done.undo();
  const began = stopwatchMs();
  const end = slotAt(tormented.clock.nowMs(), BASE_CADENCE);
  const recovered = await until(async () => (await unsettled(tormented, first, end)).length === 0, RECOVERS_WITHIN_MS);
  const seconds = Math.round((stopwatchMs() - began) / 100) / 10;
  tally.times += 1;
  tally.recoveries.push(seconds);
  tormented.tell(recovered ? `${fault.name}: all settled ${seconds} s after it` : `${fault.name}: not settled within ${RECOVERS_WITHIN_MS / 1_000} s`);
}

async function torment(pair: Pair, o: StormOptions, tallies: Map<string, FaultTally>): Promise<void> {
  const random = seeded(o.seed);
  const began = stopwatchMs();
  let rolledMs = began;
  let queue: Fault[] = [];
  const rolling = o.faults.find((f) => f.name === ROLLING);
  while (stopwatchMs() - began < o.minutes * 60_000) {
    const isRolling = rolling !== undefined && stopwatchMs() - rolledMs >= ROLLING_EVERY_MS;
    if (!isRolling && queue.length === 0) queue = shuffled(random, o.faults);
    const fault = isRolling ? rolling : (queue.shift() as Fault);
    const tally = tallies.get(fault.name) as FaultTally;
    const why = fault.impossible?.(pair.tormented);
    if (why) tally.impossible = why;
    else await suffer(pair, fault, random, tally);
    if (fault.name === ROLLING) rolledMs = stopwatchMs();
    await realSleep(random() * 3_000);
  }
}

/** Whether nothing is left to settle or to repair; says what is. */
async function isLike({ tormented, calm, first }: Pair, end: number): Promise<boolean> {
  const left = await unsettled(tormented, first, end);
  const { differences } = await compareRows(tormented, calm, first, end);
  const [one] = differences;
  tormented.tell(`${left.length} slots to settle, ${differences.length} rows not as undisturbed${one ? ` (${one.table} ${one.key}: ${one.what})` : ''}`);
  return left.length === 0 && differences.length === 0;
}

/** @throws StartError when the farms do not come up. The caller closes what was started. */
export async function storm(o: StormOptions): Promise<StormReport> {
  const pair = await startPair(o);
  const { tormented, calm, first } = pair;
  const tallies = new Map(o.faults.map((f) => [f.name, { name: f.name, times: 0, recoveries: [] } satisfies FaultTally as FaultTally]));
  await until(async () => tormented.clock.nowMs() > first + 300_000 && (await isSettled(tormented, first)), RECOVERS_WITHIN_MS);
  tormented.simulator.faults.set(background());
  await torment(pair, o, tallies);
  tormented.simulator.faults.clear();
  const end = slotAt(tormented.clock.nowMs(), BASE_CADENCE);
  tormented.tell('quiet now; waiting until all is settled and repaired');
  await until(async () => (await unsettled(calm, first, end)).length === 0, QUIET_MS, 1_000);
  await until(() => isLike(pair, end), QUIET_MS, 5_000);
  return { seed: o.seed, minutes: o.minutes, ledger: await readLedger(tormented, first, end), rows: await compareRows(tormented, calm, first, end), faults: [...tallies.values()] };
}
