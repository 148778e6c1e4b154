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
  name: 'price' | 'indicators' | 'features';
  dataset: DatasetName;
  /** Real seconds an answer may live, wherever it is kept. */
  seconds: number;
}
export const answerKinds = {
  price: { name: 'price', dataset: 'crypto_prices', seconds: 60 },
  indicators: { name: 'indicators', dataset: 'technical_indicators', seconds: 300 },
  features: { name: 'features', dataset: 'ml_features', seconds: 60 },
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

/** @param redis a client that fails fast; Redis away only means more work for the store. */
export function createAnswers({ redis, prefix, metrics, log }: { redis: Redis; prefix: string; metrics: Metrics; log: Log }): Answers {
  const kept = new Map<string, Kept>();
  const computing = new Map<string, Promise<Answer>>();
  const generations = new Map<DatasetName, string>();
  const generationOf = (kind: AnswerKind): string => generations.get(kind.dataset) ?? '0';
  const local = (kind: AnswerKind, key: string): string => `${kind.name}:${key}`;

  const keep = (kind: AnswerKind, key: string, kept_: Kept): Answer => {
    kept.delete(local(kind, key));
    kept.set(local(kind, key), kept_);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
    return kept_;
  };
  const held = (kind: AnswerKind, key: string): Answer | undefined => {
    const found = kept.get(local(kind, key));
    return found && found.generation === generationOf(kind) && found.until > stopwatchMs() ? found : undefined;
  };
  const shared = async (redisKey: string): Promise<{ body: Buffer; msLeft: number } | undefined> => {
    if (redis.status !== 'ready') return undefined;
    try {
      const [body, msLeft] = await Promise.all([redis.getBuffer(redisKey), redis.pttl(redisKey)]);
      return body && msLeft > 0 ? { body, msLeft } : undefined;
    } catch (error) {
      log.debug({ err: error }, 'the shared cache did not answer');
      return undefined;
    }
  };
  const share = (redisKey: string, body: Buffer, seconds: number): void => {
    if (redis.status === 'ready') redis.set(redisKey, body, 'EX', seconds).catch((error: unknown) => log.debug({ err: error }, 'the shared cache took nothing'));
  };
  const fetch = async (kind: AnswerKind, key: string, compute: () => Promise<unknown>): Promise<Answer> => {
    const generation = generationOf(kind);
    const redisKey = `${prefix}:answer:${kind.name}:${generation}:${key}`;
    const fits = key.length <= LONGEST_KEY;
    const hit = fits ? await shared(redisKey) : undefined;
    (hit ? metrics.cacheHits : metrics.cacheMisses).inc({ cache_type: kind.name });
    if (hit) return keep(kind, key, { ...answerOf(hit.body), generation, until: stopwatchMs() + hit.msLeft });
    const answer = encode(await compute());
    if (!fits) return answer;
    share(redisKey, answer.body, kind.seconds);
    return keep(kind, key, { ...answer, generation, until: stopwatchMs() + kind.seconds * 1_000 });
  };
  const of = (kind: AnswerKind, key: string, compute: () => Promise<unknown>): Promise<Answer> => {
    const found = held(kind, key);
    if (found) {
      metrics.cacheHits.inc({ cache_type: kind.name });
      return Promise.resolve(found);
    }
    const flight = `${generationOf(kind)}:${local(kind, key)}`;
    const running = computing.get(flight) ?? fetch(kind, key, compute).finally(() => computing.delete(flight));
    computing.set(flight, running);
    return running;
  };
  return { of, held, supersede: (dataset, position) => void generations.set(dataset, position) };
}
