/**
 * The timetable as data, and its one-way sync into BullMQ's job schedulers:
 * what is listed is upserted, what is not is removed. Cron patterns only
 * (`every` from two booting instances stopped a schedule, bullmq#3262), read in
 * farm time, so that a faster clock ticks faster.
 */
import { ErrorCode, type Queue, type RepeatOptions } from 'bullmq';
import { CronExpressionParser } from 'cron-parser';
import { PRIORITIES } from './datasets.js';
import { jobs, type JobName } from './jobs/index.js';
import { PAYLOAD_VERSION } from './jobs/contract.js';
import { BACKOFF } from './flows/tree.js';
import { RETENTION } from './topology.js';
import type { Clock } from './runtime/clock.js';

export interface TimetableEntry {
  job: Extract<JobName, 'tick' | 'reconcile' | 'watch' | 'audit' | 'gaps' | 'tidy' | 'archive'>;
  /** Cron, UTC. */
  pattern: string;
}

export const timetable: readonly TimetableEntry[] = [
  { job: 'tick', pattern: '*/5 * * * *' },
  { job: 'reconcile', pattern: '* * * * *' },
  { job: 'watch', pattern: '7 * * * *' },
  { job: 'audit', pattern: '17 * * * *' },
  { job: 'tidy', pattern: '27 * * * *' },
  { job: 'gaps', pattern: '37 * * * *' },
  { job: 'archive', pattern: '52 * * * *' },
];

/** BullMQ asks for the next occurrence in real time; the pattern is meant in farm time. */
export const repeatStrategy =
  (clock: Clock) =>
  (realMs: number, opts: RepeatOptions): number | undefined => {
    if (!opts.pattern) return undefined;
    const from = new Date(Math.ceil(clock.toFarm(realMs + 0.5)));
    return clock.toReal(CronExpressionParser.parse(opts.pattern, { currentDate: from, tz: 'UTC' }).next().getTime());
  };

/** Slot instant (farm ms) of a scheduler-made job: its id ends in the real instant it was due. */
export function dueAt(jobId: string, clock: Clock): number {
  const realMs = Number(jobId.split(':').pop());
  if (!Number.isSafeInteger(realMs)) throw new RangeError(`"${jobId}" is not the id of a scheduled job`);
  // Half a real millisecond of rounding is half a second of farm time at speed 1000.
  return clock.toFarm(realMs) + clock.speed;
}

const isCollision = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === ErrorCode.SchedulerJobIdCollision;

/**
 * Idempotent: unchanged entries keep their slot (BullMQ's upsert is one atomic script).
 * @returns `taken`: entries whose occurrence is being taken by a worker, which puts down the next.
 */
export async function syncTimetable(upkeep: Queue): Promise<{ upserted: string[]; removed: string[]; taken: string[] }> {
  const [upserted, taken]: [string[], string[]] = [[], []];
  for (const entry of timetable) {
    const contract = jobs[entry.job];
    const opts = { attempts: contract.attempts, backoff: { type: BACKOFF, delay: contract.backoffMs }, priority: PRIORITIES[contract.priority({ v: PAYLOAD_VERSION })], ...RETENTION };
    try {
      await upkeep.upsertJobScheduler(entry.job, { pattern: entry.pattern, tz: 'UTC' }, { name: entry.job, data: { v: PAYLOAD_VERSION }, opts });
      upserted.push(entry.job);
    } catch (error) {
      if (!isCollision(error)) throw error;
      taken.push(entry.job);
    }
  }
  const known = new Set<string>(timetable.map((entry) => entry.job));
  const removed: string[] = [];
  for (const scheduler of await upkeep.getJobSchedulers()) {
    if (known.has(scheduler.key)) continue;
    await upkeep.removeJobScheduler(scheduler.key);
    removed.push(scheduler.key);
  }
  return { upserted, removed, taken };
}
