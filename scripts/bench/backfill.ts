/**
 * History into the store: candles that are stored become indicators, and these
 * become feature rows, by the code of a backfill's chunks, in one worker's process
 * and in two side by side; beside them the same rows, ready made, by bare LOAD DATA
 * and by bare INSERT. In turns, chunk by chunk.
 */
import type { ChildProcess } from 'node:child_process';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { timeframes } from '#queues/timeframes.js';
import type { IndicatorStretch } from '#workers/rebuild/indicators.js';
import type { Stretch } from '#workers/rebuild/rebuild.js';
import { createStore } from '#workers/store/create.js';
import type { Store } from '#workers/store/index.js';
import { columnNames } from '#workers/store/table.js';
import { featureGroups, mlFeatures } from '#workers/store/tables/features.js';
import { technicalIndicators } from '#workers/store/tables/technical.js';
import { HEAP_FLAGS } from '../farm/roles.js';
import { bareSides, ROWS_AT_ONCE, type BareSides } from './backfill-bare.js';
import { storeBars } from './backfill-market.js';
import type { Done } from './backfill-process.js';
import { heard, startScript } from './children.js';
import type { Bench, Report } from './figures.js';
import type { Memory } from './memory.js';
import { quiet } from './quiet.js';
import { withServices, type BenchServices } from './services.js';

/** What the plan of a backfill makes a chunk of features of. */
const SYMBOLS = 160;
const SLOTS = 120;
const FIVE = 300_000;
const CHUNK_MS = SLOTS * FIVE;
const FIRST = Date.UTC(2026, 1, 27);
/** What is made of the bars before the first slot as well. */
const BARS_BEFORE_MS = 3 * 86_400_000;
/** Processes of the backfill pool side by side. */
const WORKERS = 2;
/** Chunks of a turn: one by a worker alone, then one by each of them together. */
const CHUNKS_A_TURN = 1 + WORKERS;
const features = Object.values(featureGroups).flat();
const symbols = ['BTC', 'ETH', ...Array.from({ length: SYMBOLS - 2 }, (_, i) => `T${String(i + 1).padStart(3, '0')}`)].sort();

/** Seconds for a chunk by a worker alone and by either bare side, and for one by each worker at the same time. */
interface Turn {
  alone: number;
  together: number;
  load: number;
  insert: number;
}
interface Seen {
  known: number;
  memory: Memory[];
}

const stretchAt = (fromMs: number): Stretch => ({ symbols, from: fromMs, to: fromMs + CHUNK_MS });

interface Rebuilt {
  rows: number;
  seconds: number;
}

/** A stretch by each of the workers, side by side. @returns how long until all are stored */
async function rebuilt(workers: readonly ChildProcess[], stretchOf: (nth: number) => Stretch | IndicatorStretch, seen: Seen): Promise<Rebuilt> {
  const started = stopwatchMs();
  const done = await Promise.all(workers.map(async (worker, nth) => {
    worker.send(stretchOf(nth));
    return (await heard(worker)) as Done;
  }));
  seen.memory.push(...done.map((d) => d.memory));
  return { rows: done.reduce((sum, d) => sum + d.rows, 0), seconds: (stopwatchMs() - started) / 1_000 };
}

/** A chunk of features by each of the workers. @returns seconds. @throws Error where a row is missing. */
async function chunks(workers: readonly ChildProcess[], fromMs: number, seen: Seen): Promise<number> {
  const { rows, seconds } = await rebuilt(workers, (nth) => stretchAt(fromMs + nth * CHUNK_MS), seen);
  if (rows !== workers.length * SYMBOLS * SLOTS) throw new Error(`${workers.length * SYMBOLS * SLOTS} feature rows were due, and ${rows} were written`);
  return seconds;
}

/** Of every bar, by each of the workers for its share of the symbols. */
async function indicatorsOf(workers: readonly ChildProcess[], toMs: number, seen: Seen): Promise<Rebuilt> {
  const total: Rebuilt = { rows: 0, seconds: 0 };
  for (const timeframe of timeframes) {
    const { rows, seconds } = await rebuilt(workers, (nth) => ({ symbols: symbols.filter((_, i) => i % workers.length === nth), timeframe, from: FIRST - BARS_BEFORE_MS, to: toMs }), seen);
    total.rows += rows;
    total.seconds += seconds;
  }
  return total;
}

/** Ours first, since the bare sides take its rows. */
async function turn(store: Store, sides: { workers: readonly ChildProcess[]; bare: BareSides }, fromMs: number, seen: Seen): Promise<Turn> {
  const alone = await chunks(sides.workers.slice(0, 1), fromMs, seen);
  const together = await chunks(sides.workers, fromMs + CHUNK_MS, seen);
  const stored = (await Promise.all(symbols.map((symbol) => store.features.stretch([symbol], fromMs, fromMs + CHUNK_MS, features)))).flat();
  seen.known = features.filter((name) => stored.at(-1)?.[name] !== null).length;
  return { alone, together, load: await sides.bare.load(stored), insert: await sides.bare.insert(stored) };
}

async function workersOf(b: BenchServices): Promise<ChildProcess[]> {
  const workers = Array.from({ length: WORKERS }, () => startScript(b, 'dist/scripts/bench/backfill-process.js', HEAP_FLAGS));
  await Promise.all(workers.map(heard));
  return workers;
}

/** @param turns sums of the turns of a round. @param indicators all that the rounds and the one before them needed */
function reportOf(turns: readonly Turn[], { ofRound, indicators }: { ofRound: number; indicators: Rebuilt }, notes: string[]): Report {
  const rate = (of: (t: Turn) => number, rows = ofRound): number[] => turns.map((t) => rows / of(t));
  /** What the indicators took for the chunks of a round that the workers make together. */
  const shared = (indicators.seconds / (turns.length + 1)) * (WORKERS / CHUNKS_A_TURN);
  return {
    bench: `backfill: ${SYMBOLS} symbols, ${ofRound.toLocaleString('en-US')} feature rows a round by every process, ${ROWS_AT_ONCE} a transaction, durable commits`,
    figures: [
      { name: `ours, ${WORKERS} workers: indicators and bars read, stored`, unit: 'rows/s', samples: rate((t) => t.together, WORKERS * ofRound) },
      { name: `ours, ${WORKERS} workers, their indicators made of bars first`, unit: 'rows/s', samples: rate((t) => t.together + shared, WORKERS * ofRound) },
      { name: 'ours, one worker', unit: 'rows/s', samples: rate((t) => t.alone) },
      { name: 'bare LOAD DATA LOCAL of ready text', unit: 'rows/s', samples: rate((t) => t.load) },
      { name: 'bare prepared multi-row INSERT of ready rows', unit: 'rows/s', samples: rate((t) => t.insert) },
      { name: `indicators, ${WORKERS} workers (${indicators.rows.toLocaleString('en-US')} rows)`, unit: 'rows/s', samples: [indicators.rows / indicators.seconds] },
    ],
    ratios: [
      { name: `ours, ${WORKERS} workers / bare LOAD DATA`, samples: turns.map((t) => (WORKERS * t.load) / t.together), goal: 'none set' },
      { name: 'ours, one worker / bare LOAD DATA', samples: turns.map((t) => t.load / t.alone), goal: 'none set' },
      { name: 'ours, one worker / bare INSERT', samples: turns.map((t) => t.insert / t.alone), goal: 'none set' },
    ],
    notes,
  };
}

/** The first round warms up. @param rows feature rows of a round by a worker alone, up to whole chunks. */
export const backfill: Bench = ({ runs, rows = SYMBOLS * SLOTS, progress }) =>
  withServices(async (b): Promise<Report> => {
    const store = createStore(b.store, createMetrics(false), silentLog());
    b.closers.add('mysql pool', () => store.close());
    const perRound = Math.ceil(rows / (SYMBOLS * SLOTS));
    const turns = (runs + 1) * perRound;
    const toMs = FIRST + turns * CHUNKS_A_TURN * CHUNK_MS;
    for (const { name } of [mlFeatures, technicalIndicators]) await store.retention.cutPast(name, FIRST - 86_400_000, toMs);
    const bars = await storeBars(store, symbols, { fromMs: FIRST, toMs }, progress);
    const sides = { workers: await workersOf(b), bare: await bareSides(b) };
    const seen: Seen = { known: 0, memory: [] };
    progress('indicators of all bars');
    const indicators = await indicatorsOf(sides.workers, toMs, seen);
    const rounds: Turn[] = [];
    for (let t = 0; t < turns; t++) {
      progress(`turn ${t + 1} of ${turns}`);
      await quiet();
      const took = await turn(store, sides, FIRST + t * CHUNKS_A_TURN * CHUNK_MS, seen);
      const round = (rounds[Math.floor(t / perRound)] ??= { alone: 0, together: 0, load: 0, insert: 0 });
      for (const side of ['alone', 'together', 'load', 'insert'] as const) round[side] += took[side];
    }
    return reportOf(rounds.slice(1), { ofRound: perRound * SYMBOLS * SLOTS, indicators }, [
      `${columnNames(mlFeatures).length} columns, ${features.length} of them features, ${seen.known} known where bars are all there is; ${Math.round(sides.bare.bytes() / (turns * SYMBOLS * SLOTS))} bytes of text a row`,
      `${bars.toLocaleString('en-US')} bars stored before; a goal of 3,360,000 rows in 120 s is 28,000 rows/s, with the server on the same cores`,
      `memory of a worker after the first, the middle and the last chunk: ${[0, Math.floor(seen.memory.length / 2), seen.memory.length - 1].map((i) => (seen.memory[i]?.now ?? NaN).toFixed(0)).join(', ')} MiB, at most ${Math.max(...seen.memory.map((m) => m.most ?? NaN)).toFixed(0)} (goal ≤ 256)`,
    ]);
  });
