/** What the parts of the api share: one small named object, built once in `main.ts`. */
import type { Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Redis } from '#queues/runtime/redis.js';
import type { Producer } from '#queues/producer.js';
import type { Store } from '#workers/store/index.js';
import type { Answers } from './answers.js';
import type { Hot } from './hot.js';
import type { Sse } from './live/sse.js';
import type { ApiConfig } from './config.js';
import type { AddressOf } from './auth/address.js';
import type { Guesses } from './auth/guesses.js';
import type { Keys } from './auth/keys.js';
import type { Limits } from './auth/limits.js';
import type { Sessions } from './auth/session.js';
import type { Assets } from './views/registry.js';
import type { Checkup } from './views/health.js';

export interface ApiContext {
  /** Without the keys: they live on the ring, as digests. */
  config: Pick<ApiConfig, 'CORS_ORIGINS' | 'production'>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  store: Store;
  /** Fails fast while Redis is away; never used for blocking reads. */
  redis: Redis;
  /** Of every key of this farm in Redis. */
  prefix: string;
  producer: Producer;
  assets: Assets;
  answers: Answers;
  hot: Hot;
  keys: Keys;
  limits: Limits;
  guesses: Guesses;
  /** Where a request came from, seen through the proxies that are trusted. */
  addressOf: AddressOf;
  sessions: Sessions;
  sse: Sse;
  /** How the farm is, at most two seconds old. */
  checkup(): Promise<Checkup>;
  /** False from the first signal on. */
  live(): boolean;
}

/** What the transports are made of, before there is one to hand to the routes. */
export type Foundations = Omit<ApiContext, 'sse'>;
