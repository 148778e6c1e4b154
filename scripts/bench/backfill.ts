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
import { rebuildIndicators } from '#workers/rebuild/indicators.js';
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
import { contextOf } from './rebuild-context.js';
import { withServices, type BenchServices } from './services.js';

/** What the plan of a backfill makes a chunk of features of. */
const SYMBOLS = 160;
const SLOTS = 120;
const FIVE = 300_000;
const CHUNK_MS = SLOTS * FIVE;
const FIRST = Date.UTC(2026, 1, 27);
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

/** A chunk by each of the workers. @returns seconds until all are stored. @throws Error where a row is missing. */
async function rebuilt(workers: readonly ChildProcess[], fromMs: number, seen: Seen): Promise<number> {
  const started = stopwatchMs();
  const done = await Promise.all(workers.map(async (worker, i) => {
    worker.send(stretchAt(fromMs + i * CHUNK_MS));
    return (await heard(worker)) as Done;
  }));
  const seconds = (stopwatchMs() - started) / 1_000;
  const rows = done.reduce((sum, d) => sum + d.rows, 0);
  if (rows !== workers.length * SYMBOLS * SLOTS) throw new Error(`${workers.length * SYMBOLS * SLOTS} feature rows were due, and ${rows} were written`);
  seen.memory.push(...done.map((d) => d.memory));
  return seconds;
}

/** Ours first, since the bare sides take its rows. */
async function turn(store: Store, sides: { workers: readonly ChildProcess[]; bare: BareSides }, fromMs: number, seen: Seen): Promise<Turn> {
  const alone = await rebuilt(sides.workers.slice(0, 1), fromMs, seen);
  const together = await rebuilt(sides.workers, fromMs + CHUNK_MS, seen);
  const stored = (await Promise.all(symbols.map((symbol) => store.features.stretch([symbol], fromMs, fromMs + CHUNK_MS, features)))).flat();
  seen.known = features.filter((name) => stored.at(-1)?.[name] !== null).length;
  return { alone, together, load: await sides.bare.load(stored), insert: await sides.bare.insert(stored) };
}

async function workersOf(b: BenchServices): Promise<ChildProcess[]> {
  const workers = Array.from({ length: WORKERS }, () => startScript(b, 'dist/scripts/bench/backfill-process.js', HEAP_FLAGS));
  await Promise.all(workers.map(heard));
  return workers;
}

async function indicatorsOf(store: Store, toMs: number, tell: (line: string) => void): Promise<{ rows: number; seconds: number }> {
  const started = stopwatchMs();
  let rows = 0;
  for (const timeframe of timeframes) {
    tell(`indicators of ${timeframe}`);
    rows += (await rebuildIndicators({ symbols, timeframe, from: FIRST - 3 * 86_400_000, to: toMs }, contextOf(store))).rows;
  }
  return { rows, seconds: (stopwatchMs() - started) / 1_000 };
}

/** @param turns sums of the turns of a round */
function reportOf(turns: readonly Turn[], chunks: number, { rows, seconds }: { rows: number; seconds: number }, notes: string[]): Report {
  const perRound = chunks * SYMBOLS * SLOTS;
  const rate = (of: (t: Turn) => number, perTurn = perRound): number[] => turns.map((t) => perTurn / of(t));
  /** What the indicators behind a round of one chunk after the other took. */
  const shared = seconds / (turns.length + 1) / CHUNKS_A_TURN;
  return {
    bench: `backfill: ${SYMBOLS} symbols, ${perRound.toLocaleString('en-US')} feature rows a round by every process, ${ROWS_AT_ONCE} a transaction, durable commits`,
    figures: [
      { name: `ours, ${WORKERS} workers: bars and indicators read, computed, stored`, unit: 'rows/s', samples: rate((t) => t.together, WORKERS * perRound) },
      { name: 'ours, one worker', unit: 'rows/s', samples: rate((t) => t.alone) },
      { name: 'ours, one worker, its indicators made of bars first', unit: 'rows/s', samples: rate((t) => t.alone + shared) },
      { name: 'bare LOAD DATA LOCAL of ready text', unit: 'rows/s', samples: rate((t) => t.load) },
      { name: 'bare prepared multi-row INSERT of ready rows', unit: 'rows/s', samples: rate((t) => t.insert) },
      { name: `indicators: bars read, computed, stored (${rows.toLocaleString('en-US')} rows)`, unit: 'rows/s', samples: [rows / seconds] },
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
    const chunks = Math.ceil(rows / (SYMBOLS * SLOTS));
    const turns = (runs + 1) * chunks;
    const toMs = FIRST + turns * CHUNKS_A_TURN * CHUNK_MS;
    for (const { name } of [mlFeatures, technicalIndicators]) await store.retention.cutPast(name, FIRST - 86_400_000, toMs);
    const bars = await storeBars(store, symbols, { fromMs: FIRST, toMs }, progress);
    const indicators = await indicatorsOf(store, toMs, progress);
    const sides = { workers: await workersOf(b), bare: await bareSides(b) };
    const seen: Seen = { known: 0, memory: [] };
    const rounds: Turn[] = [];
    for (let t = 0; t < turns; t++) {
      progress(`turn ${t + 1} of ${turns}`);
      const took = await turn(store, sides, FIRST + t * CHUNKS_A_TURN * CHUNK_MS, seen);
      const round = (rounds[Math.floor(t / chunks)] ??= { alone: 0, together: 0, load: 0, insert: 0 });
      for (const side of ['alone', 'together', 'load', 'insert'] as const) round[side] += took[side];
    }
    return reportOf(rounds.slice(1), chunks, indicators, [
      `${columnNames(mlFeatures).length} columns, ${features.length} of them features, ${seen.known} known where bars are all there is; ${Math.round(sides.bare.bytes() / (turns * SYMBOLS * SLOTS))} bytes of text a row`,
      `${bars.toLocaleString('en-US')} bars stored before; a goal of 3,360,000 rows in 120 s is 28,000 rows/s, with the server on the same cores`,
      `memory of a worker after the first, the middle and the last chunk: ${[0, Math.floor(seen.memory.length / 2), seen.memory.length - 1].map((i) => (seen.memory[i]?.now ?? NaN).toFixed(0)).join(', ')} MiB, at most ${Math.max(...seen.memory.map((m) => m.most ?? NaN)).toFixed(0)} (goal ≤ 256)`,
    ]);
  });
