import type { Timeframe } from '#queues/timeframes.js';
import type { BackfillDataset, BackfillState, ChunkState, Origin, Stage } from '#queues/backfills/stages.js';
import type { Missing } from '#queues/outcome.js';
import { bigint, boolean, instant, integer, json, maybe, table, text, type Column, type Row } from '../table.js';
import { YEAR_AND_MORE } from '../retention/days.js';

/** A text column whose values are known by name. */
const named = <T extends string>(length: number, doc: string): Column<T> => text(length, doc) as Column<string> as Column<T>;

/** What was asked for. With its chunks the truth of what is left to do; Redis only transports. */
export const backfills = table({
  database: 'prices',
  name: 'backfills',
  doc: 'Every stretch of the past that was asked to be filled, and what became of it',
  columns: {
    id: text(40, 'names the backfill'),
    dataset: named<BackfillDataset>(40, 'dataset it fills'),
    symbols: json<string[]>('tickers it covers'),
    timeframes: json<Timeframe[]>('timeframes of candles and indicators it covers'),
    from_time: instant('first open time, close or slot it covers'),
    to_time: instant('end of the stretch, exclusive'),
    only: boolean('whether it leaves out what the dataset is made of'),
    origin: named<Origin>(10, 'operator, or gap where the farm found rows missing'),
    asked_by: maybe(text(80, 'who asked')),
    state: named<BackfillState>(10, 'open, paused, done, partial, failed or cancelled'),
    reason: maybe(text(500, 'why it is what it is, where it is not done')),
    fingerprint: text(64, 'the same for the same request: asked twice while unfinished, it is one backfill'),
    chunks: integer('chunks it was cut into'),
    rows_expected: bigint('rows of all chunks when nothing is missing upstream'),
    opened_at: instant('when it was asked for'),
    started_at: maybe(instant('when its first chunk was begun')),
    finished_at: maybe(instant('when its last chunk was settled')),
  },
  key: ['id'],
  indexes: { by_state: ['state', 'opened_at'], by_request: ['fingerprint'], by_end: ['finished_at'] },
  // Unfinished ones have no end and stay.
  keep: { by: 'finished_at', days: YEAR_AND_MORE },
});
export type BackfillRow = Row<typeof backfills>;

export const backfillChunks = table({
  database: 'prices',
  name: 'backfill_chunks',
  doc: 'The chunks of a backfill: what each covers and what became of it',
  columns: {
    backfill: text(40, 'id of the backfill'),
    chunk: integer('1-based'),
    step: integer('position of its stage: a stage begins when the ones before have ended'),
    stage: named<Stage>(12, 'candles, indicators or features'),
    timeframe: maybe(named<Timeframe>(3, 'timeframe; none for features')),
    symbols: json<string[]>('tickers it covers'),
    from_time: instant('first open time, close or slot it covers'),
    to_time: instant('end of the stretch, exclusive'),
    state: named<ChunkState>(10, 'open, running, done, partial, failed or cancelled'),
    rows_expected: integer('rows when nothing is missing upstream'),
    rows_written: integer('rows of the stretch in the store, as far as it has come'),
    missing: json<Missing[]>('what is not there and why; permanent where nothing can bring it'),
    reason: maybe(text(500, 'why it is what it is, where something is missing')),
    attempts: integer('jobs that ended without having done it'),
    round: integer('times it was enqueued anew'),
    not_before: maybe(instant('when it is to be tried again')),
    job_id: maybe(text(120, 'job that began it last')),
    started_at: maybe(instant('when it was begun last')),
    finished_at: maybe(instant('when it was settled')),
  },
  key: ['backfill', 'chunk'],
  indexes: { by_state: ['state', 'backfill', 'step'], by_end: ['finished_at'] },
  keep: { by: 'finished_at', days: YEAR_AND_MORE },
});
export type BackfillChunkRow = Row<typeof backfillChunks>;
