/** Farms that can be reached directly: one that `up` keeps in a home of this machine, or any at an address. */
import { ConfigError } from '#queues/errors.js';
import type { Environment } from '#queues/runtime/env.js';
import { readState, statePath } from '../farm/files.js';
import { pageAt, type Target } from './target.js';

/** Everything of the farm is here: servers, every process. @throws ConfigError when none is up in the home. */
export function homeTarget(home: string): Target {
  const state = readState(home);
  if (state === null) throw new ConfigError([`no farm is up in ${home} (${statePath(home)} is not there): start one with ./scripts/up --detach, or name another --home, --url, --compose or --cluster`]);
  const { mysql, redis } = state;
  return {
    name: `${home}, ${state.mode}`,
    api: state.api_url,
    keys: state.keys,
    metrics: state.processes.filter((p) => p.metrics_url !== null).map((p) => pageAt(p.pool === null ? p.role : `${p.role} ${p.pool}`, p.metrics_url as string)),
    mysql: { MYSQL_HOST: mysql.host, MYSQL_PORT: mysql.port, MYSQL_USER: mysql.user, MYSQL_PASSWORD: mysql.password, MYSQL_DATABASE_PRICES: mysql.databases.prices, MYSQL_DATABASE_TRADING: mysql.databases.trading, MYSQL_DATABASE_STOCK: mysql.databases.stock, MYSQL_POOL_SIZE: 2 },
    redis: { REDIS_HOST: redis.host, REDIS_PORT: redis.port, REDIS_PASSWORD: redis.password, REDIS_DB: 0, REDIS_TLS: false },
    close: () => Promise.resolve(),
  };
}

/** The keys of the environment; an empty text counts as unset. */
export const keysOf = (env: Environment): Target['keys'] => ({ master: env['API_KEY_MASTER'] || undefined, trading: env['API_KEY_TRADING'] || undefined, readonly: env['API_KEY_READONLY'] || undefined });

/** Only its api can be reached. @throws ConfigError when it is no address. */
export function urlTarget(url: string, env: Environment): Target {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ConfigError([`--url must be an http or https address such as http://127.0.0.1:8000, got "${url}"`]);
  const api = url.replace(/\/+$/, '');
  return { name: api, api, keys: keysOf(env), metrics: [pageAt('api', `${api}/metrics`)], close: () => Promise.resolve() };
}
