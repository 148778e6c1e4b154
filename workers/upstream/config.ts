/**
 * The slice of variables about upstream hosts: where they are, which key opens
 * them and how much of them is ours. Limits change often, so every figure can
 * be set. Refuses a simulated or replayed farm that would call a real host.
 */
import { z } from 'zod';
import { runtimeSlice } from '#queues/runtime/config.js';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';

const url = z.url({ protocol: /^https?$/ }).transform((u) => u.replace(/\/+$/, '')).optional();
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const upstreamSlice = {
  FARM_MODE: runtimeSlice.FARM_MODE,
  COINGECKO_BASE_URL: variable(url, 'an http(s) URL up to and including /api/v3; unset means the real host', 'https://api.coingecko.com/api/v3'),
  BINANCE_BASE_URL: variable(url, 'an http(s) URL; unset means the real host', 'https://api.binance.com'),
  COINGECKO_API_KEY: variable(z.string().min(8).optional(), 'the key of a CoinGecko plan, at least 8 characters', 'CG-abcdefghijklmnop', { secret: true }),
  COINGECKO_PLAN: variable(z.enum(['keyless', 'demo', 'pro']).default('keyless'), 'keyless, demo or pro', 'demo'),
  COINGECKO_MONTHLY_LIMIT: variable(count(1, 1e9).default(500_000), 'calls a calendar month, from 1', '500000'),
  COINGECKO_PER_MINUTE: variable(count(2, 1e6).optional(), "calls a minute, from 2; unset means the plan's own", '30'),
  BINANCE_WEIGHT_PER_MINUTE: variable(count(1_200, 1e6).default(6_000), 'request weight a minute, from 1200', '6000'),
  UPSTREAM_TIMEOUT_MS: variable(count(50, 120_000).default(10_000), 'milliseconds for one request, 50 to 120000', '10000'),
  UPSTREAM_BUDGET_MS: variable(count(50, 300_000).default(25_000), 'milliseconds for one call with all its retries, 50 to 300000', '25000'),
} as const;
export type UpstreamConfig = Values<typeof upstreamSlice>;

/** @throws ConfigError with every problem of the slice. */
export function readUpstreamConfig(env: Environment): UpstreamConfig {
  return readEnv(upstreamSlice, env, (v) => [...keyProblems(v), ...simulationProblems(v)]);
}

function keyProblems(v: UpstreamConfig): string[] {
  const keyed = v.COINGECKO_PLAN !== 'keyless';
  if (keyed && !v.COINGECKO_API_KEY) return [`COINGECKO_API_KEY must be set when COINGECKO_PLAN=${v.COINGECKO_PLAN} (example: CG-abcdefghijklmnop)`];
  if (!keyed && v.COINGECKO_API_KEY) return ['COINGECKO_PLAN must be demo or pro when COINGECKO_API_KEY is set: the two plans use different hosts and headers (example: demo)'];
  return [];
}

function simulationProblems(v: UpstreamConfig): string[] {
  if (v.FARM_MODE === 'live') return [];
  return (['COINGECKO_BASE_URL', 'BINANCE_BASE_URL'] as const)
    .filter((name) => !v[name])
    .map((name) => `${name} must be set when FARM_MODE=${v.FARM_MODE}: a simulated farm never calls a real host (example: http://127.0.0.1:9200)`);
}
