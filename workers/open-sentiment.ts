/**
 * Opens what the sentiment job needs, in the processes that run it: the scorers
 * of both markets, and the language model where one is configured. Elsewhere it
 * opens nothing, and the job is left to those that did.
 */
import { skip } from '#queues/outcome.js';
import { jobs } from '#queues/jobs/index.js';
import type { Clock } from '#queues/runtime/clock.js';
import type { Log } from '#queues/runtime/log.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Redis } from '#queues/runtime/redis.js';
import { queuesOf, type PoolName } from '#queues/topology.js';
import type { Handler } from './context.js';
import type { Enrichment } from './processors/sentiment/enrichment/run.js';
import { createSentiment } from './processors/sentiment/run.js';
import type { SentimentConfig } from './processors/sentiment/scoring/config.js';
import { openScorers } from './processors/sentiment/scoring/open.js';
import type { LlmConfig } from './upstream/llm/config.js';
import { llmBudget, openLanguageModel } from './upstream/llm/open.js';

export interface SentimentParts {
  pools: readonly PoolName[];
  sentiment: SentimentConfig;
  llm: LlmConfig;
  redis: Redis;
  prefix: string;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface OpenSentiment {
  handler: Handler<'sentiment'>;
  close(): Promise<void>;
}

function enrichmentFrom(parts: SentimentParts): Enrichment | undefined {
  const { llm: config } = parts;
  const llm = openLanguageModel(config, parts);
  return llm ? { llm, takeCall: llmBudget(config, parts), perJob: config.LLM_PER_JOB, jobMs: config.LLM_JOB_MS, leastConfidence: config.LLM_MIN_CONFIDENCE } : undefined;
}

/** Loads models, which may take a minute; without any it is the lexicon at once. */
export async function openSentiment(parts: SentimentParts): Promise<OpenSentiment> {
  const runsIt = parts.pools.some((pool) => queuesOf(pool).includes(jobs.sentiment.queue));
  if (!runsIt) return { handler: () => Promise.resolve(skip('this process scores no texts')), close: () => Promise.resolve() };
  const scorers = await openScorers(parts.sentiment, parts.log);
  const enrichment = enrichmentFrom(parts);
  return {
    handler: createSentiment(scorers, enrichment),
    close: async () => {
      enrichment?.llm.close();
      await Promise.all([scorers.crypto.close(), scorers.stock.close()]);
    },
  };
}
