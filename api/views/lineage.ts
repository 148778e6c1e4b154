/** What is a feature row made of? From the row to the rows it read, to the jobs that brought them, to what upstreams said. */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { chainDatasets, datasetNames, sideDatasets, type DatasetName } from '#queues/datasets.js';
import type { Store, Timeframe } from '#workers/store/index.js';
import { asked, type AskedRow } from '#workers/store/tables/archive.js';
import type { FeatureRow } from '#workers/store/tables/features.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { ApiError } from '../errors.js';
import { featureRows, noFeatures, type FeatureQuestion } from './features.js';
import { count, field, instantField, maybe, named } from './fields.js';

const unzip = promisify(gunzip);
const MOST_ANSWERS = 100;
const DAY_MS = 86_400_000;
/** A snapshot older than this was read by no slot. */
const SNAPSHOT_MS = 900_000;
const LEDGER_STATES = ['pending', 'done', 'partial', 'missed', 'off'] as const;

const { columns } = asked;
const inputShape = z.strictObject({ input: z.string().describe('a table and timeframe, or a source beside prices and bars'), newest: maybe(instantField('event time of the newest of it that the row was computed from; null where there was none')) });
const sourceShape = z.strictObject({
  table: z.string(),
  timeframe: maybe(z.enum(timeframes)),
  event_time: instantField('when it speaks of: a snapshot\'s update, a bar\'s open, an indicator\'s close'),
  available_at: instantField('when the world could know it'),
  ingested_at: instantField('when the farm first stored it'),
  data_source: z.string(),
});
const jobShape = z.strictObject({
  dataset: z.enum(datasetNames),
  slot: instantField('slot it worked for'),
  chunk: count('chunk of the symbols'),
  state: z.enum(LEDGER_STATES),
  job_id: maybe(z.string().describe('the job that wrote the state; a repair has an id of its own')),
  attempts: count('times it was started'),
  started_at: maybe(instantField('when it began')),
  finished_at: maybe(instantField('when it was settled')),
});
const answerShape = z.strictObject({
  answer_id: field(columns.id),
  url: z.string().describe('the answer itself, for the master key'),
  job_id: field(columns.job_id),
  source: field(columns.source),
  host: field(columns.host),
  item: field(columns.item),
  status: field(columns.status),
  received_at: field(columns.received_at),
  sha256: field(columns.sha256),
  size: field(columns.size),
});

export const lineageAnswer = named(
  'Lineage',
  'What a feature row was computed from',
  z.strictObject({
    symbol: z.string(),
    timestamp: instantField('slot of the row'),
    feature_version: count('version of the formulas'),
    job_id: z.string().describe('job that wrote the row'),
    available_at: instantField('when it could be known'),
    ingested_at: instantField('when the farm first stored it'),
    data_source: z.string(),
    inputs: z.array(inputShape),
    rows: z.array(sourceShape).describe('the snapshot, and of each timeframe the indicator row and the bar it closed with'),
    jobs: z.array(jobShape).describe('of the slot\'s chain, of the bars\' slots, and the newest before it of every dataset beside the chain'),
    answers: z.array(answerShape).describe(`what upstreams told these jobs of the symbol, newest first, at most ${MOST_ANSWERS}; empty where the archive is off or has rolled them off`),
  }),
);
export type LineageView = z.infer<typeof lineageAnswer>;

export const archivedAnswer = named(
  'ArchivedAnswer',
  'What an upstream said, as it was received, without secrets',
  z.strictObject({
    answer_id: field(columns.id),
    source: field(columns.source),
    slot: field(columns.slot),
    job_id: field(columns.job_id),
    host: field(columns.host),
    path: field(columns.path),
    query: z.record(z.string(), z.union([z.string(), z.number()])).describe(columns.query.doc),
    status: field(columns.status),
    received_at: field(columns.received_at),
    sha256: field(columns.sha256),
    size: field(columns.size),
    data_source: field(columns.data_source),
    body: maybe(z.string().describe('null where it was too large to be kept')),
  }),
);
export type ArchivedAnswerView = z.infer<typeof archivedAnswer>;

type Reads = Pick<Store, 'features' | 'prices' | 'indicators' | 'ohlc' | 'ledger' | 'archive'>;
type SourceView = z.infer<typeof sourceShape>;

const provenance = (r: { available_at: Date; ingested_at: Date; data_source: string }) => ({ available_at: r.available_at.toISOString(), ingested_at: r.ingested_at.toISOString(), data_source: r.data_source });
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

async function snapshotOf(store: Reads, row: FeatureRow): Promise<SourceView[]> {
  if (!row.lineage['price_data_real']) return [];
  const read = await store.prices.asOf([row.symbol], row.timestamp.getTime(), SNAPSHOT_MS);
  return read.map((p) => ({ table: 'price_data_real', timeframe: null, event_time: (p.last_updated ?? p.available_at).toISOString(), ...provenance(p) }));
}

/** The indicator row that closed at the watermark, and the bar it closed with. */
async function barOf(store: Reads, symbol: string, timeframe: Timeframe, closeMs: number): Promise<SourceView[]> {
  const [indicators, bars] = await Promise.all([
    store.indicators.asOf([symbol], timeframe, closeMs, 1, ['available_at', 'ingested_at', 'data_source']),
    store.ohlc.range(symbol, timeframe, closeMs - TIMEFRAME_MS[timeframe], closeMs, 1),
  ]);
  const computed = indicators.map((r) => ({ table: 'technical_indicators', timeframe, event_time: (r.timestamp as Date).toISOString(), ...provenance(r as Required<typeof r>) }));
  return [...computed, ...bars.map((b) => ({ table: 'ohlc_data', timeframe, event_time: b.open_time.toISOString(), ...provenance(b) }))];
}

const closes = (row: FeatureRow): { timeframe: Timeframe; closeMs: number }[] =>
  timeframes.flatMap((timeframe) => {
    const mark = row.lineage[`technical_indicators.${timeframe}`];
    return !mark ? [] : [{ timeframe, closeMs: Date.parse(mark) }];
  });

const names = (row: LedgerRow, symbol: string): boolean => row.symbols.length === 0 || row.symbols.includes(symbol);

/** Of each dataset the newest slot. */
function newestOf(rows: readonly LedgerRow[]): LedgerRow[] {
  const newest = new Map<string, number>();
  for (const r of rows) newest.set(r.dataset, Math.max(newest.get(r.dataset) ?? 0, r.slot.getTime()));
  return rows.filter((r) => r.slot.getTime() === newest.get(r.dataset));
}

async function jobsOf(store: Reads, row: FeatureRow): Promise<LedgerRow[]> {
  const slot = row.timestamp.getTime();
  const barSlots = [...new Set(closes(row).map((c) => c.closeMs))].filter((ms) => ms !== slot);
  const [chain, side, ...bars] = await Promise.all([
    store.ledger.ofDatasets(chainDatasets, slot, slot + 1),
    store.ledger.ofDatasets(sideDatasets, slot - DAY_MS, slot),
    ...barSlots.map((ms) => store.ledger.ofDatasets(['ohlc'], ms, ms + 1)),
  ]);
  const mine = (rows: readonly LedgerRow[]): LedgerRow[] => rows.filter((r) => r.chunk > 0 && names(r, row.symbol));
  return [...mine(chain), ...bars.flatMap(mine), ...newestOf(mine(side).filter((r) => r.state === 'done' || r.state === 'partial'))];
}

const jobView = (r: LedgerRow): z.infer<typeof jobShape> => ({
  dataset: r.dataset as DatasetName,
  slot: r.slot.toISOString(),
  chunk: r.chunk,
  state: LEDGER_STATES.find((s) => s === r.state) ?? 'pending',
  job_id: r.job_id,
  attempts: r.attempts,
  started_at: iso(r.started_at),
  finished_at: iso(r.finished_at),
});

const answerUrl = (id: string): string => `/api/v1/answers/${id}`;
const answerView = (a: AskedRow): z.infer<typeof answerShape> => ({
  answer_id: a.id, url: answerUrl(a.id), job_id: a.job_id, source: a.source, host: a.host, item: a.item, status: a.status, received_at: a.received_at.toISOString(), sha256: a.sha256, size: a.size,
});

/** The row of a slot (ms), or the newest; as it stood at an instant of knowledge. @throws ApiError DATA_NOT_AVAILABLE when the symbol has no such row. */
export async function lineage(store: Reads, symbol: string, which: Pick<FeatureQuestion, 'slotMs' | 'asOfMs'>): Promise<LineageView> {
  const [row] = await featureRows(store, { symbols: [symbol], ...which });
  if (!row) throw noFeatures(symbol, which);
  const [snapshot, jobs, ...bars] = await Promise.all([snapshotOf(store, row), jobsOf(store, row), ...closes(row).map(({ timeframe, closeMs }) => barOf(store, symbol, timeframe, closeMs))]);
  const told = await store.archive.ofJobs([...new Set(jobs.flatMap((j) => j.job_id ?? []))], symbol);
  return {
    symbol,
    timestamp: row.timestamp.toISOString(),
    feature_version: row.feature_version,
    job_id: row.job_id,
    ...provenance(row),
    inputs: Object.entries(row.lineage).map(([input, newest]) => ({ input, newest })),
    rows: [...snapshot, ...bars.flat()],
    jobs: jobs.map(jobView),
    answers: told.slice(0, MOST_ANSWERS).map(answerView),
  };
}

/** @throws ApiError DATA_NOT_AVAILABLE for an answer that is not kept, or not any more. */
export async function archived({ archive }: Pick<Store, 'archive'>, id: string): Promise<ArchivedAnswerView> {
  const row = await archive.one(id);
  if (!row) throw new ApiError('DATA_NOT_AVAILABLE', 'no such answer is kept; the archive rolls off by age and size', { details: { answer_id: id } });
  const kept = await archive.body(row.sha256);
  const body = kept && kept.packed_size > 0 ? (await unzip(kept.body)).toString() : null;
  const { source, job_id, host, path, query, status, sha256, size, data_source } = row;
  return { answer_id: id, source, slot: row.slot.toISOString(), job_id, host, path, query, status, received_at: row.received_at.toISOString(), sha256, size, data_source, body };
}
