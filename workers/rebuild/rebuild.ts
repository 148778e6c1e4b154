/** What a rebuild is asked for and what it may use. */
import type { Clock } from '#queues/runtime/clock.js';
import type { Store, Timeframe } from '../store/index.js';

export type { Timeframe };

/** Rows of these symbols with event time (a slot, or a bar's close) in [from, to), ms. */
export interface Stretch {
  symbols: readonly string[];
  from: number;
  to: number;
}

export interface RebuildContext {
  store: Store;
  clock: Clock;
  /** Prefix of every `data_source`: empty, `sim:` or `replay:`. */
  sourcePrefix: string;
  /** Checked between pages: what was written until then stays, and doing it again writes the same. */
  signal: AbortSignal;
  /** Written into the rows that name their job. */
  jobId: string;
  /** Told after every page how many rows it stored. */
  progress(rows: number): Promise<void> | void;
  /** Waited for before much is read at once; nobody is given way to where left out. */
  giveWay?(): Promise<void>;
  /** Rows handed to the store at a time; a thousand or two where left out. */
  rowsAtOnce?: number;
}

export interface Rebuilt {
  /** Rows accepted by the store. */
  rows: number;
}
