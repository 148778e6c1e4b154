/** What may be asked of the ledger of slots, and written into it. Slots are ms. */
import type { DatasetName } from '#queues/datasets.js';
import type { Missing } from '#queues/outcome.js';
import type { LedgerRow } from './tables/ledger.js';

/** One dataset in one slot: what became of its chunks. */
export interface Stage {
  slot: Date;
  dataset: DatasetName;
  chunks: number;
  /** Chunks by state. */
  done: number;
  partial: number;
  missed: number;
  off: number;
  pending: number;
  rows: number;
  /** Symbols that should have a row and do not. */
  missing: number;
  /** Rounds of repair of the chunk that needed most. */
  repairs: number;
  openedAt: Date;
  /** When the first of them began and the last was settled, as far as they have been. */
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface SettleUpdate {
  dataset: DatasetName;
  slot: number;
  chunk: number;
  /** `off`: the source has no key or is not wanted; nothing was tried and nothing is owed. */
  state: 'done' | 'partial' | 'missed' | 'off';
  rows: number;
  missing: Missing[];
  reason: string | null;
  jobId: string;
  startedAt: Date;
  finishedAt: Date;
}

/** The state of a slot as a whole: ledger row of ml_features, chunk 0. */
export type Settlement = Pick<LedgerRow, 'slot' | 'state' | 'repairs' | 'finished_at'>;

export interface LedgerRepository {
  /** Adds expected rows as `pending`; rows that exist stay as they are. */
  open(rows: Pick<LedgerRow, 'dataset' | 'slot' | 'chunk' | 'symbols' | 'opened_at'>[]): Promise<void>;
  /** Writes what became of a chunk. `done` is never overwritten by less; counts the attempt. */
  settle(update: SettleUpdate): Promise<void>;
  /** Counts a round of repair on every chunk of these datasets in a slot, or on one. Returns the new round number. */
  beginRepair(slotMs: number, datasets: readonly DatasetName[], chunk?: number): Promise<number>;
  /** Rows of these datasets with slot in [from, to), oldest first. */
  ofDatasets(datasets: readonly DatasetName[], fromMs: number, toMs: number): Promise<LedgerRow[]>;
  /** The newest slot (ms) that was opened, by dataset; datasets without one are left out. */
  newestSlots(datasets: readonly DatasetName[]): Promise<Map<DatasetName, number>>;
  /** The rows of each dataset's newest slot that has any no longer pending, without the pending ones. */
  newestSettled(datasets: readonly DatasetName[]): Promise<LedgerRow[]>;
  /** What became of each slot as a whole, for slots in [from, to), oldest first; one narrow row a slot. */
  settlements(fromMs: number, toMs: number): Promise<Settlement[]>;
  /** Slots in [from, to), oldest first, in which a chunk of these datasets is pending. */
  pendingSlots(datasets: readonly DatasetName[], fromMs: number, toMs: number): Promise<number[]>;
  /** Every dataset of the slots in [from, to), oldest first, summed over its chunks; chunk 0 counts where a dataset has no other. */
  stages(fromMs: number, toMs: number): Promise<Stage[]>;
  /** Ledger rows with slot in [from, to), oldest first, symbols and all: for a few slots. */
  between(fromMs: number, toMs: number): Promise<LedgerRow[]>;
  /** The first slot of the main chain that was ever opened, or null; side work of a first day reaches back before it. */
  firstSlot(): Promise<number | null>;
}
