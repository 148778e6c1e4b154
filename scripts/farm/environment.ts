/**
 * The environment `up` hands to the farm's processes: the caller's own, `.env`
 * below it, and above both what `up` has decided. A simulated or replayed farm
 * never sees an upstream's key, so that it cannot spend one.
 */
import { formatClock, type ClockOrigin } from '#queues/runtime/clock.js';
import type { Environment } from '#queues/runtime/env.js';
import type { FarmKeys } from './files.js';
import type { UpOptions } from './options.js';

export interface Servers {
  redis: { host: string; port: number; password: string };
  mysql: { host: string; port: number; user: string; password: string };
}

export interface EnvironmentFacts {
  options: UpOptions;
  servers: Servers;
  keys: FarmKeys;
  origin: ClockOrigin | null;
  simulatorUrl: string | null;
  /** Value of SYMBOLS. */
  symbols: string;
}

/** Two databases' worth of connections is what a default server allows all processes together. */
const MOST_CONNECTIONS = 160;
const HISTORY_BARS = { sim: '300', live: '1000', replay: '10000' } as const;
const isUpstreamKey = (name: string): boolean => /_(API_KEY|CLIENT_ID|CLIENT_SECRET|BEARER_TOKEN)$/.test(name) || name === 'COINGECKO_PLAN';
/** A language model that is paid for reads no simulated news. */
const isPaidReader = (name: string, value: string): boolean => name === 'LLM_PROVIDER' && value !== 'ollama';

/** Caller's environment over `.env`; without the upstreams' keys unless the farm is live. Pure. */
export function inherited(caller: Environment, dotenv: Environment, mode: UpOptions['mode']): Record<string, string> {
  const all = Object.entries({ ...dotenv, ...caller }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(mode === 'live' ? all : all.filter(([name, value]) => !isUpstreamKey(name) && !isPaidReader(name, value)));
}

function serverVariables({ redis, mysql }: Servers): Record<string, string> {
  return {
    REDIS_HOST: redis.host,
    REDIS_PORT: String(redis.port),
    REDIS_PASSWORD: redis.password,
    MYSQL_HOST: mysql.host,
    MYSQL_PORT: String(mysql.port),
    MYSQL_USER: mysql.user,
    MYSQL_PASSWORD: mysql.password,
  };
}

/** Keys that open the simulator's keyed hosts, and nothing else. */
const SIMULATED_KEYS = ['FRED_API_KEY', 'GUARDIAN_API_KEY', 'NEWS_API_KEY', 'CRYPTOPANIC_API_KEY', 'REDDIT_CLIENT_ID', 'REDDIT_CLIENT_SECRET', 'TWITTER_BEARER_TOKEN', 'ALPHA_VANTAGE_API_KEY', 'ETHERSCAN_API_KEY'] as const;

/** A replay plays candles: nobody recorded the news beside them. */
export function simulatorVariables(url: string | null, mode: UpOptions['mode']): Record<string, string> {
  if (url === null) return {};
  const keys = Object.fromEntries(SIMULATED_KEYS.map((name) => [name, `simulated-${name.toLowerCase()}`]));
  return { SIMULATOR_URL: url, ...(mode === 'sim' ? keys : { SOURCES: 'crypto-prices,ohlc' }) };
}

/** What every process gets on top of `inherited`. Pure. */
export function farmVariables({ options, servers, keys, origin, simulatorUrl, symbols }: EnvironmentFacts): Record<string, string> {
  const processes = 2 * options.workers + 2;
  return {
    ...serverVariables(servers),
    ...simulatorVariables(simulatorUrl, options.mode),
    API_KEY_MASTER: keys.master,
    API_KEY_TRADING: keys.trading,
    API_KEY_READONLY: keys.readonly,
    JWT_SECRET_KEY: keys.jwt,
    FARM_MODE: options.mode,
    FARM_CLOCK: origin ? formatClock(origin) : '',
    SYMBOLS: symbols,
    HISTORY_BARS: HISTORY_BARS[options.mode],
    WORKER_POOLS: '',
    METRICS_HOST: '127.0.0.1',
    HOST: '127.0.0.1',
    LOG_FORMAT: 'json',
    ...(processes * 15 > MOST_CONNECTIONS ? { MYSQL_POOL_SIZE: String(Math.max(2, Math.floor(MOST_CONNECTIONS / processes))) } : {}),
  };
}
