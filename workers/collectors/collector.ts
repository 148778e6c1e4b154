/**
 * The shape of a collector: how a source is asked and how its answers become
 * rows. A declaration of pure functions; `run.ts` does the asking and the storing.
 */
import type { z } from 'zod';
import type { Missing } from '#queues/outcome.js';
import type { SourceName } from '#queues/sources.js';
import type { AddedRows, BarColumns, Timeframe } from '../store/index.js';
import type { AssetRow } from '../store/tables/assets.js';
import type { OhlcRow } from '../store/tables/ohlc.js';
import type { PriceRow } from '../store/tables/prices.js';
import type { HostName } from '../upstream/hosts.js';

export type { BarColumns, Timeframe } from '../store/index.js';

/** Tables a collector may fill, and their rows. */
export interface RowsOf extends Pick<AddedRows, 'news_articles' | 'social_posts' | 'macro_indicators' | 'onchain_data' | 'derivatives_data'> {
  price_data_real: PriceRow;
  ohlc_data: OhlcRow;
}
export type Into = keyof RowsOf;

export type NewestBars = ReadonlyMap<string, Partial<Record<Timeframe, number>>>;

/** What a plan is made for. Instants are farm ms. */
export interface CallWindow {
  slot: number;
  now: number;
  /** open_time of the newest final bar, by symbol; empty where the table has none, and for sources that fill no bars. */
  newest: NewestBars;
  /** How far the source has been read: item → position, as `rows` has said and the store has kept. */
  cursors: ReadonlyMap<string, string>;
  /** Whether a host can be asked: false while it lacks its key. */
  canAsk(host: HostName): boolean;
  /** Bars asked for at first sight of a symbol. */
  historyBars: number;
}

/** One request, and the symbols it answers for. */
export interface Call {
  /** The symbol or list it is about, for the quarantine. */
  item: string;
  assets: readonly AssetRow[];
  path: string;
  query: Record<string, string | number | undefined>;
  /** In the host's own unit. */
  cost: number;
  /** Items the answer can have at most: batches are cut by it, so that memory stays bounded. */
  most: number;
  timeframe?: Timeframe;
  /** Asked instead of the collector's own host. */
  host?: HostName;
  /** Which of the collector's endpoints it is, where it has several. */
  kind?: string;
  /** The whole answer of this call, where it is not the collector's `response`. */
  response?: z.ZodType<unknown>;
  /** The body is text (XML, plain), not JSON. */
  as?: 'text';
  /** Sends what is known of the last answer along (ETag, Last-Modified); an unchanged one brings no rows. */
  conditional?: boolean;
  /** Asked only when this call fails or brings no rows: the same from elsewhere. */
  instead?: Call;
  /** Calls of one series, in time order: when one fails, the answers of later ones are dropped, so that no hole is left behind the newest bar. */
  page?: number;
  /** Where the last reading of its item ended, as `cursors` had it: `rows` sees whether this answer joins on. */
  since?: string;
  /** For a later page: the position that holds once the last page is stored. */
  upTo?: string;
}

export interface Plan {
  calls: Call[];
  missing: Missing[];
}

/** When and where an answer was received. */
export interface Received {
  at: Date;
  /** When asking began, where that is known, ms: the answer may be as old, and what ended meanwhile need not be whole in it. */
  askedAt?: number;
  slot: number;
  dataSource: string;
  /** Tickers of the registry that a text is about. The farm always gives it; a test of numbers may leave it out. */
  symbolsIn?(text: string, at?: Date): string[];
}

export interface Rejected {
  item: string;
  reason: string;
  sample: string;
}

export interface Parsed<R> {
  rows: R[];
  rejected: Rejected[];
  /** Symbols (or series, feeds) of the call that should have a row and have none. */
  missing: Missing[];
  /** Positions that hold once the rows are stored: item → the newest id or instant. */
  cursors?: ReadonlyMap<string, string>;
  /** The page behind this one, where the answer named one that is wanted: asked once these rows are stored. */
  next?: Call;
}

/** A second round that starts from what is stored, the first round's rows included. */
export interface SecondRound<R> {
  /** Stored final bars it wants to see. */
  needs(assets: readonly AssetRow[], window: CallWindow): { symbol: string; timeframe: Timeframe; after: number }[];
  /** Rows that follow from others, and calls for those that do not. */
  plan(assets: readonly AssetRow[], window: CallWindow, known: { stored: readonly BarColumns[]; received: Received }): { rows: R[]; calls: Call[] };
}

export interface Collector<T extends Into = Into, B = unknown> {
  source: SourceName;
  host: HostName;
  /** Other hosts its calls may name. The source is off only while none of its hosts can be asked. */
  others?: readonly HostName[];
  into: T;
  /** For a source that fills several tables: which one a row belongs to. */
  intoOf?(row: RowsOf[T]): T;
  /** The whole answer. Lenient about items: a bad one is rejected alone by `rows`. */
  response: z.ZodType<B>;
  plan(assets: readonly AssetRow[], window: CallWindow): Plan;
  rows(body: B, call: Call, received: Received): Parsed<RowsOf[T]>;
  /** The cursors of a farm that was up to date at the instant (ms), where the plan depends on them: what a month costs is worked out from it. */
  steady?(assets: readonly AssetRow[], at: number): ReadonlyMap<string, string>;
  second?: SecondRound<RowsOf[T]>;
}

export const collector = <T extends Into, B>(declaration: Collector<T, B>): Collector<T, B> => declaration;

const SAMPLE_CHARACTERS = 500;
/** An item as received, shortened for the quarantine. */
export const sampleOf = (item: unknown): string => (JSON.stringify(item) ?? 'undefined').slice(0, SAMPLE_CHARACTERS);
