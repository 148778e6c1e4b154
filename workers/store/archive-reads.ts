/** What may be kept of upstream answers, and asked of what is kept. Instants are ms. */
import type { AnswerRow, AskedRow, CollectRunRow, ProcessRunRow } from './tables/archive.js';

/** How much the archive holds. */
export interface ArchiveSize {
  answers: number;
  /** Bytes of the bodies as they are kept, and as they came. */
  bytes: number;
  rawBytes: number;
  asked: number;
}

export interface ArchiveRepository {
  /** One transaction: a body that is there is only marked as received again. Returns the bodies that were handed in. */
  keep(run: CollectRunRow, asked: AskedRow[], bodies: AnswerRow[]): Promise<number>;
  /** Keeps a run of a job that made rows of rows. */
  keepProcess(run: ProcessRunRow): Promise<void>;
  /** Runs whose jobs collected for slots in [from, to), in the order in which they began. */
  runs(fromMs: number, toMs: number): Promise<CollectRunRow[]>;
  /** What a run asked, in the order in which it was answered. */
  askedBy(run: string): Promise<AskedRow[]>;
  /** What jobs asked, newest first: those answers that are about a symbol, or about everybody. */
  ofJobs(jobIds: readonly string[], symbol: string): Promise<AskedRow[]>;
  one(id: string): Promise<AskedRow | null>;
  body(sha256: string): Promise<AnswerRow | null>;
  size(): Promise<ArchiveSize>;
  /** The instant (ms) up to which must go what was last received first, for at most so many bytes to stay; null where they fit. */
  cutFor(mostBytes: number): Promise<number | null>;
  /** Forgets at most `most` rows of each table received before an instant. Returns rows forgotten; 0 when there are none left. */
  forget(beforeMs: number, most: number): Promise<number>;
}
