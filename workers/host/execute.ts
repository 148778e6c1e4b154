/**
 * The life of a job, as a sentence: begin → attempt → record → report.
 * One place for parsing, timing, the ledger and the metrics, so that no handler
 * logs "started", catches, or marks its own work as done.
 */
import { DelayedError, UnrecoverableError, WaitingChildrenError, WaitingError } from 'bullmq';
import { ContractError, UpstreamError } from '#queues/errors.js';
import { isJobName, jobs, type JobName } from '#queues/jobs/index.js';
import { parsePayload, type JobContract } from '#queues/jobs/contract.js';
import type { Outcome } from '#queues/outcome.js';
import type { Log } from '#queues/runtime/log.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { Context, Handler, Services } from '../context.js';
import { createAborts, type JobAbort } from './abort.js';
import { recordFailure, recordOutcome } from './record.js';
import type { BullJob, Run } from './run.js';
import { verdict, type Verdict } from './verdict.js';

export type Handlers = { [N in JobName]: Handler<N> };

export interface Host {
  services: Services;
  handlers: Handlers;
  log: Log;
  /** Aborts with a DrainError when the process must hand its jobs back. */
  drain: AbortSignal;
}

/** What Bull Board shows as the job's return value. */
export type Report = { outcome: 'done'; rows: number; missing: number } | { outcome: 'skip'; why: string };

export function createExecute(host: Host): (job: BullJob, token?: string) => Promise<Report> {
  const abortOf = createAborts(host.drain);
  return async (job, token = '') => {
    const run = begin(host, job, token);
    try {
      const outcome = await attempt(host, run, abortOf(run.contract.timeoutMs));
      await recordOutcome(host.services, run, outcome);
      return await report(host, run, outcome);
    } catch (error) {
      if (error instanceof DelayedError || error instanceof WaitingChildrenError) throw error;
      return await reportFailure(host, run, error);
    }
  };
}

/** A child logger costs 20 µs, and most jobs say nothing: it is made when it is first asked for. */
function logOf(host: Host, job: BullJob): () => Log {
  let log: Log | undefined;
  return () => (log ??= host.log.child({ job: job.id, attempt: job.attemptsMade + 1 }));
}

/** @throws UnrecoverableError for a job this version does not know or cannot read. */
function begin(host: Host, job: BullJob, token: string): Run {
  if (!isJobName(job.name)) throw new UnrecoverableError(`no job is called "${job.name}" in this version`);
  const contract: JobContract = jobs[job.name] as never;
  const log = logOf(host, job);
  try {
    const payload = parsePayload(job.name, contract, job.data) as never;
    const { now } = host.services.clock;
    return {
      job,
      token,
      name: job.name,
      payload,
      contract,
      label: contract.label(payload),
      ledger: contract.ledger(payload),
      backfill: contract.backfill?.(payload),
      get log() {
        return log();
      },
      startedAt: now(),
      startedMs: stopwatchMs(),
    };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    log().error({ reason: error.message }, 'refused');
    host.services.metrics.jobs.inc({ queue: job.queueName, job: job.name, outcome: 'failed' });
    throw new UnrecoverableError(error.message);
  }
}

async function attempt(host: Host, run: Run, abort: JobAbort): Promise<Outcome> {
  const { job } = run;
  const ctx: Context = {
    ...host.services,
    get log() {
      return run.log;
    },
    get signal() {
      return abort.signal;
    },
    job: {
      id: job.id ?? '',
      queueKey: job.queueQualifiedName,
      attempt: job.attemptsMade + 1,
      childrenDone: (job.data as { awaited?: boolean }).awaited === true,
      failedChildren: () => job.getIgnoredChildrenFailures(),
    },
  };
  const handler = host.handlers[run.name] as Handler<never>;
  try {
    return await abort.race(handler(run.payload, ctx));
  } finally {
    abort.end();
  }
}

async function report(host: Host, run: Run, outcome: Outcome): Promise<Report> {
  const { clock } = host.services;
  if (outcome.kind === 'snooze') return putOff(host, run, { kind: 'later', ms: outcome.ms, reason: outcome.why });
  if (outcome.kind === 'await') {
    await run.job.updateData({ ...(run.job.data as object), awaited: true });
    if (await run.job.moveToWaitingChildren(run.token)) throw new WaitingChildrenError();
    // Every child had finished already: run again at once, now to settle.
    await run.job.moveToDelayed(clock.toReal(clock.nowMs()), run.token);
    throw new DelayedError();
  }
  measure(host, run, outcome.kind === 'done' ? 'completed' : 'skipped');
  if (outcome.kind === 'skip') {
    run.log.info({ why: outcome.why }, 'skipped');
    return { outcome: 'skip', why: outcome.why };
  }
  if (host.log.isLevelEnabled('debug')) run.log.debug({ rows: outcome.rows, missing: outcome.missing.length }, 'done');
  return { outcome: 'done', rows: outcome.rows, missing: outcome.missing.length };
}

async function reportFailure(host: Host, run: Run, error: unknown): Promise<never> {
  const { clock } = host.services;
  const now = clock.nowMs();
  const deadline = run.contract.deadline(run.payload);
  const judged = verdict(error, { ageMs: now - clock.toFarm(run.job.timestamp), leftMs: deadline === undefined ? Infinity : deadline - now });
  if (judged.kind === 'later') return putOff(host, run, judged);
  if (judged.kind === 'hand-back') return handBack(host, run);
  const last = judged.kind === 'never' || run.job.attemptsMade + 1 >= (run.job.opts.attempts ?? 1);
  measure(host, run, last ? 'failed' : 'retried');
  run.log[last ? 'error' : 'warn']({ err: error instanceof UpstreamError ? error.message : error, verdict: judged.kind }, last ? 'failed for good' : 'failed, will retry');
  if (!last) throw error;
  await recordFailure(host.services, run, judged);
  throw new UnrecoverableError(judged.reason);
}

async function putOff(host: Host, run: Run, { ms, reason }: Extract<Verdict, { kind: 'later' }>): Promise<never> {
  const { clock } = host.services;
  measure(host, run, 'snoozed');
  run.log.info({ ms, reason }, 'put off');
  await run.job.moveToDelayed(clock.toReal(clock.nowMs() + ms), run.token);
  throw new DelayedError();
}

async function handBack(host: Host, run: Run): Promise<never> {
  measure(host, run, 'handed_back');
  await run.job.moveToWait(run.token);
  throw new WaitingError();
}

function measure(host: Host, run: Run, outcome: string): void {
  const labels = { queue: run.job.queueName, job: run.label };
  const { metrics } = host.services;
  metrics.jobs.inc({ ...labels, outcome });
  metrics.jobDuration.observe(labels, (stopwatchMs() - run.startedMs) / 1_000);
  if (run.job.processedOn) metrics.jobWait.observe(labels, Math.max(0, run.job.processedOn - run.job.timestamp - (run.job.opts.delay ?? 0)) / 1_000);
}
