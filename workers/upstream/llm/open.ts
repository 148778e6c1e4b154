/** The language model that the configuration names, or null while it is off; and the budget of its calls. Calls nobody at start. */
import type { Clock } from '#queues/runtime/clock.js';
import type { Metrics } from '#queues/runtime/metrics.js';
import type { Redis } from '#queues/runtime/redis.js';
import { createRateLimiter } from '../rate-limit.js';
import { createTransport } from '../transport.js';
import { anthropic, anthropicHeaders } from './anthropic.js';
import { balanced } from './balance.js';
import { urlsOf, type LlmConfig } from './config.js';
import { createLine, type Line, type Provider } from './line.js';
import type { LanguageModel, LlmQuestion } from './model.js';
import { ollama } from './ollama.js';
import { openai, openaiHeaders } from './openai.js';

export interface LlmParts {
  clock: Clock;
  metrics: Pick<Metrics, 'upstreamRequests' | 'upstreamCircuit'>;
}

interface Dialect {
  headers: Record<string, string>;
  secrets: string[];
  /** Calls in flight worth having per address. */
  perLine: number;
  ask(line: Line, question: LlmQuestion, signal: AbortSignal): Promise<string>;
}

function dialectOf(provider: Provider, model: string, { config, clock }: { config: LlmConfig; clock: Clock }): Dialect {
  if (provider === 'ollama') return { headers: {}, secrets: [], perLine: 1, ask: ollama(model, clock) };
  const key = (provider === 'openai' ? config.OPENAI_API_KEY : config.ANTHROPIC_API_KEY) ?? '';
  const by = provider === 'openai' ? { headers: openaiHeaders(key), ask: openai(model) } : { headers: anthropicHeaders(key), ask: anthropic(model) };
  return { ...by, secrets: [key], perLine: 4 };
}

/** @returns null when LLM_PROVIDER is off. */
export function openLanguageModel(config: LlmConfig, { clock, metrics }: LlmParts): LanguageModel | null {
  const { LLM_PROVIDER: provider, LLM_MODEL: model } = config;
  if (provider === 'off' || model === undefined) return null;
  const transport = createTransport(config.LLM_TIMEOUT_MS);
  const { headers, secrets, perLine, ask } = dialectOf(provider, model, { config, clock });
  const lines = urlsOf(config).map((url) => createLine({ provider, url, headers, secrets, transport, clock, metrics }));
  const onBest = balanced(lines);
  return {
    name: `${provider}/${model}`,
    atOnce: perLine * lines.length,
    ask: (question, signal) => onBest((line) => ask(line, question, signal)),
    close: transport.close,
  };
}

const BUDGET = 'llm';

/** Takes calls out of a UTC day's budget that all workers share; false when none is left. @throws UpstreamError when Redis is away. */
export function llmBudget(config: LlmConfig, { redis, prefix, clock }: { redis: Redis; prefix: string; clock: Clock }): () => Promise<boolean> {
  const limiter = createRateLimiter(redis, prefix, { [BUDGET]: { budget: { day: config.LLM_BUDGET } } });
  return async () => (await limiter.acquire(BUDGET, 1, clock.nowMs())).waitMs === 0;
}
