/** Runs done again: the handlers of the farm, called as they were called then, on the replay's store. */
import { StoreError, UpstreamError } from '#queues/errors.js';
import type { JobName, Payload } from '#queues/jobs/index.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import type { Producer } from '#queues/producer.js';
import { systemClock, type Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { SourceName } from '#queues/sources.js';
import type { Archive } from '../archive/archive.js';
import { processJobs, type ProcessJob } from '../archive/journal.js';
import { collectWith } from '../collectors/run.js';
import type { Context, Handler } from '../context.js';
import { featureChunk } from '../processors/features/run.js';
import { indicators } from '../processors/indicators/run.js';
import { narratives } from '../processors/narratives/run.js';
import { patterns } from '../processors/patterns/run.js';
import { regime } from '../processors/regime/run.js';
import { signals } from '../processors/signals/run.js';
import type { ArchiveRepository, Store } from '../store/index.js';
import type { AskedRow, Known, Told } from '../store/tables/archive.js';
import type { Host } from '../upstream/host.js';
import type { HostName } from '../upstream/hosts.js';
import { upstreamOfThen } from './answers.js';
import type { Timeline } from './timeline.js';
import type { CollectRun, ProcessRun } from './work.js';

export interface Stage {
  /** The replay's own, as the pool of the slots sees it and as that of repairs does: each remembers for itself. */
  store: Store;
  repairing: Store;
  /** The farm's, which is only read. */
  archive: Pick<ArchiveRepository, 'askedBy' | 'body'>;
  hosts: Readonly<Record<HostName, Host>>;
  timeline: Timeline;
  metrics: Metrics;
  log: Log;
  signal: AbortSignal;
  sentiment: Handler<'sentiment'>;
  /** Told of what did not go as it did then, a line each. */
  strayed(what: string): void;
}

/** The clock of a run has nothing more to say: the run ended here, or it goes another way than it did. */
class NothingMoreWasTold extends Error {}

const never = (): Promise<never> => Promise.reject(new Error('a replay enqueues nothing'));
const nobody: Producer = { queue: () => { throw new Error('a replay has no queues'); }, addFlow: never, addChild: never, stateOf: never, find: never, aheadMs: never, close: () => Promise.resolve() };

type Around = Pick<Context, 'clock' | 'upstream' | 'sourcePrefix' | 'archive'>;

const contextOf = ({ store, repairing, metrics, log, signal }: Stage, { job_id, attempt, round }: Pick<ProcessRun, 'job_id' | 'attempt'> & { round: number }, around: Around): Context => ({
  ...around,
  store: round === 0 ? store : repairing,
  metrics,
  log,
  signal,
  producer: nobody,
  landed: () => Promise.resolve(),
  job: { id: job_id, queueKey: '', attempt, childrenDone: true, failedChildren: () => Promise.resolve({}) },
});

/** Says what the clock said, and no more. */
function toldClock(said: readonly number[]): Clock {
  let next = 0;
  const nowMs = (): number => {
    const ms = said[next];
    next += 1;
    if (ms === undefined) throw new NothingMoreWasTold();
    return ms;
  };
  return { ...systemClock, nowMs, now: () => new Date(nowMs()), sleep: () => Promise.resolve() };
}

const prefixOf = (asked: readonly AskedRow[]): string => {
  const [first] = asked;
  return first ? first.data_source.slice(0, first.data_source.length - first.host.length) : '';
};

const planOf = ({ newest, cursors }: Known): string => JSON.stringify([Object.entries(newest).sort(), Object.entries(cursors).sort()]);

/** Keeps nothing. Looks whether the plan is made from what it was made from then, and has rows stored when they were stored then. */
const comparing = ({ timeline }: Stage, { stored, began_at }: CollectRun, known: Known, strayed: () => void): Archive => ({
  begin: (facts) => {
    if (planOf(facts.known) !== planOf(known)) strayed();
    const left = new Map(Object.entries(stored ?? {}).map(([from, instants]) => [from, [...instants]]));
    const flush = async (from: string): Promise<() => void> => {
      const after = left.get(from)?.shift();
      if (after) await timeline.until(began_at.getTime() + after);
      return () => undefined;
    };
    return { heard: () => undefined, flush, end: () => Promise.resolve() };
  },
  processed: () => Promise.resolve(),
});

/** A store that fails ends the replay; an upstream's failure is one that the run had then, too; anything else is worth a line. */
const asThen =
  (stage: Stage, run: { job_id: string }) =>
  (error: unknown): void => {
    if (error instanceof StoreError) throw error;
    if (!(error instanceof UpstreamError)) stage.strayed(`${run.job_id} ended with: ${(error as Error).message}`);
  };

/** @param prefix of every `data_source`, where no answer says it. */
export async function collectAgain(stage: Stage, run: CollectRun, { known, prefix }: { known: Known; prefix: string }): Promise<void> {
  const { timeline, archive, hosts } = stage;
  const asked = await timeline.during(archive.askedBy(run.run));
  const payload: Payload<'collect'> = { v: PAYLOAD_VERSION, source: run.source as SourceName, slot: run.slot.getTime(), chunk: run.chunk, symbols: known.symbols, round: run.round };
  const ctx = contextOf(stage, run, {
    clock: timeline.clock,
    upstream: upstreamOfThen({ timeline, archive, hosts, askable: known.hosts, asked }),
    sourcePrefix: asked.length > 0 ? prefixOf(asked) : prefix,
    archive: comparing(stage, run, known, () => stage.strayed(`${run.job_id}: its plan was made from other rows than then`)),
  });
  await collectWith({ SOURCES: 'all', HISTORY_BARS: known.historyBars })(payload, ctx).catch(asThen(stage, run));
}

const handlersWith = (sentiment: Handler<'sentiment'>): { [N in ProcessJob]: Handler<N> } => ({ indicators, 'feature-chunk': featureChunk, sentiment, narratives, patterns, signals, regime });

/** The upstream of jobs that ask none. */
const askNobody = { timeline: undefined as never, archive: undefined as never, hosts: undefined as never, askable: [], asked: [] };

export async function processAgain(stage: Stage, run: ProcessRun, told: Told): Promise<void> {
  if (!(processJobs as readonly string[]).includes(run.job)) throw new Error(`the archive has a run of "${run.job}", which this version does not do`);
  const handler = handlersWith(stage.sentiment)[run.job as ProcessJob] as Handler<JobName>;
  const { round } = told.payload as { round: number };
  const ctx = contextOf(stage, { ...run, round }, { clock: toldClock(told.clock), upstream: upstreamOfThen(askNobody), sourcePrefix: told.sourcePrefix, archive: undefined });
  try {
    await handler(told.payload as never, ctx);
  } catch (error) {
    if (error instanceof NothingMoreWasTold && (run.outcome === 'failed' || run.outcome === 'snooze')) return;
    asThen(stage, run)(error instanceof NothingMoreWasTold ? new Error('it did more than it did then') : error);
  }
}
