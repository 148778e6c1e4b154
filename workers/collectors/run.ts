/**
 * The one handler of every source: plan → ask and store → second round → judge
 * what came of it → tell. A snapshot is never stored under a past slot.
 */
import { UpstreamError, type UpstreamFault } from '#queues/errors.js';
import { datasets } from '#queues/datasets.js';
import { done, skip, snooze, type Missing, type Outcome } from '#queues/outcome.js';
import type { Payload } from '#queues/jobs/index.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { cadenceMs } from '#queues/slot.js';
import { sources } from '#queues/sources.js';
import type { RunFacts } from '../archive/archive.js';
import { hostsAsked, knownOf } from '../archive/known.js';
import type { Context, Handler } from '../context.js';
import type { AssetRow } from '../store/tables/assets.js';
import { assetsOf } from './assets.js';
import type { Call, CallWindow, Collector, Into } from './collector.js';
import { readCollectorsConfig, type CollectorsConfig } from './config.js';
import { gather, nothingYet, type Gathered, type Gathering } from './gather.js';
import { collectors } from './index.js';
import { saveRows } from './save.js';
import { readBefore } from './validate.js';

const SLOT_OVER = 'the slot is over: a snapshot is never stored under a past time';
/** Finer bars read per series for the second round. */
const MOST_STORED_BARS = 1_000;

/** The handler with a configuration of its own. */
export const collectWith =
  (config: CollectorsConfig): Handler<'collect'> =>
  async (payload, ctx) => {
    const started = stopwatchMs();
    const { source } = payload;
    try {
      const outcome = await collectSource(collectors[source], payload, ctx, config);
      ctx.metrics.collectorRequests.inc({ collector: source, status: outcome.kind });
      return outcome;
    } catch (error) {
      ctx.metrics.collectorRequests.inc({ collector: source, status: 'failed' });
      ctx.metrics.collectorErrors.inc({ collector: source, error_type: error instanceof UpstreamError ? error.fault : 'internal' });
      throw error;
    } finally {
      ctx.metrics.collectorDuration.observe({ collector: source }, (stopwatchMs() - started) / 1_000);
    }
  };

let fromEnvironment: Handler<'collect'> | undefined;
/** The handler with the process's own configuration, read at the first job; `workers/main.ts` has checked it at start. */
export const collect: Handler<'collect'> = (payload, ctx) => (fromEnvironment ??= collectWith(readCollectorsConfig(processEnvironment())))(payload, ctx);

async function collectSource<T extends Into>(c: Collector<T>, payload: Payload<'collect'>, ctx: Context, config: CollectorsConfig): Promise<Outcome> {
  const until = untilOf(payload);
  const now = ctx.clock.nowMs();
  if (now >= until) return skip(SLOT_OVER);
  if (until !== Infinity && now < payload.slot) return snooze(payload.slot - now, "the slot has not begun by this worker's clock");
  const { assets, unknown, symbolsIn } = await assetsOf(ctx.store, payload.symbols);
  const g = { ...gatheringOf(payload, ctx), beganAt: now, until, symbolsIn, before: beforeOf(c, payload, ctx, now) };
  const window = await windowOf(c, assets, ctx, { slot: payload.slot, now, historyBars: config.HISTORY_BARS });
  const plan = c.plan(assets, window);
  const archived: Gathering = { ...g, archive: ctx.archive?.begin(runOf(c, payload, ctx, window)) };
  const sum = nothingYet();
  await gather(c, plan.calls, archived, sum);
  await secondRound(c, { assets, window, g: archived, sum });
  sum.missing.push(...plan.missing, ...unknown.map((symbol) => ({ symbol, reason: 'not an active asset of the registry', permanent: true })));
  const kept = archived.archive?.end();
  kept?.catch(() => undefined); // it is awaited below
  const outcome = await conclude(c, payload, ctx, { g, sum, asked: assets.length - plan.missing.length });
  await kept;
  return outcome;
}

const untilOf = ({ source, slot }: Payload<'collect'>): number => (sources[source].reach === 'snapshot' ? slot + cadenceMs(datasets[sources[source].dataset].every) : Infinity);

const gatheringOf = ({ slot, chunk }: Payload<'collect'>, ctx: Context): Omit<Gathering, 'beganAt' | 'until' | 'symbolsIn' | 'before'> => ({
  store: ctx.store,
  upstream: ctx.upstream,
  clock: ctx.clock,
  signal: ctx.signal,
  slot,
  chunk,
  jobId: ctx.job.id,
  sourcePrefix: ctx.sourcePrefix,
});

function beforeOf(c: Collector, { symbols, slot }: Payload<'collect'>, ctx: Context, nowMs: number): Gathering['before'] {
  const before = readBefore(c.into, ctx.store, symbols, { slot, nowMs });
  before.catch(() => undefined); // whoever awaits it gets the error; a job that ends before that needs none
  return before;
}

const runOf = (c: Collector, { source, slot, chunk, round, symbols }: Payload<'collect'>, { job, sourcePrefix }: Context, window: CallWindow): RunFacts => ({
  source, slot, chunk, round, job: { id: job.id, attempt: job.attempt }, beganAt: window.now, sourcePrefix, known: knownOf(symbols, window, hostsAsked(c)),
});

/** Where rows of the second round come from that no host was asked for. */
const MADE = 'made of stored rows';

/** What is stored matters to sources that can fill the past; a snapshot is planned without it. */
async function windowOf(c: Collector, assets: AssetRow[], ctx: Context, at: Pick<CallWindow, 'slot' | 'now' | 'historyBars'>): Promise<CallWindow> {
  const history = sources[c.source].reach === 'history';
  const newest = c.into === 'ohlc_data' ? await ctx.store.ohlc.newestFinal(assets.map((a) => a.symbol)) : new Map();
  const cursors = history && c.into !== 'ohlc_data' ? await ctx.store.cursors.of(c.source) : new Map<string, string>();
  return { ...at, newest, cursors, canAsk: (host) => ctx.upstream.missingKey(host) === undefined };
}

interface Round {
  assets: AssetRow[];
  window: CallWindow;
  g: Gathering;
  sum: Gathered;
}

async function secondRound<T extends Into>(c: Collector<T>, { assets, window, g, sum }: Round): Promise<void> {
  const needs = c.second?.needs(assets, window) ?? [];
  if (!c.second || needs.length === 0) return;
  const stored = await g.store.ohlc.finalBars(needs, window.now, MOST_STORED_BARS);
  // As old as what it is made of: an instant that the archive has, too.
  const at = new Date(Math.max(window.now, sum.heardAt));
  const { rows, calls } = c.second.plan(assets, window, { stored, received: { at, slot: g.slot, dataSource: `${g.sourcePrefix}${c.host}` } });
  const isStored = await g.archive?.flush(MADE);
  sum.stored += await saveRows(c, g.store, rows, { at, jobId: g.jobId });
  isStored?.();
  sum.fetched += rows.length;
  for (const row of rows) if ('symbol' in row) sum.symbols.add(row.symbol);
  await gather(c, calls, g, sum);
}

async function conclude(c: Collector, payload: Payload<'collect'>, ctx: Context, { g, sum, asked }: { g: Gathering; sum: Gathered; asked: number }): Promise<Outcome> {
  if (sum.stored > 0) await ctx.landed({ kind: 'rows', dataset: sources[c.source].dataset, slot: payload.slot, chunk: payload.chunk, rows: sum.stored, symbols: [...sum.symbols] });
  if (sum.late > 0 && sum.stored === 0) return skip(`${SLOT_OVER} (the answer came too late)`);
  const waiting = sum.failures.find(({ error }) => error.fault === 'throttled')?.error;
  if (waiting) {
    if (isWorthTheWait(waiting, payload, ctx, g)) throw waiting;
    if (sum.stored === 0 && sum.failures.length === sum.calls) return skip(`throttled beyond the end of the slot: ${waiting.message}`);
  }
  if (sum.calls > 0 && sum.failures.length === sum.calls && !isOnlyRefusedInPart(sum, asked)) throw worst(sum);
  if (sum.rejected > 0 && sum.fetched === 0) throw new Error(`${c.source}: fetched ${sum.rejected} items, stored 0: every one was rejected`);
  return done(sum.stored, missingOf(sum));
}

/** Beside the chain a host's wait must be short: the job's other hosts have answered, and the next slot reads what this one could not. */
function isWorthTheWait(error: UpstreamError, { source }: Payload<'collect'>, ctx: Context, g: Gathering): boolean {
  const waitMs = error.fields.waitMs ?? 0;
  const { part, every } = datasets[sources[source].dataset];
  return part === 'chain' ? ctx.clock.nowMs() + waitMs < g.until : ctx.clock.nowMs() + waitMs < g.until && waitMs <= cadenceMs(every) / 4;
}

/** What time may heal comes first: the verdict should try again while there is hope. */
const HOPE: readonly UpstreamFault[] = ['throttled', 'unavailable', 'malformed', 'refused'];
const worst = (sum: Gathered): Error => HOPE.flatMap((fault) => sum.failures.filter((f) => f.error.fault === fault))[0]?.error ?? new Error('no call was answered');

/** Some markets are unknown to the venue while the others had nothing to fetch: no reason to fail. */
const isOnlyRefusedInPart = (sum: Gathered, asked: number): boolean =>
  sum.failures.every((f) => f.error.fault === 'refused') && new Set(sum.failures.flatMap((f) => f.call.assets.map((a) => a.symbol))).size < asked;

/** What a call was for: its symbols, or its item where it is for everybody. */
const aboutOf = (call: Call): string[] => (call.assets.length > 0 ? call.assets.map((a) => a.symbol) : [call.item]);

/** Each symbol once, with the first reason known. */
function missingOf(sum: Gathered): Missing[] {
  const all = [...sum.missing, ...sum.failures.flatMap(({ call, error }) => aboutOf(call).map((symbol) => ({ symbol, reason: error.message, ...(error.fault === 'refused' ? { permanent: true } : {}) })))];
  return [...new Map(all.reverse().map((m) => [m.symbol, m])).values()].reverse();
}
