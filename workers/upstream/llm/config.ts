/**
 * The slice of variables about the language model that may read articles after
 * they are scored. Off unless chosen. Refuses a provider without its model or
 * key, and a simulated or replayed farm that would call a real service.
 */
import { z } from 'zod';
import { runtimeSlice } from '#queues/runtime/config.js';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';
import { upstreamSlice } from '../config.js';

const address = z.url({ protocol: /^https?$/ }).transform((u) => u.replace(/\/+$/, ''));
const url = address.optional();
const urls = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((u) => u.trim()).filter(Boolean))])
  .pipe(z.array(address).min(1).max(32))
  .optional();
const key = z.string().min(8).optional();
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const llmSlice = {
  FARM_MODE: runtimeSlice.FARM_MODE,
  SIMULATOR_URL: upstreamSlice.SIMULATOR_URL,
  LLM_PROVIDER: variable(z.enum(['off', 'ollama', 'openai', 'anthropic']).default('off'), 'off, ollama, openai or anthropic: who reads articles after they are scored', 'ollama'),
  LLM_MODEL: variable(z.string().regex(/^[\w.:/@-]{1,60}$/).optional(), "the provider's name of the model, at most 60 letters, digits and .:/@-_", 'llama3.1:8b'),
  OLLAMA_URL: variable(urls, 'http(s) URLs of Ollama servers separated by commas; calls go to the least busy; unset means this machine, or the simulator', 'http://127.0.0.1:11434,http://10.0.0.7:11434'),
  OPENAI_API_KEY: variable(key, 'a key of platform.openai.com, at least 8 characters', 'sk-abcdefgh', { secret: true }),
  OPENAI_BASE_URL: variable(url, 'an http(s) URL up to /v1; unset means the real service', 'https://api.openai.com/v1'),
  ANTHROPIC_API_KEY: variable(key, 'a key of console.anthropic.com, at least 8 characters', 'sk-ant-abcdefgh', { secret: true }),
  ANTHROPIC_BASE_URL: variable(url, 'an http(s) URL up to what all paths share; unset means the real service', 'https://api.anthropic.com'),
  LLM_TIMEOUT_MS: variable(count(50, 300_000).default(20_000), 'milliseconds for one call, 50 to 300000', '20000'),
  LLM_JOB_MS: variable(count(50, 120_000).default(30_000), 'milliseconds one sentiment job gives to the language model, 50 to 120000', '30000'),
  LLM_PER_JOB: variable(count(1, 1_000).default(20), 'articles one sentiment job has read per market, 1 to 1000', '20'),
  LLM_BUDGET: variable(count(1, 1e7).default(2_000), 'calls a UTC day, shared by all workers, from 1', '2000'),
  LLM_MIN_CONFIDENCE: variable(z.coerce.number().min(0).max(1).default(0.3), 'the least confidence, 0 to 1, with which an answer is fused with the score', '0.3'),
} as const;
export type LlmConfig = Values<typeof llmSlice>;

const REAL_OLLAMA = 'http://127.0.0.1:11434';
const REAL = { openai: 'https://api.openai.com/v1', anthropic: 'https://api.anthropic.com' } as const;

/** @throws ConfigError with every problem of the slice. */
export const readLlmConfig = (env: Environment): LlmConfig => readEnv(llmSlice, env, (v) => (v.LLM_PROVIDER === 'off' ? [] : [...missing(v), ...unreal(v)]));

function missing(v: LlmConfig): string[] {
  const problems = v.LLM_MODEL ? [] : [`LLM_MODEL must be set when LLM_PROVIDER=${v.LLM_PROVIDER} (example: llama3.1:8b)`];
  if (v.LLM_PROVIDER === 'openai' && !v.OPENAI_API_KEY) problems.push('OPENAI_API_KEY must be set when LLM_PROVIDER=openai');
  if (v.LLM_PROVIDER === 'anthropic' && !v.ANTHROPIC_API_KEY) problems.push('ANTHROPIC_API_KEY must be set when LLM_PROVIDER=anthropic');
  return problems;
}

function unreal(v: LlmConfig): string[] {
  if (v.FARM_MODE === 'live') return [];
  if (v.LLM_PROVIDER === 'ollama') return v.OLLAMA_URL || v.SIMULATOR_URL ? [] : [`SIMULATOR_URL or OLLAMA_URL must be set when FARM_MODE=${v.FARM_MODE} and LLM_PROVIDER=ollama (example: http://127.0.0.1:9200)`];
  const isReal = urlsOf(v).some((u) => Object.values<string>(REAL).includes(u));
  return isReal ? [`${v.LLM_PROVIDER.toUpperCase()}_BASE_URL must name a stand-in when FARM_MODE=${v.FARM_MODE}: a simulated farm never calls a real service (example: http://127.0.0.1:9300)`] : [];
}

/** Where the chosen provider is asked: several addresses for Ollama, one for the others. */
export function urlsOf(v: LlmConfig): readonly string[] {
  if (v.LLM_PROVIDER === 'off') return [];
  if (v.LLM_PROVIDER === 'openai') return [v.OPENAI_BASE_URL ?? REAL.openai];
  if (v.LLM_PROVIDER === 'anthropic') return [v.ANTHROPIC_BASE_URL ?? REAL.anthropic];
  return v.OLLAMA_URL ?? [v.SIMULATOR_URL ? `${v.SIMULATOR_URL}/ollama` : REAL_OLLAMA];
}
