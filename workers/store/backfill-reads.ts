/** What may be asked about filling the past, and written about it. Instants in are ms or Date as named. */
import type { Timeframe } from '#queues/timeframes.js';
import type { BackfillDataset, Origin, Stage } from '#queues/backfills/stages.js';
import type { PlannedChunk } from '#queues/backfills/plan.js';
import type { Missing } from '#queues/outcome.js';
import type { SeriesGaps } from './gap-reads.js';
import type { BackfillChunkRow, BackfillRow } from './tables/backfills.js';

export interface BackfillRequest {
  dataset: BackfillDataset;
  /** Tickers. */
  symbols: readonly string[];
  /** Candles: open times; indicators: closes; features: slots; from ≤ t < to, ms. */
  from: number;
  to: number;
  /** Of candles and indicators; all when left out. Features are made of all. */
  timeframes?: readonly Timeframe[];
  /** Leaves out what the dataset is made of; false when left out. */
  only?: boolean;
  origin: Origin;
  askedBy?: string;
}

export interface Filed {
  id: string;
  /** False where the same request is unfinished already: this is its id. */
  created: boolean;
  chunks: number;
  /** Rows when nothing is missing upstream. */
  rows: number;
}

/** How far one stage of a backfill has come. */
export interface StageTally {
  stage: Stage;
  chunks: number;
  /** Chunks by state. */
  open: number;
  running: number;
  done: number;
  partial: number;
  failed: number;
  cancelled: number;
  rowsExpected: number;
  rowsWritten: number;
  /** Symbols with something missing, summed over its chunks. */
  missing: number;
}

/** A chunk as its job is made of it. */
export type ReadyChunk = Pick<BackfillChunkRow, 'backfill' | 'chunk' | 'stage' | 'round' | 'state'>;

export interface ChunkUpdate {
  backfill: string;
  chunk: number;
  /** `open`: it is to be tried again, not before `notBefore`. */
  state: 'done' | 'partial' | 'failed' | 'open';
  /** Rows of the stretch in the store; null leaves what was told before. */
  rows: number | null;
  missing: Missing[];
  reason: string | null;
  notBefore: Date | null;
  jobId: string;
  at: Date;
}

export type Turn = 'pause' | 'resume' | 'cancel';

export interface BackfillsRepository {
  /** Writes a backfill and its chunks down; nothing is enqueued. @throws RangeError where there is nothing to do, or too much. */
  file(request: BackfillRequest, at: Date): Promise<Filed>;
  /** The chunks a request would be cut into. @param nowMs farm time. @throws RangeError as `file`. */
  plan(request: BackfillRequest, nowMs: number): PlannedChunk[];
  find(id: string): Promise<BackfillRow | null>;
  /** Unfinished ones first, then by when they were asked for, newest first. */
  list(limit: number): Promise<BackfillRow[]>;
  /** How far each has come, by stage in order. */
  tallies(ids: readonly string[]): Promise<Map<string, StageTally[]>>;
  /** Chunks in which something is missing or went wrong, or is to be tried again; in order. */
  troubled(id: string, limit: number): Promise<BackfillChunkRow[]>;
  /** Chunks that may run now: of open backfills, of the first stage that has not ended, a few of each backfill in turn, those of gaps first. */
  ready(nowMs: number, limit: number): Promise<ReadyChunk[]>;
  /** Marks a chunk as running. Null where it must not run: its backfill is paused, over or unknown, or the chunk is settled. */
  begin(key: { backfill: string; chunk: number }, jobId: string, at: Date): Promise<{ chunk: BackfillChunkRow; backfill: BackfillRow } | null>;
  chunk(key: { backfill: string; chunk: number }): Promise<BackfillChunkRow | null>;
  /** Whether its chunks may go on. */
  isOpen(id: string): Promise<boolean>;
  /** Rows of a running chunk that are in the store so far. */
  tell(key: { backfill: string; chunk: number }, rows: number): Promise<void>;
  /** What became of a chunk. One that is settled stays as it is. */
  settle(update: ChunkUpdate): Promise<void>;
  /** A running chunk that was left alone is open again. */
  release(key: { backfill: string; chunk: number }): Promise<void>;
  /** Counts another round of a chunk, so that its next job has an id of its own. Returns it. */
  renew(key: { backfill: string; chunk: number }): Promise<number>;
  /** Gives a backfill whose chunks are all settled its final state. */
  finish(id: string, at: Date): Promise<void>;
  /**
   * pause: no chunk is begun any more. resume: goes on; of one that is over, the chunks that failed or are
   * incomplete are tried again. cancel: it is over. Null for an id that nobody knows.
   */
  turn(id: string, turn: Turn, at: Date): Promise<{ row: BackfillRow; changed: boolean } | null>;
  /** Chunks and rows still to be done, by stage; those of paused backfills count. */
  openWork(): Promise<{ stage: Stage; chunks: number; rows: number }[]>;
  /** Rows per second of farm time, by stage, over the newest chunks that were done. */
  pace(): Promise<Map<Stage, number>>;
  /** Final bars with open time in [fromMs, toMs) that are not stored, by symbol. */
  missingBars(symbols: readonly string[], timeframe: Timeframe, fromMs: number, toMs: number): Promise<SeriesGaps[]>;
  /** Rows of a stage's table that are there already. */
  held(work: Pick<PlannedChunk, 'stage' | 'timeframe' | 'symbols' | 'from' | 'to'>): Promise<number>;
  /** Forgets backfills that ended before the instant, a few at a time. Returns how many. */
  trim(beforeMs: number): Promise<number>;
}
