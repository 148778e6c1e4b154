/**
 * Reads every process's settings before anything is started, so that a wrong
 * variable is one message at once, and not a process that fails a minute later.
 */
import { readApiConfig } from '#api/config.js';
import { readRuntimeConfig } from '#queues/runtime/config.js';
import { readAll } from '#queues/runtime/env.js';
import { readWorkersConfig } from '#workers/config.js';
import { readStoreConfig } from '#workers/store/config.js';
import { readUpstreamConfig } from '#workers/upstream/config.js';
import { farmVariables, type Servers } from './environment.js';
import type { FarmKeys } from './files.js';
import type { UpOptions } from './options.js';

/** What a private server will look like; only the shape matters here. */
const PRIVATE: Servers = { redis: { host: '127.0.0.1', port: 1, password: 'later' }, mysql: { host: '127.0.0.1', port: 1, user: 'farm', password: 'later' } };

/** @param base the environment the farm inherits. @throws ConfigError with the problems of all processes together. */
export function checkSettings(options: UpOptions, keys: FarmKeys, base: Readonly<Record<string, string>>): void {
  const decided = farmVariables({ options, servers: PRIVATE, keys, origin: null, simulatorUrl: options.mode === 'live' ? null : 'http://127.0.0.1:1', symbols: 'all' });
  // Where the caller names a server, the caller's own variables are what must be right.
  const given = Object.fromEntries(Object.entries(base).filter(([name]) => (base['REDIS_HOST'] && name.startsWith('REDIS_')) || (base['MYSQL_HOST'] && name.startsWith('MYSQL_'))));
  const env = { ...base, ...decided, ...given, METRICS_PORT: '1', PORT: '1' };
  readAll({
    runtime: () => readRuntimeConfig(env),
    store: () => readStoreConfig(env),
    workers: () => readWorkersConfig(env),
    upstream: () => readUpstreamConfig(env),
    api: () => readApiConfig(env),
  });
}
