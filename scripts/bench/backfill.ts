/**
 * History into the store: candles that are stored become indicators, and these
 * become feature rows, by the code of a backfill's chunks; beside it the same rows,
 * ready made, by bare LOAD DATA and by bare INSERT. In turns, chunk by chunk.
 */
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { timeframes } from '#queues/timeframes.js';
import { rebuildFeatures } from '#workers/rebuild/features.js';
import { rebuildIndicators } from '#workers/rebuild/indicators.js';
import type { RebuildContext } from '#workers/rebuild/rebuild.js';
import { createStore } from '#workers/store/create.js';
import type { Store } from '#workers/store/index.js';
import { columnNames } from '#workers/store/table.js';
import { featureGroups, mlFeatures } from '#workers/store/tables/features.js';
import { technicalIndicators } from '#workers/store/tables/technical.js';
import { bareSides, ROWS_AT_ONCE, type BareSides } from './backfill-bare.js';
import { storeBars } from './backfill-market.js';
import type { Bench, Report } from './figures.js';
import { memoryOf } from './memory.js';
import { withServices } from './services.js';

/** What the plan of a backfill makes a chunk of features of. */
const SYMBOLS = 160;
const SLOTS = 120;
const FIVE = 300_000;
const CHUNK_MS = SLOTS * FIVE;
const FIRST = Date.UTC(2026, 1, 27);
const features = Object.values(featureGroups).flat();
const symbols = ['BTC', 'ETH', ...Array.from({ length: SYMBOLS - 2 }, (_, i) => `T${String(i + 1).padStart(3, '0')}`)].sort();

interface Round {
  ours: number;
  load: number;
  insert: number;
}
interface Seen {
  known: number;
  memory: number[];
}

const contextOf = (store: Store): RebuildContext => ({ store, clock: systemClock, sourcePrefix: 'sim:', signal: new AbortController().signal, jobId: 'bench', progress: () => undefined });

/** Seconds of one chunk by each side; ours first, since the others take its rows. @throws Error where a row is missing. */
async function chunk(store: Store, bare: BareSides, fromMs: number, seen: Seen): Promise<Round> {
  const started = stopwatchMs();
  const { rows } = await rebuildFeatures({ symbols, from: fromMs, to: fromMs + CHUNK_MS }, contextOf(store));
  const ours = (stopwatchMs() - started) / 1_000;
  if (rows !== SYMBOLS * SLOTS) throw new Error(`${SYMBOLS * SLOTS} feature rows were due, and ${rows} were written`);
  seen.memory.push(memoryOf(process.pid).now);
  const stored = (await Promise.all(symbols.map((symbol) => store.features.stretch([symbol], fromMs, fromMs + CHUNK_MS, features)))).flat();
  seen.known = features.filter((name) => stored.at(-1)?.[name] !== null).length;
  return { ours, load: await bare.load(stored), insert: await bare.insert(stored) };
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

function reportOf(rounds: readonly Round[], chunks: number, { rows, seconds }: { rows: number; seconds: number }, notes: string[]): Report {
  const perRound = chunks * SYMBOLS * SLOTS;
  const rate = (of: (r: Round) => number): number[] => rounds.map((r) => perRound / of(r));
  /** What a round's share of the indicators took. */
  const shared = seconds / (rounds.length + 1);
  return {
    bench: `backfill: ${SYMBOLS} symbols, ${perRound.toLocaleString('en-US')} feature rows a round on every side, ${ROWS_AT_ONCE} a transaction, durable commits`,
    figures: [
      { name: 'ours: bars and indicators read, computed, stored', unit: 'rows/s', samples: rate((r) => r.ours) },
      { name: 'ours, with the indicators made of the bars first', unit: 'rows/s', samples: rate((r) => r.ours + shared) },
      { name: 'bare LOAD DATA LOCAL of ready text', unit: 'rows/s', samples: rate((r) => r.load) },
      { name: 'bare prepared multi-row INSERT of ready rows', unit: 'rows/s', samples: rate((r) => r.insert) },
      { name: `indicators: bars read, computed, stored (${rows.toLocaleString('en-US')} rows)`, unit: 'rows/s', samples: [rows / seconds] },
    ],
    ratios: [
      { name: 'ours / bare LOAD DATA', samples: rounds.map((r) => r.load / r.ours), goal: 'none set' },
      { name: 'ours / bare INSERT', samples: rounds.map((r) => r.insert / r.ours), goal: 'none set' },
    ],
    notes,
  };
}

/** The first round warms up. @param rows feature rows of a round, up to whole chunks. */
export const backfill: Bench = ({ runs, rows = SYMBOLS * SLOTS, progress }) =>
  withServices(async (b): Promise<Report> => {
    const store = createStore(b.store, createMetrics(false), silentLog());
    b.closers.add('mysql pool', () => store.close());
    const chunks = Math.ceil(rows / (SYMBOLS * SLOTS));
    const toMs = FIRST + (runs + 1) * chunks * CHUNK_MS;
    for (const { name } of [mlFeatures, technicalIndicators]) await store.retention.cutPast(name, FIRST - 86_400_000, toMs);
    const bars = await storeBars(store, symbols, { fromMs: FIRST, toMs }, progress);
    const indicators = await indicatorsOf(store, toMs, progress);
    const bare = await bareSides(b);
    const seen: Seen = { known: 0, memory: [] };
    const rounds: Round[] = [];
    for (let c = 0; c < (runs + 1) * chunks; c++) {
      progress(`chunk ${c + 1} of ${(runs + 1) * chunks}`);
      const took = await chunk(store, bare, FIRST + c * CHUNK_MS, seen);
      const round = (rounds[Math.floor(c / chunks)] ??= { ours: 0, load: 0, insert: 0 });
      for (const side of ['ours', 'load', 'insert'] as const) round[side] += took[side];
    }
    const total = (runs + 1) * chunks * SYMBOLS * SLOTS;
    return reportOf(rounds.slice(1), chunks, indicators, [
      `${columnNames(mlFeatures).length} columns, ${features.length} of them features, ${seen.known} known where bars are all there is; ${Math.round(bare.bytes() / total)} bytes of text a row`,
      `${bars.toLocaleString('en-US')} bars stored before; a goal of 3,360,000 rows in 120 s is 28,000 rows/s, with the server on the same cores`,
      `memory of this process after the first, the middle and the last chunk: ${[0, Math.floor(seen.memory.length / 2), seen.memory.length - 1].map((i) => (seen.memory[i] ?? NaN).toFixed(0)).join(', ')} MiB, at most ${(memoryOf(process.pid).most ?? NaN).toFixed(0)} with the rows that the bare sides are handed`,
    ]);
  });
