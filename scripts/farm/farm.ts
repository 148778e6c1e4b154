/**
 * Brings the farm up, part after part, and registers how each is stopped. When a
 * part fails, the caller closes what has been registered: nothing stays behind.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createProducer, type Producer } from '#queues/producer.js';
import { parseClock, formatClock, realNowMs, type Clock, type ClockOrigin } from '#queues/runtime/clock.js';
import { readRuntimeConfig } from '#queues/runtime/config.js';
import type { Environment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { readStoreConfig, databaseNames } from '#workers/store/config.js';
import { createStore } from '#workers/store/create.js';
import type { Store } from '#workers/store/index.js';
import { migrate } from '#workers/store/migrate.js';
import { seedAssets } from '#workers/store/seeds/assets.js';
import { freePort, portIsFree } from '#scripts/provision/ports.js';
import { ProvisionError } from '#scripts/provision/failure.js';
import { startChild, type Child } from './child.js';
import type { Closers } from './closers.js';
import { farmVariables, inherited, type Servers } from './environment.js';
import { farmKeys, keepFarmMs, lastFarmMs, marketHome, type FarmKeys, type FarmState } from './files.js';
import type { UpOptions } from './options.js';
import { clockOrigin } from './origin.js';
import { assetsToAdd, wantedSymbols } from './registry.js';
import { checkSettings } from './precheck.js';
import { childSpec, rolesOf, type RoleSpec } from './roles.js';
import { startServers } from './servers.js';
import { readSpan, readUniverse, startSimulator, type SimulatedUniverse, type SimulatorPlace } from './simulator.js';

export interface FarmPlace {
  options: UpOptions;
  /** The caller's environment. */
  env: Environment;
  dotenv: Environment;
  closers: Closers;
  tell(line: string): void;
}

export interface Farm {
  clock: Clock;
  /** Farm instant just before the scheduler started. */
  startedFarmMs: number;
  store: Store;
  producer: Producer;
  /** Process ids change when a process is started again, so it is asked for. */
  state(): FarmState;
  /** Remembers where farm time stands. */
  keepTime(): void;
}

interface Market {
  universe: SimulatedUniverse | null;
  origin: ClockOrigin | null;
  url: string | null;
  child: Child | null;
}

const READY_MS = 90_000;

/** @throws ConfigError, ProvisionError or StartError, each with what to do. */
export async function bringUp(place: FarmPlace): Promise<Farm> {
  const { options, closers, tell } = place;
  const apiPort = await pickApiPort(options);
  const market = marketHome(options.home, options.mode, options.replayDir);
  const logs = join(resolve(options.home), 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const base = inherited(place.env, place.dotenv, options.mode);
  const keys = chosenKeys(farmKeys(options.home), base);
  checkSettings(options, keys, base);

  tell('starting Redis and MySQL');
  const servers = await startServers({ home: market, env: base, closers, tell });
  const forServers = { ...base, ...farmVariables({ options, servers, keys, origin: null, simulatorUrl: null, symbols: 'all' }) };
  const { store } = await openDatabase(forServers, place);

  const played = await startMarket(place, market, { port: await freePort(), logFile: join(logs, 'simulator.log'), env: base, tell });
  const clock = parseClock(played.origin ? formatClock(played.origin) : undefined);
  const symbols = await fillRegistry(options, played.universe, store, clock);
  const env = { ...base, ...farmVariables({ options, servers, keys, origin: played.origin, simulatorUrl: played.url, symbols }) };

  const runtime = readRuntimeConfig(env);
  const producer = createProducer({ redis: runtime, prefix: runtime.REDIS_PREFIX, clock, log: silentLog() });
  closers.add('producer', () => producer.close());
  const keepTime = () => (options.mode === 'live' ? undefined : keepFarmMs(market, clock.nowMs()));
  closers.add('farm time', keepTime);
  const startedFarmMs = clock.nowMs();
  const running = await startRoles(place, env, logs, apiPort);
  const databases = databaseNames(readStoreConfig(env));
  return { clock, startedFarmMs, store, producer, keepTime, state: () => stateOf({ options, keys, servers, databases, played, apiPort, running }) };
}

async function pickApiPort({ apiPort, once }: UpOptions): Promise<number> {
  if (apiPort === 0) return await freePort();
  if (await portIsFree(apiPort)) return apiPort;
  if (once) return await freePort();
  throw new ProvisionError(`port ${apiPort} is taken`, 'choose another with --api-port, or 0 for a free one');
}

/** Keys set by the user win over the random ones. */
const chosenKeys = (made: FarmKeys, env: Environment): FarmKeys => ({
  master: env['API_KEY_MASTER'] || made.master,
  trading: env['API_KEY_TRADING'] || made.trading,
  readonly: env['API_KEY_READONLY'] || made.readonly,
  jwt: env['JWT_SECRET_KEY'] || made.jwt,
});

async function openDatabase(env: Record<string, string>, { closers, tell }: FarmPlace): Promise<{ store: Store }> {
  const config = readStoreConfig(env);
  const { applied } = await migrate(config, silentLog());
  if (applied.length > 0) tell(`applied ${applied.length} migration${applied.length === 1 ? '' : 's'}`);
  const store = createStore({ ...config, MYSQL_POOL_SIZE: 4 }, createMetrics(false), silentLog());
  closers.add('store', () => store.close());
  return { store };
}

async function startMarket({ options, closers, tell }: FarmPlace, market: string, simulator: SimulatorPlace): Promise<Market> {
  if (options.mode === 'live') return { universe: null, origin: null, url: null, child: null };
  tell(options.mode === 'replay' ? `reading the recorded candles of ${options.replayDir}` : 'starting the simulated market');
  const span = await readSpan(options, simulator);
  const origin = clockOrigin({ mode: options.mode, speed: options.speed, nowMs: realNowMs(), span, resumeMs: lastFarmMs(market) });
  const child = await startSimulator(options, { ...simulator, env: { ...simulator.env, FARM_CLOCK: origin ? formatClock(origin) : '' } });
  closers.add('simulator', () => child.stop());
  const url = `http://127.0.0.1:${simulator.port}`;
  return { universe: await readUniverse(url), origin, url, child };
}

/** @returns the value of SYMBOLS. */
async function fillRegistry(options: UpOptions, universe: SimulatedUniverse | null, store: Store, clock: Clock): Promise<string> {
  await seedAssets(store, 'seed', clock);
  if (universe) {
    const missing = assetsToAdd(universe, await store.assets.all(), clock.now());
    if (missing.length > 0) await store.assets.upsert(missing);
  }
  return wantedSymbols(options.symbols, universe, await store.assets.active());
}

interface Running {
  spec: RoleSpec;
  child: Child;
  port: number;
}

async function startRoles({ options, closers, tell }: FarmPlace, env: Record<string, string>, logs: string, apiPort: number): Promise<Running[]> {
  const roles = rolesOf(options.workers);
  tell(`starting ${roles.map((r) => r.name).join(', ')}`);
  const running: Running[] = [];
  for (const spec of roles) {
    const port = spec.role === 'api' ? apiPort : await freePort();
    const child = startChild(childSpec(spec, { port, logs, env, tell }));
    running.push({ spec, child, port });
  }
  // Scheduler first, then all workers together, then the api: no new work, none left half-done, and the api answers to the end.
  for (const role of ['api', 'worker', 'scheduler'] as const) closers.add(role, async () => void (await Promise.all(running.filter((r) => r.spec.role === role).map((r) => r.child.stop()))));
  await Promise.all(running.map((r) => r.child.ready(READY_MS)));
  return running;
}

interface StateFacts {
  options: UpOptions;
  keys: FarmKeys;
  servers: Servers;
  databases: FarmState['mysql']['databases'];
  played: Market;
  apiPort: number;
  running: readonly Running[];
}

function stateOf({ options, keys, servers, databases, played, apiPort, running }: StateFacts): FarmState {
  const own = running.map(({ spec, child, port }) => ({ role: spec.role, pool: spec.pool, pid: child.pid, metrics_url: `http://127.0.0.1:${port}/metrics` }));
  const simulator = played.child ? [{ role: 'simulator', pool: null, pid: played.child.pid, metrics_url: null }] : [];
  return {
    mode: options.mode,
    api_url: `http://127.0.0.1:${apiPort}`,
    keys: { master: keys.master, trading: keys.trading, readonly: keys.readonly },
    mysql: { ...servers.mysql, databases },
    redis: servers.redis,
    simulator: played.url === null ? null : { url: played.url },
    processes: [...own, ...simulator],
  };
}
