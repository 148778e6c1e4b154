/**
 * A backfill as chunks. Pure: the same request gives the same chunks, so that a
 * plan that was shown is the plan that is done.
 *
 *   features [from, to)  ←  indicators, a little before  ←  candles, a thousand bars before
 *
 * A stage begins when the one before has ended for every symbol: features look at
 * the whole market. Within a stage chunks are independent and any number runs at once.
 */
import { TIMEFRAME_MS, timeframes as everyTimeframe, type Timeframe } from '#queues/timeframes.js';
import { chunksOf } from '../flows/chunks.js';
import { BASE_CADENCE } from '../datasets.js';
import { cadenceMs } from '../slot.js';
import { stageOf, stages, type BackfillDataset, type Stage } from './stages.js';

export interface PlanRequest {
  dataset: BackfillDataset;
  symbols: readonly string[];
  /** Candles: open times; indicators: closes; features: slots; from ≤ t < to, ms. */
  from: number;
  to: number;
  /** Candles and indicators of these; features are made of all. */
  timeframes: readonly Timeframe[];
  /** Leaves out what the dataset is made of. */
  only: boolean;
  /** Symbols whose candles features of any symbol are measured against. */
  benchmarks: readonly string[];
  /** Farm ms: a bar that is still open is nobody's past. */
  now: number;
}

export interface PlannedChunk {
  stage: Stage;
  /** Null for features, which are made of every timeframe. */
  timeframe: Timeframe | null;
  symbols: string[];
  from: number;
  to: number;
  /** Rows when nothing is missing upstream. */
  rows: number;
}

/** Bars before the first wanted row: what the live chain begins a series with, and more than any window is long. */
export const WARM_UP_BARS = 1_000;
/** Features look back this many closes of a timeframe when the newest is late. */
const LEAD_CLOSES = 3;
/** No candle of any coin is older. */
const FIRST_MS = Date.UTC(2010, 6, 1);

interface Size {
  /** Most symbols of a chunk. */
  symbols: number;
  /** Rows a chunk should come to; a few seconds of work. */
  rows: number;
}
/** Indicators are stepped from a series' first stored bar on: the fewer pieces a series is cut into, the less is stepped twice. */
const SIZES: Readonly<Record<Stage, Size>> = { candles: { symbols: 8, rows: 32_000 }, indicators: { symbols: 4, rows: 160_000 }, features: { symbols: 160, rows: 20_000 } };
/** Chunks of features begin on whole hours: what is read by the hour is read once. */
const FEATURE_GRID_MS = 3_600_000;

const up = (ms: number, step: number): number => Math.ceil(ms / step) * step;
const down = (ms: number, step: number): number => Math.floor(ms / step) * step;
const clipped = (ms: number): number => Math.max(FIRST_MS, ms);

interface Work {
  stage: Stage;
  timeframe: Timeframe | null;
  symbols: readonly string[];
  from: number;
  to: number;
  /** Distance of its rows. */
  step: number;
}

/** The stretch on its grid, cut by symbols and then by time. */
function cut({ stage, timeframe, symbols, from, to, step }: Work): PlannedChunk[] {
  const [first, end] = [up(from, step), up(to, step)];
  if (first >= end) return [];
  const { symbols: most, rows } = SIZES[stage];
  return chunksOf(symbols, most).flatMap((list) => {
    const wanted = Math.max(1, Math.floor(rows / list.length)) * step;
    const length = stage === 'features' ? Math.max(FEATURE_GRID_MS, down(wanted, FEATURE_GRID_MS)) : wanted;
    const chunks: PlannedChunk[] = [];
    for (let at = first; at < end; ) {
      const until = Math.min(end, stage === 'features' ? down(at + length, FEATURE_GRID_MS) : at + length);
      chunks.push({ stage, timeframe, symbols: list, from: at, to: until, rows: ((until - at) / step) * list.length });
      at = until;
    }
    return chunks;
  });
}

/** What each stage has to cover for the request. */
function stretchesOf(r: PlanRequest): Work[] {
  const target = stageOf[r.dataset];
  const timeframes = target === 'features' ? everyTimeframe : r.timeframes;
  const lead = (tf: Timeframe): number => (target === 'features' ? LEAD_CLOSES * TIMEFRAME_MS[tf] : 0);
  const warm = (tf: Timeframe): number => (target === 'candles' ? 0 : WARM_UP_BARS * TIMEFRAME_MS[tf]);
  const closes = target !== 'candles';
  const beside = target === 'features' ? r.benchmarks : [];
  const work: Record<Stage, () => Work[]> = {
    // A bar that closes before `to` opened a bar's length earlier.
    candles: () => timeframes.map((tf) => ({ stage: 'candles', timeframe: tf, symbols: [...r.symbols, ...beside], from: clipped(r.from - warm(tf)), to: Math.min(closes ? r.to - TIMEFRAME_MS[tf] : r.to, r.now - TIMEFRAME_MS[tf] + 1), step: TIMEFRAME_MS[tf] })),
    indicators: () => timeframes.map((tf) => ({ stage: 'indicators', timeframe: tf, symbols: r.symbols, from: clipped(r.from - lead(tf)), to: r.to, step: TIMEFRAME_MS[tf] })),
    features: () => [{ stage: 'features', timeframe: null, symbols: r.symbols, from: r.from, to: r.to, step: cadenceMs(BASE_CADENCE) }],
  };
  const needed = stages.slice(0, stages.indexOf(target) + 1);
  return (r.only ? [target] : needed).flatMap((stage) => work[stage]());
}

/** In the order in which the chunks are numbered: stage by stage, newest first, since the recent past is asked for most. */
export function planBackfill(request: PlanRequest): PlannedChunk[] {
  const chunks = stretchesOf(request).flatMap(cut);
  return chunks.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || b.to - a.to);
}
