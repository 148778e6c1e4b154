/** What becomes of work that was asked for, and asking for a source to be collected now. */
import { z } from 'zod';
import { askedJob } from '#queues/flows/asked.js';
import type { Found, Producer } from '#queues/producer.js';
import type { Redis } from '#queues/runtime/redis.js';
import { sources, type SourceName } from '#queues/sources.js';
import { queueNames } from '#queues/topology.js';
import type { Store } from '#workers/store/index.js';
import { ApiError, unavailable } from '../errors.js';
import { count, instantField, maybe, named } from './fields.js';

export const jobStates = ['waiting', 'prioritized', 'delayed', 'waiting-children', 'active', 'completed', 'failed', 'unknown'] as const;
const LONGEST_REASON = 500;

export const jobAnswer = named(
  'Job',
  'What has become of a job. Redis keeps finished ones for an hour, failed ones for a week; the ledger keeps what they did',
  z.strictObject({
    job_id: z.string(),
    job: z.string().describe('what kind of work it is'),
    queue: z.enum(queueNames as [(typeof queueNames)[number], ...typeof queueNames]),
    state: z.enum(jobStates).describe('waiting, prioritized and delayed: not yet; waiting-children: when what it rests on has ended; unknown: it is between two states'),
    progress: z.unknown().describe('what the job last told of its progress; 0 where it tells nothing'),
    attempts: count('times it was started'),
    asked_at: instantField('when it was enqueued, real time'),
    started_at: maybe(instantField('when its last attempt began, real time')),
    finished_at: maybe(instantField('when it ended, real time')),
    result: z.unknown().describe('what it returned: rows accepted, or why it had nothing to do; null until it has ended well'),
    reason: maybe(z.string().max(LONGEST_REASON)).describe('why it failed; null where it has not'),
  }),
);
export type JobView = z.infer<typeof jobAnswer>;

const askedShape = z.strictObject({ job_id: z.string(), chunk: count('1-based chunk of the symbols'), symbols: count('symbols of the chunk; 0 for a source that is for everybody'), status_url: z.string() });
export const acceptedAnswer = named(
  'Accepted',
  'Work that was taken on: the first of its jobs, and each of them',
  z.strictObject({ job_id: z.string(), status_url: z.string().describe('asks what has become of the job'), slot: instantField('the slot its rows belong to'), jobs: z.array(askedShape) }),
);
export type AcceptedView = z.infer<typeof acceptedAnswer>;

/** Where a job's state is asked for. */
export const statusUrl = (jobId: string): string => `/api/v1/jobs/${jobId}`;

type Pinged = Pick<Redis, 'ping'>;
/** BullMQ's own connections wait for Redis; asking ours first fails at once while it is away. @throws ApiError SERVICE_UNAVAILABLE. */
async function ofQueues<T>(redis: Pinged, work: () => Promise<T>): Promise<T> {
  try {
    await redis.ping();
    return await work();
  } catch (error) {
    throw Object.assign(unavailable('the queues do not answer; try again shortly'), { cause: error });
  }
}

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

function jobView({ queue, job, state }: Found): JobView {
  return {
    job_id: job.id ?? '',
    job: job.name,
    queue,
    state: jobStates.find((s) => s === state) ?? 'unknown',
    progress: job.progress,
    attempts: job.attemptsStarted,
    asked_at: new Date(job.timestamp).toISOString(),
    started_at: iso(job.processedOn),
    finished_at: iso(job.finishedOn),
    result: (job.returnvalue as unknown) ?? null,
    reason: job.failedReason ? job.failedReason.slice(0, LONGEST_REASON) : null,
  };
}

/** @throws ApiError DATA_NOT_AVAILABLE for an id that no queue knows, SERVICE_UNAVAILABLE where Redis is away. */
export async function jobStatus({ redis, producer }: { redis: Pinged; producer: Pick<Producer, 'find'> }, jobId: string): Promise<JobView> {
  const found = await ofQueues(redis, () => producer.find(jobId));
  if (!found) throw new ApiError('DATA_NOT_AVAILABLE', 'no queue knows this job; finished ones are kept for an hour', { details: { job_id: jobId } });
  return jobView(found);
}

interface Doors {
  redis: Pinged;
  store: Pick<Store, 'ledger'>;
  producer: Pick<Producer, 'addFlow'>;
}

/**
 * Enqueues the source for every chunk of its newest slot. Asking again within five minutes names the same jobs.
 * @param nowMs farm time. @throws ApiError DATA_NOT_AVAILABLE for a source that is off or was never due, SERVICE_UNAVAILABLE where Redis is away.
 */
export async function collectNow({ redis, store, producer }: Doors, source: SourceName, nowMs: number): Promise<AcceptedView> {
  const { dataset } = sources[source];
  const slot = (await store.ledger.newestSlots([dataset])).get(dataset);
  const rows = slot === undefined ? [] : await store.ledger.ofDatasets([dataset], slot, slot + 1);
  const off = rows.find((r) => r.state === 'off');
  if (off) throw new ApiError('DATA_NOT_AVAILABLE', `${source} is off: ${off.reason ?? 'nobody collects it here'}`, { details: { source, off: off.reason } });
  if (slot === undefined) throw new ApiError('DATA_NOT_AVAILABLE', `no slot of ${source} has been opened yet`, { details: { source } });
  const nodes = rows.map((row) => ({ row, node: askedJob({ source, slot, chunk: row.chunk, symbols: row.symbols }, nowMs) }));
  await ofQueues(redis, async () => {
    for (const { node } of nodes) await producer.addFlow(node);
  });
  const jobs = nodes.map(({ row, node: { opts } }) => ({ job_id: opts.jobId, chunk: row.chunk, symbols: row.symbols.length, status_url: statusUrl(opts.jobId) }));
  const [first] = jobs as [(typeof jobs)[number]];
  return { job_id: first.job_id, status_url: first.status_url, slot: new Date(slot).toISOString(), jobs };
}
