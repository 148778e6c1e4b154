/**
 * Workers that come and go in the middle of a burst: jobs are enqueued, three real
 * worker processes run them, and every second the oldest is sent SIGTERM and
 * replaced, as a rolling update or a scale-down does. Each job's effect must be
 * there exactly once.
 */
import { StartError } from '#queues/errors.js';
import { root } from '#queues/flows/tree.js';
import { createProducer, type Producer } from '#queues/producer.js';
import { realSleep, stopwatchMs, systemClock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import type { RedisSettings } from '#queues/runtime/redis.js';
import type { StoreConfig } from '#workers/store/config.js';
import { openEffects, type Effects } from './effects.js';
import { startFleet, type Fleet } from './fleet.js';

export interface BurstOptions {
  redis: RedisSettings;
  prefix: string;
  store: StoreConfig;
  /** Variables of the worker processes, servers among them. */
  env: Record<string, string>;
  jobs: number;
  workers: number;
  /** How many workers are told to go at most, one every second in which one takes jobs. */
  kills: number;
  progress(line: string): void;
}

export interface BurstReport {
  expected: number;
  done: number;
  lost: number;
  doubled: number;
  /** SIGTERMs sent while jobs were waiting. */
  kills: number;
  /** Exit codes other than 0, or signals, of all that took jobs. */
  badEnds: (number | string)[];
  seconds: number;
}

/** No job of the burst calls anybody; the processes must know where nobody is. */
const NOWHERE = { SIMULATOR_URL: 'http://127.0.0.1:9' };
const KILL_EVERY_MS = 1_000;
const AT_ONCE = 500;
/** Longer than any job that lost its worker takes to be found and run again. */
const PATIENCE_MS = 300_000;

async function enqueue(producer: Producer, jobs: number): Promise<void> {
  const node = root('watch', { v: 1 });
  const queue = producer.queue(node.queueName);
  for (let from = 0; from < jobs; from += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, jobs - from) }, (_, i) => `burst.${from + i}`);
    await Promise.all(ids.map((jobId) => queue.add(node.name, node.data, { ...node.opts, jobId })));
  }
}

const restOf = async (producer: Producer): Promise<number> => {
  const { wait = 0, prioritized = 0, active = 0, delayed = 0 } = await producer.queue('upkeep').getJobCounts('wait', 'prioritized', 'active', 'delayed');
  return wait + prioritized + active + delayed;
};

/** Until nothing waits or runs. @returns how often somebody was told to go. */
async function drainUnderFire(fleet: Fleet, producer: Producer, { kills: most, jobs, progress }: BurstOptions): Promise<number> {
  const began = stopwatchMs();
  let kills = 0;
  let nextMs = KILL_EVERY_MS;
  for (let left = jobs; left > 0 && stopwatchMs() - began < PATIENCE_MS; left = await restOf(producer)) {
    await realSleep(100);
    if (fleet.allGone()) throw new StartError('no worker process could be kept running; what they said stands above');
    const elapsed = stopwatchMs() - began;
    if (elapsed < nextMs || kills >= most) continue;
    if (fleet.replaceOldest()) kills += 1;
    nextMs = elapsed + KILL_EVERY_MS;
    progress(`${jobs - left} of ${jobs} jobs, ${kills} workers told to go`);
  }
  return kills;
}

async function judged(effects: Effects, jobs: number): Promise<Pick<BurstReport, 'expected' | 'done' | 'lost' | 'doubled'>> {
  const { done, doubled } = await effects.count();
  return { expected: jobs, done, lost: jobs - done, doubled };
}

export async function burst(o: BurstOptions): Promise<BurstReport> {
  const began = stopwatchMs();
  const effects = await openEffects(o.store);
  const producer = createProducer({ redis: o.redis, prefix: o.prefix, clock: systemClock, log: silentLog() });
  const fleet = startFleet(o.workers, { ...NOWHERE, ...o.env });
  try {
    await enqueue(producer, o.jobs);
    const kills = await drainUnderFire(fleet, producer, o);
    const ends = await fleet.end();
    return { ...(await judged(effects, o.jobs)), kills, badEnds: ends.filter((e) => e !== 0), seconds: Math.round((stopwatchMs() - began) / 100) / 10 };
  } finally {
    await fleet.end();
    await producer.close();
    await effects.close();
  }
}
