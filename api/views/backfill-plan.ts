/** What would it take to fill a stretch of the past? And have it filled. */
import { TIMEFRAME_MS, timeframes, type Timeframe } from '#queues/timeframes.js';
import { z } from 'zod';
import { backfillDatasets, KEPT_FOR_SLOTS, stages, type BackfillDataset, type Stage } from '#queues/backfills/stages.js';
import { venuePages, type PagedVenue } from '#queues/venues.js';
import type { PlannedChunk } from '#queues/backfills/plan.js';
import type { BackfillRequest, Store } from '#workers/store/index.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import { ApiError } from '../errors.js';
import { backfillUrl } from './backfills.js';
import { count, figure, instantField, maybe, named } from './fields.js';
import { collectedAssets, invalidSymbol, type Assets } from './registry.js';
import type { UpstreamView } from './upstreams.js';

const WINDOW_SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, day: 86_400, month: 2_592_000 };

const stageShape = z.strictObject({
  stage: z.enum(stages),
  timeframe: maybe(z.enum(timeframes)).describe('none for features'),
  symbols: count('symbols, those that features are measured against included'),
  from: instantField('first open time, close or slot'),
  to: instantField('end, exclusive'),
  chunks: count('jobs it is cut into'),
  rows: count('rows when nothing is missing upstream'),
  stored: count('of them, rows that are stored already'),
});
const callsShape = z.strictObject({
  host: z.string(),
  calls: count('requests'),
  budget_share: figure('of what the host allows in the window it is likeliest to run out of; null where no worker has told the budget'),
  seconds_at_least: figure('seconds the budget makes it last, at the half of it that slots leave'),
});
export const planAnswer = named(
  'BackfillPlan',
  'What a backfill would take; nothing has been begun',
  z.strictObject({
    dataset: z.enum(backfillDatasets as [BackfillDataset, ...BackfillDataset[]]),
    symbols: count('symbols asked for'),
    chunks: count('jobs'),
    rows: count('rows when nothing is missing upstream'),
    stored: count('of them, rows that are stored already'),
    calls: z.array(callsShape),
    seconds: figure('seconds at the pace of the newest chunks of the kind, and no less than the budgets allow; null while none has been done'),
    stages: z.array(stageShape),
  }),
);
export type PlanView = z.infer<typeof planAnswer>;
export const filedAnswer = named(
  'BackfillFiled',
  'A backfill that was taken on',
  z.strictObject({
    job_id: z.string().describe('id of the backfill'),
    status_url: z.string().describe('asks how far it has come'),
    created: z.boolean().describe('false where the same request is unfinished already: this is its id'),
    chunks: count('jobs it was cut into'),
    rows: count('rows when nothing is missing upstream'),
  }),
);
export type FiledView = z.infer<typeof filedAnswer>;

export interface BackfillQuestion {
  dataset: BackfillDataset;
  symbols: 'all' | readonly string[];
  fromMs: number;
  toMs: number;
  timeframes?: readonly Timeframe[] | undefined;
  only: boolean;
}

interface Doors {
  store: Pick<Store, 'backfills' | 'stats'>;
  assets: Assets;
}

async function assetsOf({ store, assets }: Doors, symbols: BackfillQuestion['symbols']): Promise<AssetRow[]> {
  if (symbols === 'all') return collectedAssets({ store, assets });
  const { found, unknown } = await assets.findAll(symbols);
  if (unknown.length > 0) throw invalidSymbol(unknown);
  return found;
}

/** @throws ApiError VALIDATION_ERROR naming the end that is wrong. */
function checkStretch({ fromMs, toMs }: BackfillQuestion, nowMs: number): void {
  const wrong = (field: string, message: string): ApiError => new ApiError('VALIDATION_ERROR', `${field} ${message}`, { details: [{ field, message }] });
  if (fromMs >= toMs) throw wrong('from', 'must be before to');
  if (fromMs >= nowMs) throw wrong('from', 'lies in the future: only the past can be filled');
}

async function requestOf(doors: Doors, question: BackfillQuestion, nowMs: number): Promise<{ request: BackfillRequest; assets: AssetRow[] }> {
  checkStretch(question, nowMs);
  const assets = await assetsOf(doors, question.symbols);
  if (assets.length === 0) throw new ApiError('DATA_NOT_AVAILABLE', 'the farm collects no symbol yet');
  const { dataset, fromMs, toMs, timeframes, only } = question;
  return { assets, request: { dataset, symbols: assets.map((a) => a.symbol), from: fromMs, to: Math.min(toMs, nowMs), ...(timeframes ? { timeframes } : {}), only, origin: 'operator' } };
}

/** What the plan's rules refuse is the caller's matter. */
async function inPlan<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new ApiError('VALIDATION_ERROR', error.message);
    throw error;
  }
}

type Part = z.infer<typeof stageShape> & { names: string[] };

/** Chunks of a stage and timeframe as one. */
async function partOf(store: Doors['store'], chunks: readonly PlannedChunk[]): Promise<Part> {
  const [first] = chunks as [PlannedChunk];
  const names = [...new Set(chunks.flatMap((c) => c.symbols))].sort();
  const [from, to] = [Math.min(...chunks.map((c) => c.from)), Math.max(...chunks.map((c) => c.to))];
  const rows = chunks.reduce((n, c) => n + c.rows, 0);
  const stored = await store.backfills.held({ stage: first.stage, timeframe: first.timeframe, symbols: names, from, to });
  return { stage: first.stage, timeframe: first.timeframe, symbols: names.length, from: new Date(from).toISOString(), to: new Date(to).toISOString(), chunks: chunks.length, rows, stored: Math.min(rows, stored), names };
}

function byPart(chunks: readonly PlannedChunk[]): PlannedChunk[][] {
  const parts = new Map<string, PlannedChunk[]>();
  for (const c of chunks) parts.set(`${c.stage} ${c.timeframe}`, [...(parts.get(`${c.stage} ${c.timeframe}`) ?? []), c]);
  return [...parts.values()];
}

const venueOf = (asset: AssetRow | undefined): PagedVenue | undefined => (Object.keys(venuePages) as PagedVenue[]).find((v) => asset?.venues[v] !== undefined);

/** Requests to a venue: whole pages of what is not stored, symbol by symbol. */
function callsTo(venue: PagedVenue, parts: readonly Part[], assets: ReadonlyMap<string, AssetRow>): number {
  return parts.filter((p) => p.stage === 'candles').reduce((sum, p) => {
    const mine = p.names.filter((s) => venueOf(assets.get(s)) === venue).length;
    const missing = p.rows === 0 ? 0 : ((p.rows - p.stored) / p.names.length) * mine;
    const pages = missing / venuePages[venue].bars;
    return sum + (missing === 0 ? 0 : Math.max(mine * Math.min(1, missing), Math.ceil(pages)));
  }, 0);
}

function callsView(venue: PagedVenue, calls: number, upstreams: readonly UpstreamView[]): z.infer<typeof callsShape> {
  const { host, cost } = venuePages[venue];
  const budgets = upstreams.find((u) => u.host === host)?.budgets ?? [];
  const seconds = budgets.map((b) => (calls * cost * (WINDOW_SECONDS[b.window] ?? 0)) / (b.capacity * (1 - KEPT_FOR_SLOTS)));
  const shares = budgets.map((b) => (calls * cost) / b.capacity);
  return { host, calls: Math.round(calls), budget_share: budgets.length > 0 ? Math.max(...shares) : null, seconds_at_least: budgets.length > 0 ? Math.round(Math.max(...seconds)) : null };
}

function secondsOf(parts: readonly Part[], calls: readonly z.infer<typeof callsShape>[], pace: ReadonlyMap<Stage, number>): number | null {
  const work = parts.map((p) => (pace.has(p.stage) ? (p.rows - (p.stage === 'candles' ? p.stored : 0)) / (pace.get(p.stage) as number) : null));
  if (work.some((w) => w === null)) return null;
  return Math.round(Math.max((work as number[]).reduce((a, b) => a + b, 0), ...calls.map((c) => c.seconds_at_least ?? 0)));
}

/** @param upstreams as the workers report them. @throws ApiError INVALID_SYMBOL, VALIDATION_ERROR, DATA_NOT_AVAILABLE. */
export async function planBackfill(doors: Doors, question: BackfillQuestion, { nowMs, upstreams }: { nowMs: number; upstreams: readonly UpstreamView[] }): Promise<PlanView> {
  const { request, assets } = await requestOf(doors, question, nowMs);
  const chunks = await inPlan(() => doors.store.backfills.plan(request, nowMs));
  const parts = await Promise.all(byPart(chunks).map((list) => partOf(doors.store, list)));
  const known = new Map([...(await doors.assets.all()), ...assets].map((a) => [a.symbol, a]));
  const calls = (Object.keys(venuePages) as PagedVenue[]).map((v) => callsView(v, callsTo(v, parts, known), upstreams)).filter((c) => c.calls > 0);
  const total = (of: (p: Part) => number): number => parts.reduce((n, p) => n + of(p), 0);
  return {
    dataset: request.dataset,
    symbols: request.symbols.length,
    chunks: chunks.length,
    rows: total((p) => p.rows),
    stored: total((p) => p.stored),
    calls,
    seconds: secondsOf(parts, calls, await doors.store.backfills.pace()),
    stages: parts.map(({ names: _names, ...p }) => p).sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || stepOf(a.timeframe) - stepOf(b.timeframe)),
  };
}

const stepOf = (timeframe: Timeframe | null): number => (timeframe === null ? 0 : TIMEFRAME_MS[timeframe]);

/** Writes it down; who enqueues it is the caller's matter. @throws as `planBackfill`. */
export async function fileBackfill(doors: Doors, question: BackfillQuestion, { now, askedBy }: { now: Date; askedBy: string }): Promise<FiledView> {
  const { request } = await requestOf(doors, question, now.getTime());
  const { id, created, chunks, rows } = await inPlan(() => doors.store.backfills.file({ ...request, askedBy }, now));
  return { job_id: id, status_url: backfillUrl(id), created, chunks, rows };
}
