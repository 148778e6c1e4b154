/**
 * The only `new Queue` and `new FlowProducer`. Flows are added one by one:
 * `addBulk` resolves with ids and stores nothing on a READONLY replica (bullmq#3851).
 */
import { FlowProducer, Queue, type FlowJob, type Job } from 'bullmq';
import type { FlowNode } from './flows/tree.js';
import { repeatStrategy } from './schedule.js';
import { queueNames, type QueueName } from './topology.js';
import { realNowMs, type Clock } from './runtime/clock.js';
import type { Log } from './runtime/log.js';
import { producerConnection, type RedisSettings } from './runtime/redis.js';

export interface Producer {
  queue(name: QueueName): Queue;
  /** Adds a tree; ids that exist are left as they are. */
  addFlow(flow: FlowNode): Promise<void>;
  /** Adds a child to a job that is active now. */
  addChild(node: FlowNode, parent: { id: string; queue: string }): Promise<void>;
  /** BullMQ state of a job, or `unknown` when Redis has never heard of it or has forgotten it. */
  stateOf(queue: QueueName, jobId: string): Promise<string>;
  /** The job of this id, in whichever queue it waits or waited, and its state; undefined when Redis has never heard of it or has forgotten it. */
  find(jobId: string): Promise<Found | undefined>;
  /** By how much this machine's clock is ahead of Redis's, real ms; negative where it is behind. Exact to the time an answer takes. */
  aheadMs(): Promise<number>;
  close(): Promise<void>;
}

export interface Found {
  queue: QueueName;
  job: Job;
  state: string;
}

export interface ProducerOptions {
  redis: RedisSettings;
  prefix: string;
  clock: Clock;
  log: Log;
}

const TIME = { name: 'farmTime', lua: "return redis.call('TIME')" } as const;

/** What Redis's clock says, real ms. */
async function redisNowMs(queue: Queue): Promise<number> {
  const client = await queue.backend.client;
  client.defineCommand(TIME.name, { numberOfKeys: 0, lua: TIME.lua });
  const [seconds, micros] = (await client.runCommand(TIME.name, [])) as [string, string];
  return Number(seconds) * 1_000 + Number(micros) / 1_000;
}

export function createProducer({ redis, prefix, clock, log }: ProducerOptions): Producer {
  const connection = producerConnection(redis);
  const settings = { repeatStrategy: repeatStrategy(clock) };
  const queues = new Map(queueNames.map((name) => [name, new Queue(name, { connection, prefix, settings })]));
  const flows = new FlowProducer({ connection, prefix });
  const warn = (error: Error) => log.warn({ err: error.message }, 'queue connection');
  for (const q of queues.values()) q.on('error', warn);
  flows.on('error', warn);
  const queue = (name: QueueName): Queue => queues.get(name) as Queue;
  return {
    queue,
    addFlow: async (flow) => void (await flows.add(flow as FlowJob)),
    addChild: async (node, parent) => void (await queue(node.queueName).add(node.name, node.data, { ...node.opts, parent })),
    stateOf: (name, jobId) => queue(name).getJobState(jobId),
    find: async (jobId) => {
      const found = await Promise.all(queueNames.map(async (name) => ({ queue: name, job: (await queue(name).getJob(jobId)) as Job | undefined })));
      const known = found.find((f): f is { queue: QueueName; job: Job } => f.job !== undefined);
      return known && { ...known, state: await known.job.getState() };
    },
    aheadMs: async () => {
      const askedMs = realNowMs();
      const redisMs = await redisNowMs(queue('upkeep'));
      return (askedMs + realNowMs()) / 2 - redisMs;
    },
    close: async () => void (await Promise.all([...queues.values(), flows].map((c) => c.close()))),
  };
}
