/** What may be asked of the log of restatements. Instants are ms. */
import type { PageMark } from './finding-reads.js';
import type { Timeframe } from '#queues/timeframes.js';
import type { Restated } from './table.js';
import { restatedBars } from './tables/ohlc.js';
import type { RestatementRow } from './tables/restatements.js';
import { restatedMacro } from './tables/signals.js';

const declared = [restatedBars, restatedMacro] as const satisfies readonly Restated[];
export type RestatedDataset = (typeof declared)[number]['dataset'];
/** Datasets whose restatements are logged. */
export const restatedDatasets: readonly RestatedDataset[] = declared.map((r) => r.dataset);

/** Undefined asks for all. */
export interface RestatementFilter {
  dataset?: RestatedDataset | undefined;
  /** A ticker, or the name of a series. */
  subject?: string | undefined;
}

export interface RestatementPage {
  /** Became known in [from, to). */
  fromMs: number;
  toMs: number;
  limit: number;
  after?: PageMark | undefined;
}

/** What a final bar said until it was restated. Instants are ms. */
export interface FormerValue {
  symbol: string;
  timeframe: Timeframe;
  openTime: number;
  column: (typeof restatedBars.columns)[number];
  seenAt: number;
  value: number;
}

export interface RestatementsRepository {
  /** By the instant they became known, newest first. */
  page(filter: RestatementFilter, page: RestatementPage): Promise<{ rows: RestatementRow[]; next: PageMark | null }>;
  /** Of bars that closed before `closedBeforeMs` and were restated at or after `seenFromMs`: newest restatement first. */
  formerBars(span: { seenFromMs: number; closedBeforeMs: number }): Promise<FormerValue[]>;
}
