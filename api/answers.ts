/**
 * Serialised answers, kept until the slot they speak of is superseded. First in
 * this process (bounded), behind it in Redis (shared by replicas), behind that
 * the store. Every landed event of a dataset starts a new generation; an answer
 * of an older one is never served, however long it could still have lived.
 */
import { createHash } from 'node:crypto';
import type { DatasetName } from '#queues/datasets.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Redis } from '#queues/runtime/redis.js';
import { stopwatchMs } from '#queues/runtime/clock.js';

export interface Answer {
  body: Buffer;
  etag: string;
}

export interface AnswerKind {
  /** Bounded: the `cache_type` label. */
  name: 'price' | 'indicators' | 'features' | 'sentiment' | 'market';
  dataset: DatasetName;
  /** Real seconds an answer may live, wherever it is kept. */
  seconds: number;
}
export const answerKinds = {
  price: { name: 'price', dataset: 'crypto_prices', seconds: 60 },
  indicators: { name: 'indicators', dataset: 'technical_indicators', seconds: 300 },
  features: { name: 'features', dataset: 'ml_features', seconds: 60 },
  market: { name: 'market', dataset: 'crypto_prices', seconds: 30 },
  sentiment: { name: 'sentiment', dataset: 'sentiment_analysis', seconds: 30 },
} as const satisfies Record<string, AnswerKind>;

interface Kept extends Answer {
  generation: string;
  /** Monotonic ms. */
  until: number;
}

export interface Answers {
  /** The answer under `key`, from the nearest place that has it, or computed now; concurrent askers share one computation. */
  of(kind: AnswerKind, key: string, compute: () => Promise<unknown>): Promise<Answer>;
  /** The answer if this process holds it and it is current. */
  held(kind: AnswerKind, key: string): Answer | undefined;
  /** Rows landed: what was said about the dataset before is history. `position` is the event's place in the stream. */
  supersede(dataset: DatasetName, position: string): void;
}

const MOST_KEPT = 2_000;
/** A key with a long list of columns is nobody's hot path: it is not worth a place. */
const LONGEST_KEY = 160;

export const answerOf = (body: Buffer): Answer => ({ body, etag: `W/"${createHash('sha1').update(body).digest('base64url')}"` });
export const encode = (value: unknown): Answer => answerOf(Buffer.from(JSON.stringify(value)));

interface Shared {
  get(key: string): Promise<{ body: Buffer; msLeft: number } | undefined>;
  set(key: string, body: Buffer, seconds: number): void;
}

/** The cache behind this process's own. Redis away only means more work for the store. */
function sharedCache(redis: Redis, log: Log): Shared {
  return {
    get: async (key) => {
      if (redis.status !== 'ready') return undefined;
      try {
        const [body, msLeft] = await Promise.all([redis.getBuffer(key), redis.pttl(key)]);
        return body && msLeft > 0 ? { body, msLeft } : undefined;
      } catch (error) {
        log.debug({ err: error }, 'the shared cache did not answer');
        return undefined;
      }
    },
    set: (key, body, seconds) => {
      if (redis.status === 'ready') redis.set(key, body, 'EX', seconds).catch((error: unknown) => log.debug({ err: error }, 'the shared cache took nothing'));
    },
  };
}

class KeptAnswers implements Answers {
  private readonly kept = new Map<string, Kept>();
  private readonly computing = new Map<string, Promise<Answer>>();
  private readonly generations = new Map<DatasetName, string>();
  constructor(
    private readonly shared: Shared,
    private readonly prefix: string,
    private readonly metrics: Metrics,
  ) {}

  supersede = (dataset: DatasetName, position: string): void => void this.generations.set(dataset, position);

  held = (kind: AnswerKind, key: string): Answer | undefined => {
    const found = this.kept.get(`${kind.name}:${key}`);
    return found && found.generation === this.generationOf(kind) && found.until > stopwatchMs() ? found : undefined;
  };

  of = (kind: AnswerKind, key: string, compute: () => Promise<unknown>): Promise<Answer> => {
    const found = this.held(kind, key);
    if (found) {
      this.metrics.cacheHits.inc({ cache_type: kind.name });
      return Promise.resolve(found);
    }
    const flight = `${this.generationOf(kind)}:${kind.name}:${key}`;
    const running = this.computing.get(flight) ?? this.obtain(kind, key, compute).finally(() => this.computing.delete(flight));
    this.computing.set(flight, running);
    return running;
  };

  private generationOf = (kind: AnswerKind): string => this.generations.get(kind.dataset) ?? '0';

  private async obtain(kind: AnswerKind, key: string, compute: () => Promise<unknown>): Promise<Answer> {
    const generation = this.generationOf(kind);
    const sharedKey = `${this.prefix}:answer:${kind.name}:${generation}:${key}`;
    const fits = key.length <= LONGEST_KEY;
    const hit = fits ? await this.shared.get(sharedKey) : undefined;
    (hit ? this.metrics.cacheHits : this.metrics.cacheMisses).inc({ cache_type: kind.name });
    if (hit) return this.keep(kind, key, { ...answerOf(hit.body), generation, until: stopwatchMs() + hit.msLeft });
    const answer = encode(await compute());
    if (!fits) return answer;
    this.shared.set(sharedKey, answer.body, kind.seconds);
    return this.keep(kind, key, { ...answer, generation, until: stopwatchMs() + kind.seconds * 1_000 });
  }

  private keep(kind: AnswerKind, key: string, answer: Kept): Answer {
    const name = `${kind.name}:${key}`;
    this.kept.delete(name);
    this.kept.set(name, answer);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as string);
    return answer;
  }
}

/** @param redis a client that fails fast. */
export const createAnswers = ({ redis, prefix, metrics, log }: { redis: Redis; prefix: string; metrics: Metrics; log: Log }): Answers => new KeptAnswers(sharedCache(redis, log), prefix, metrics);
