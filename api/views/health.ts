/**
 * How is the farm? Every part is asked at the same time, each with a bound: a
 * part that does not answer within it counts as down. One answer serves all who
 * ask within two seconds, so a crowd of probes costs one look.
 */
import { z } from 'zod';
import { queueNames, queuesOf, poolNames } from '#queues/topology.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { within as bounded } from '#queues/runtime/within.js';
import type { ApiContext } from '../context.js';
import { count, instantField, maybe, named } from './fields.js';
import { collectors, datasetStates, type DatasetView } from './stats.js';
import { healthOf, statuses, type Findings, type Health } from './score.js';

type HealthContext = Pick<ApiContext, 'store' | 'redis' | 'producer' | 'clock' | 'log'>;

export interface Checkup extends Health {
  /** Null when the store did not answer. */
  datasets: DatasetView[] | null;
  mysqlUp: boolean;
  redisUp: boolean;
}

const score = z.number().min(0).max(100);
const component = named('Component', 'How one part of the farm is', z.strictObject({ status: z.enum(statuses), score }));
const freshness = named(
  'Freshness',
  'How old the newest row of a dataset is',
  z.strictObject({
    age_seconds: maybe(count('null while there is no row')),
    target_seconds: count('older than this is stale'),
    state: z.enum(datasetStates),
    off: z.string().optional().describe('why nobody collects it, where nobody does'),
  }),
);
export const healthAnswer = named(
  'Health',
  'How the farm is, computed from its data and from nothing else',
  z.strictObject({
    status: z.enum(statuses),
    timestamp: instantField('farm time of the look'),
    version: z.string(),
    uptime_seconds: count('since this process started'),
    health_score: score,
    components: z.strictObject({ mysql: component, redis: component, queues: component, datasets: component }),
    datasets: z.record(z.string(), freshness).describe('by dataset; empty while MySQL does not answer'),
  }),
);

export function healthView(c: Checkup, at: Date, process: { version: string; uptimeSeconds: number }): z.infer<typeof healthAnswer> {
  const datasets = Object.fromEntries((c.datasets ?? []).map((d) => [d.dataset, { age_seconds: d.age_seconds, target_seconds: d.target_seconds, state: d.state, ...(d.off === null ? {} : { off: d.off }) }]));
  return { status: c.status, timestamp: at.toISOString(), version: process.version, uptime_seconds: process.uptimeSeconds, health_score: c.score, components: c.components, datasets };
}

const BOUND_MS = 2_000;
const KEPT_MS = 2_000;

/** @throws Error when the work has not answered within the bound. */
export const within = <T>(work: Promise<T>): Promise<T> => bounded(work, BOUND_MS);

/** Share of pools that have a worker on one of their queues. */
async function staffedPools(producer: HealthContext['producer']): Promise<number> {
  const workers = new Map(await Promise.all(queueNames.map(async (q) => [q, await producer.queue(q).getWorkersCount()] as const)));
  const staffed = poolNames.filter((pool) => queuesOf(pool).some((q) => (workers.get(q) ?? 0) > 0));
  return staffed.length / poolNames.length;
}

async function look(ctx: HealthContext): Promise<Checkup> {
  const ask = async <T>(part: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await within(work());
    } catch (error) {
      ctx.log.debug({ part, err: error }, 'a part of the farm did not answer');
      return null;
    }
  };
  const [mysql, redis, queues, datasets] = await Promise.all([
    ask('mysql', async () => (await ctx.store.ping(), true)),
    ask('redis', async () => (await ctx.redis.ping()) === 'PONG'),
    // BullMQ's own connections wait for Redis; asking ours first answers at once while it is away.
    ask('queues', async () => (await ctx.redis.ping(), staffedPools(ctx.producer))),
    ask('datasets', () => collectors(ctx.store, ctx.clock.nowMs())),
  ]);
  const findings: Findings = { mysql: mysql === true, redis: redis === true, queues, datasets };
  return { ...healthOf(findings), datasets, mysqlUp: findings.mysql, redisUp: findings.redis };
}

/** @returns a checkup at most two seconds old; never rejects. */
export function createCheckup(ctx: HealthContext): () => Promise<Checkup> {
  let latest: { at: number; checkup: Promise<Checkup> } | undefined;
  return () => {
    if (!latest || stopwatchMs() - latest.at > KEPT_MS) latest = { at: stopwatchMs(), checkup: look(ctx) };
    return latest.checkup;
  };
}
