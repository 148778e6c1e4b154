/**
 * The slice of variables about upstream hosts: where they are, which key opens
 * them and how much of them is ours. Limits change often, so every figure can
 * be set. Refuses a simulated or replayed farm that would call a real host.
 */
import { z } from 'zod';
import { runtimeSlice } from '#queues/runtime/config.js';
import { readEnv, variable, type Environment, type Values, type Variable } from '#queues/runtime/env.js';
import { addresses, hostNames, type Budget, type HostName } from './addresses.js';

const url = z.url({ protocol: /^https?$/ }).transform((u) => u.replace(/\/+$/, '')).optional();
const key = z.string().min(8).optional();
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** `second:2,day:500`: what is ours per window. */
const budget = z
  .string()
  .regex(/^(second|minute|day|month):\d{1,9}(,(second|minute|day|month):\d{1,9})*$/)
  .transform((text): Budget => Object.fromEntries(text.split(',').map((part) => part.split(':')).map(([window, n]) => [window, Number(n)])))
  .refine((b) => Object.values(b).every((n) => n > 0))
  .optional();
const shown = (b: Budget): string => Object.entries(b).map(([window, n]) => `${window}:${n}`).join(',');

type HostVariables = { [H in HostName as `${Uppercase<H>}_BASE_URL`]: Variable<typeof url> } & { [H in HostName as `${Uppercase<H>}_BUDGET`]: Variable<typeof budget> };
/** Two variables for every host: where it is, and how much of it is ours. */
const hostVariables = Object.fromEntries(
  hostNames.flatMap((host) => [
    [`${host.toUpperCase()}_BASE_URL`, variable(url, 'an http(s) URL up to what all paths share; unset means the real host', addresses[host].url)],
    [`${host.toUpperCase()}_BUDGET`, variable(budget, "what may be asked per second, minute, day or month, in the host's own unit; unset means the farm's own choice", shown(addresses[host].budget))],
  ]),
) as HostVariables;

export const upstreamSlice = {
  FARM_MODE: runtimeSlice.FARM_MODE,
  SIMULATOR_URL: variable(url, 'an http(s) URL; every host without a URL of its own is then asked there, under its name', 'http://127.0.0.1:9200'),
  FRED_API_KEY: variable(key, 'a key of api.stlouisfed.org, at least 8 characters', 'your-key-of-fred', { secret: true }),
  GUARDIAN_API_KEY: variable(key, 'a key of open-platform.theguardian.com, at least 8 characters', 'your-key-of-the-guardian', { secret: true }),
  NEWS_API_KEY: variable(key, 'a key of newsapi.org, at least 8 characters', 'your-key-of-newsapi', { secret: true }),
  CRYPTOPANIC_API_KEY: variable(key, 'a key of cryptopanic.com, at least 8 characters', 'your-key-of-cryptopanic', { secret: true }),
  REDDIT_CLIENT_ID: variable(key, 'the id of a reddit application, at least 8 characters', 'your-client-id', { secret: true }),
  REDDIT_CLIENT_SECRET: variable(key, 'its secret, at least 8 characters', 'your-client-secret', { secret: true }),
  TWITTER_BEARER_TOKEN: variable(key, 'a bearer token of api.x.com, at least 8 characters', 'your-bearer-token', { secret: true }),
  ALPHA_VANTAGE_API_KEY: variable(key, 'a key of alphavantage.co, at least 8 characters', 'your-key-of-alpha-vantage', { secret: true }),
  ETHERSCAN_API_KEY: variable(key, 'a key of etherscan.io, at least 8 characters', 'your-key-of-etherscan', { secret: true }),
  COINGECKO_API_KEY: variable(z.string().min(8).optional(), 'the key of a CoinGecko plan, at least 8 characters', 'CG-abcdefghijklmnop', { secret: true }),
  COINGECKO_PLAN: variable(z.enum(['keyless', 'demo', 'pro']).default('keyless'), 'keyless, demo or pro', 'demo'),
  COINGECKO_MONTHLY_LIMIT: variable(count(1, 1e9).default(500_000), 'calls a calendar month, from 1', '500000'),
  COINGECKO_PER_MINUTE: variable(count(2, 1e6).optional(), "calls a minute, from 2; unset means the plan's own", '30'),
  BINANCE_WEIGHT_PER_MINUTE: variable(count(1_200, 1e6).default(6_000), 'request weight a minute, from 1200', '6000'),
  UPSTREAM_TIMEOUT_MS: variable(count(50, 120_000).default(10_000), 'milliseconds for one request, 50 to 120000', '10000'),
  UPSTREAM_BUDGET_MS: variable(count(50, 300_000).default(25_000), 'milliseconds for one call with all its retries, 50 to 300000', '25000'),
  ...hostVariables,
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
  if (v.FARM_MODE === 'live' || v.SIMULATOR_URL) return [];
  const without = hostNames.map((h) => `${h.toUpperCase() as Uppercase<HostName>}_BASE_URL` as const).filter((name) => !v[name]);
  return without.length === 0 ? [] : [`SIMULATOR_URL must be set when FARM_MODE=${v.FARM_MODE}, or ${without[0] ?? ''}${without.length > 1 ? ` and ${without.length - 1} more like it` : ''}: a simulated farm never calls a real host (example: http://127.0.0.1:9200)`];
}
