/** Which stretches of the past are being filled, and how far has each come? */
import { timeframes } from '#queues/timeframes.js';
import { z } from 'zod';
import { backfillDatasets, backfillStates, chunkStates, origins, stages } from '#queues/backfills/stages.js';
import type { StageTally, Store, Turn } from '#workers/store/index.js';
import type { BackfillChunkRow, BackfillRow } from '#workers/store/tables/backfills.js';
import { ApiError } from '../errors.js';
import { count, figure, instantField, maybe, named } from './fields.js';

const MOST_TROUBLES = 20;

const stageShape = named(
  'BackfillStage',
  'One stage of a backfill, summed over its chunks',
  z.strictObject({
    stage: z.enum(stages).describe('in the order in which they are done'),
    chunks: count('chunks it was cut into'),
    open: count('of them, not begun, or to be tried again'),
    running: count('being done'),
    done: count('done'),
    partial: count('over, with something missing that might have come'),
    failed: count('given up'),
    cancelled: count('never done'),
    rows_expected: count('rows when nothing is missing upstream'),
    rows_written: count('rows of the stretch that are stored'),
    missing: count('symbols with something missing, summed over the chunks'),
  }),
);
const troubleShape = z.strictObject({
  chunk: count('number of the chunk'),
  stage: z.enum(stages),
  timeframe: maybe(z.enum(timeframes)),
  from: instantField('first open time, close or slot of it'),
  to: instantField('its end, exclusive'),
  state: z.enum(chunkStates),
  reason: maybe(z.string().describe('what is missing, or went wrong')),
});

const whole = {
  backfill_id: z.string(),
  status_url: z.string(),
  dataset: z.enum(backfillDatasets as [(typeof backfillDatasets)[number], ...typeof backfillDatasets]),
  symbols: count('symbols it covers'),
  timeframes: z.array(z.enum(timeframes)),
  from: instantField('first open time, close or slot it covers'),
  to: instantField('its end, exclusive'),
  origin: z.enum(origins).describe('operator: somebody asked; gap: the farm found rows missing'),
  state: z.enum(backfillStates),
  reason: maybe(z.string().describe('why it is what it is, where it is not done')),
  progress: z.number().min(0).max(1).describe('share of its expected rows that are settled'),
  rows_per_second: figure('rows stored in a second of farm time since it began; null before'),
  eta_seconds: figure('seconds of farm time until it is over at that pace; null where nobody can know'),
  opened_at: instantField('when it was asked for'),
  started_at: maybe(instantField('when its first chunk was begun')),
  finished_at: maybe(instantField('when its last chunk was settled')),
  stages: z.array(stageShape),
};
const backfillShape = named('Backfill', 'A stretch of the past that was asked to be filled, and how far it has come', z.strictObject(whole));
export const backfillAnswer = named('BackfillDetails', 'One backfill, and the chunks that are in trouble', z.strictObject({ ...whole, troubles: z.array(troubleShape).describe(`at most ${MOST_TROUBLES}`) }));
export const backfillsAnswer = named('Backfills', 'Backfills, unfinished ones first', z.strictObject({ data: z.array(backfillShape), total: count('backfills in data') }));
export type BackfillView = z.infer<typeof backfillShape>;
export type BackfillDetails = z.infer<typeof backfillAnswer>;

type Reads = Pick<Store, 'backfills'>;

export const backfillUrl = (id: string): string => `/api/v1/backfills/${id}`;
const sum = (list: readonly StageTally[], of: (t: StageTally) => number): number => list.reduce((n, t) => n + of(t), 0);
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const stageView = (t: StageTally): z.infer<typeof stageShape> => ({
  stage: t.stage, chunks: t.chunks, open: t.open, running: t.running, done: t.done, partial: t.partial, failed: t.failed, cancelled: t.cancelled,
  rows_expected: t.rowsExpected, rows_written: t.rowsWritten, missing: t.missing,
});

/** What is settled counts whole: bars that a venue does not have will never be rows. */
function settledRows({ chunks, open, running, rowsExpected, rowsWritten }: StageTally): number {
  const settled = chunks === 0 ? 0 : (rowsExpected * (chunks - open - running)) / chunks;
  return Math.min(rowsExpected, Math.max(settled, rowsWritten));
}

function paceOf(row: BackfillRow, tallies: readonly StageTally[], nowMs: number): { rowsPerSecond: number | null; etaSeconds: number | null } {
  const written = sum(tallies, (t) => t.rowsWritten);
  const seconds = row.started_at === null ? 0 : ((row.finished_at?.getTime() ?? nowMs) - row.started_at.getTime()) / 1_000;
  if (seconds <= 0 || written === 0) return { rowsPerSecond: null, etaSeconds: null };
  const rowsPerSecond = written / seconds;
  const left = sum(tallies, (t) => t.rowsExpected - settledRows(t));
  return { rowsPerSecond, etaSeconds: row.state === 'open' ? Math.round(left / rowsPerSecond) : null };
}

function viewOf(row: BackfillRow, tallies: readonly StageTally[], nowMs: number): BackfillView {
  const { rowsPerSecond, etaSeconds } = paceOf(row, tallies, nowMs);
  return {
    backfill_id: row.id,
    status_url: backfillUrl(row.id),
    dataset: row.dataset,
    symbols: row.symbols.length,
    timeframes: row.timeframes,
    from: row.from_time.toISOString(),
    to: row.to_time.toISOString(),
    origin: row.origin,
    state: row.state,
    reason: row.reason,
    progress: row.state === 'done' ? 1 : sum(tallies, settledRows) / Math.max(1, sum(tallies, (t) => t.rowsExpected)),
    rows_per_second: rowsPerSecond,
    eta_seconds: etaSeconds,
    opened_at: row.opened_at.toISOString(),
    started_at: iso(row.started_at),
    finished_at: iso(row.finished_at),
    stages: tallies.map(stageView),
  };
}

const troubleView = (c: BackfillChunkRow): z.infer<typeof troubleShape> => ({ chunk: c.chunk, stage: c.stage, timeframe: c.timeframe, from: c.from_time.toISOString(), to: c.to_time.toISOString(), state: c.state, reason: c.reason });

/** Unfinished ones first, then the newest. @param nowMs farm time. */
export async function backfills({ store }: { store: Reads }, limit: number, nowMs: number): Promise<BackfillView[]> {
  const rows = await store.backfills.list(limit);
  const tallies = await store.backfills.tallies(rows.map((r) => r.id));
  return rows.map((row) => viewOf(row, tallies.get(row.id) ?? [], nowMs));
}

const unknown = (id: string): ApiError => new ApiError('DATA_NOT_AVAILABLE', 'no such backfill', { details: { backfill_id: id } });

async function detailsOf(store: Reads, row: BackfillRow, nowMs: number): Promise<BackfillDetails> {
  const [tallies, troubled] = await Promise.all([store.backfills.tallies([row.id]), store.backfills.troubled(row.id, MOST_TROUBLES)]);
  return { ...viewOf(row, tallies.get(row.id) ?? [], nowMs), troubles: troubled.map(troubleView) };
}

/** @throws ApiError DATA_NOT_AVAILABLE for an id that nobody knows. */
export async function backfill({ store }: { store: Reads }, id: string, nowMs: number): Promise<BackfillDetails> {
  const row = await store.backfills.find(id);
  if (!row) throw unknown(id);
  return detailsOf(store, row, nowMs);
}

const FITS: Readonly<Record<Turn, string>> = { pause: 'only one that is open can be paused', resume: 'only one that is paused, partial or failed can go on', cancel: 'only one that is not over can be cancelled' };

/** A turn that has been taken already is no error. @throws ApiError DATA_NOT_AVAILABLE for an id nobody knows, VALIDATION_ERROR where it does not fit. */
export async function turnBackfill({ store }: { store: Reads }, { id, turn }: { id: string; turn: Turn }, now: Date): Promise<BackfillDetails> {
  const turned = await store.backfills.turn(id, turn, now);
  if (!turned) throw unknown(id);
  const { row, changed } = turned;
  const stands = (turn === 'pause' && row.state === 'paused') || (turn === 'resume' && row.state === 'open') || (turn === 'cancel' && row.state === 'cancelled');
  if (!changed && !stands) throw new ApiError('VALIDATION_ERROR', `the backfill is ${row.state}: ${FITS[turn]}`, { details: { backfill_id: id, state: row.state } });
  return detailsOf(store, row, now.getTime());
}
