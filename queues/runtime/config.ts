/** The slice every process of the farm reads: Redis, clock, logging, draining. */
import { z } from 'zod';
import { type Environment, readEnv, variable, type Values } from './env.js';
import { parseClock } from './clock.js';

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.enum(['true', 'false', '1', '0']).default('false').transform((v) => v === 'true' || v === '1');
const clock = z.string().optional().refine((v) => {
  try {
    return Boolean(parseClock(v));
  } catch {
    return false; // the rule of the variable says what was expected
  }
});

export const runtimeSlice = {
  NODE_ENV: variable(z.enum(['development', 'test', 'production']).default('development'), 'development, test or production', 'production'),
  REDIS_HOST: variable(z.string().min(1).default('127.0.0.1'), 'a host name or address', 'redis.internal'),
  REDIS_PORT: variable(port.default(6379), 'a port, 1 to 65535', '6379'),
  REDIS_PASSWORD: variable(z.string().optional(), 'the password of the Redis server', 's3cret-of-redis', { secret: true }),
  REDIS_DB: variable(z.coerce.number().int().min(0).max(15).default(0), 'a database number, 0 to 15', '0'),
  REDIS_TLS: variable(flag, 'true or false', 'false'),
  REDIS_PREFIX: variable(z.string().regex(/^[\w{}-]{1,40}$/).default('{farm}'), 'letters, digits, _ - { }; one hash tag keeps Redis Cluster open', '{farm}'),
  FARM_CLOCK: variable(clock, 'SPEED@REAL_MS@FARM_MS; leave it unset outside simulation and replay', '60@1790000000000@1515560100000'),
  FARM_MODE: variable(z.enum(['live', 'sim', 'replay']).default('live'), 'live, sim or replay', 'live'),
  LOG_LEVEL: variable(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'), 'trace, debug, info, warn, error or silent', 'info'),
  LOG_FORMAT: variable(z.enum(['json', 'pretty']).optional(), 'json or pretty; unset means pretty on a terminal', 'json'),
  METRICS_HOST: variable(z.string().min(1).default('127.0.0.1'), 'the address the health and metrics port listens on', '0.0.0.0'),
  DRAIN_TIMEOUT_MS: variable(z.coerce.number().int().min(0).max(3_600_000).default(45_000), 'milliseconds, 0 to 3600000', '45000'),
} as const;
export type RuntimeConfig = Values<typeof runtimeSlice>;

/** @throws ConfigError with every problem; simulated and replayed modes are refused in production. */
export function readRuntimeConfig(env: Environment): RuntimeConfig {
  return readEnv(runtimeSlice, env, (v) => {
    const problems: string[] = [];
    if (v.NODE_ENV === 'production' && v.FARM_MODE !== 'live') problems.push(`FARM_MODE=${v.FARM_MODE} must not run with NODE_ENV=production: simulated rows would be traded on`);
    if (v.FARM_MODE === 'live' && v.FARM_CLOCK) problems.push('FARM_CLOCK must be unset when FARM_MODE=live: live rows are stamped with the real time');
    return problems;
  });
}

/** `data_source` of every row this process stores begins with this. */
export const sourcePrefix = (config: Pick<RuntimeConfig, 'FARM_MODE'>): string => (config.FARM_MODE === 'live' ? '' : `${config.FARM_MODE}:`);
