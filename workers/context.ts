/**
 * What a handler may use: one small named object, second argument. A function
 * asks for `Pick<Context, 'store'>` when that is all it needs.
 */
import type { Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { LandedEvent } from '#queues/landed.js';
import type { Outcome } from '#queues/outcome.js';
import type { JobName, Payload } from '#queues/jobs/index.js';
import type { Producer } from '#queues/producer.js';
import type { Archive } from './archive/archive.js';
import type { Store } from './store/index.js';
import type { Upstream } from './upstream/client.js';

/** What every handler of the process shares. */
export interface Services {
  clock: Clock;
  metrics: Metrics;
  store: Store;
  upstream: Upstream;
  producer: Producer;
  /** Keeps the answers of upstreams; absent where that is switched off. */
  archive?: Archive | undefined;
  /** Prefix of every `data_source`: empty, `sim:` or `replay:`. */
  sourcePrefix: string;
  /** Tells the api replicas that rows are in the store; called after the commit. */
  landed(event: LandedEvent): Promise<void>;
}

/** `Services` plus what belongs to this one run of the job. */
export interface Context extends Services {
  log: Log;
  /** Aborts on timeout (reason: an UpstreamError-free TimeoutError) and on draining (reason: DrainError). */
  signal: AbortSignal;
  job: {
    id: string;
    /** Token-bearing handle for the few handlers that add children to themselves. */
    queueKey: string;
    attempt: number;
    /** Children of this job that failed for good: job id → reason. */
    failedChildren(): Promise<Record<string, string>>;
    /** True when the job was resumed after `awaitChildren`. */
    childrenDone: boolean;
  };
}

export type Handler<N extends JobName> = (payload: Payload<N>, ctx: Context) => Promise<Outcome>;
