/**
 * The api's own slice of the environment. Keys are held only long enough to be
 * hashed (`auth/keys.ts`); in production a key that is missing, a well-known
 * default or shorter than 24 characters stops the process.
 */
import { z } from 'zod';
import { ConfigError } from '#queues/errors.js';
import { readAll, readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';
import { isProxyRange } from './auth/address.js';

const key = z.string().min(1).optional();
const secret = { secret: true };
const KEY_RULE = 'a random text of at least 24 characters';
const KEY_EXAMPLE = 'the output of: openssl rand -hex 24';

const origins = z
  .string()
  .default('')
  .transform((v) => v.split(',').map((o) => o.trim()).filter(Boolean))
  .pipe(z.array(z.string().regex(/^https?:\/\/[^/*\s]+$/)));

const proxies = z
  .string()
  .default('')
  .transform((v) => v.split(',').map((p) => p.trim()).filter(Boolean))
  .pipe(z.array(z.string().refine(isProxyRange)));

const webhook = z.url({ protocol: /^https?$/ }).optional();

export const apiSlice = {
  HOST: variable(z.string().min(1).default('127.0.0.1'), 'the address the api listens on', '0.0.0.0'),
  PORT: variable(z.coerce.number().int().min(0).max(65_535).default(8000), 'a port, 0 to 65535 (0 takes a free one)', '8000'),
  API_KEY_MASTER: variable(key, KEY_RULE, KEY_EXAMPLE, secret),
  API_KEY_TRADING: variable(key, KEY_RULE, KEY_EXAMPLE, secret),
  API_KEY_READONLY: variable(key, KEY_RULE, KEY_EXAMPLE, secret),
  JWT_SECRET_KEY: variable(key, KEY_RULE, KEY_EXAMPLE, secret),
  API_KEYS_FILE: variable(z.string().min(1).optional(), 'the path of a file with keys, read again when it changes; the names it has come from it alone', '/etc/farm/keys'),
  CORS_ORIGINS: variable(origins, 'origins separated by commas, no wildcard and no path', 'https://desk.example.com,http://localhost:3000'),
  RATE_LIMIT_REQUESTS: variable(z.coerce.number().int().min(1).max(1_000_000_000).default(1000), 'requests per window and key, 1 or more', '1000'),
  RATE_LIMIT_WINDOW: variable(z.coerce.number().int().min(1).max(86_400).default(3600), 'seconds, 1 to 86400', '3600'),
  TRUSTED_PROXIES: variable(proxies, 'addresses or ranges of the proxies before the api, separated by commas, or loopback, linklocal, uniquelocal; whose X-Forwarded-For is believed', '10.0.0.0/8,loopback'),
  CLOSE_DELAY_MS: variable(z.coerce.number().int().min(0).max(30_000).default(0), 'milliseconds, 0 to 30000: how long a process that was told to stop still answers, not ready, until those who balance load know', '5000'),
  ALERT_WEBHOOK_URL: variable(webhook, 'an http or https address that is told, by a POST of JSON, of a dataset that is late or back', 'https://hooks.example.com/farm', secret),
} as const;
export type ApiConfig = Values<typeof apiSlice> & {
  /** Decides what a stranger may learn of the process: GraphQL's schema, for one. */
  readonly production: boolean;
};

const KEYS = ['API_KEY_MASTER', 'API_KEY_TRADING', 'API_KEY_READONLY', 'JWT_SECRET_KEY'] as const;
const LEAST_CHARACTERS = 24;
/** Texts that have stood in published examples; any key containing one is no secret. */
const WELL_KNOWN = /change.?me|default|example|your[-_ ]?(api[-_ ]?)?key|password|secret[-_]?key|test[-_]?key|0123456789|123456789/i;

/** Short, repeating, or a text of a published example. */
export const isWeak = (value: string): boolean => value.length < LEAST_CHARACTERS || WELL_KNOWN.test(value) || new Set(value).size < 8;

function productionProblem(name: (typeof KEYS)[number], value: string | undefined): string[] {
  const must = `${name} must be ${KEY_RULE} in production (example: ${KEY_EXAMPLE})`;
  if (value === undefined) return [`${must}, but it is not set`];
  if (value.length < LEAST_CHARACTERS) return [`${must}, got ${value.length} characters`];
  return isWeak(value) ? [`${must}, got a well-known or repeating text`] : [];
}

function sharedKeyProblems(env: Environment): string[] {
  const set = KEYS.filter((name) => env[name]);
  const twins = set.filter((name, i) => set.some((other, j) => j < i && env[other] === env[name]));
  return twins.map((name) => `${name} must differ from the other keys: the same text would carry two sets of scopes`);
}

/** Looks at the raw environment, so that a weak key is reported beside every other problem. */
function refuseWeakKeys(env: Environment): void {
  const production = env['NODE_ENV'] === 'production';
  // What the environment leaves out may stand in the file, which the ring looks at.
  const judged = KEYS.filter((name) => env[name] || !env['API_KEYS_FILE']);
  const problems = [...(production ? judged.flatMap((name) => productionProblem(name, env[name] || undefined)) : []), ...sharedKeyProblems(env)];
  if (problems.length > 0) throw new ConfigError(problems);
}

/** @throws ConfigError listing every problem of the slice; a key's value is never shown. */
export function readApiConfig(env: Environment): ApiConfig {
  const { slice } = readAll({ slice: () => readEnv(apiSlice, env), keys: () => refuseWeakKeys(env) });
  return Object.freeze({ ...slice, production: env['NODE_ENV'] === 'production' });
}
