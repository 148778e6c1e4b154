/**
 * One farm to be tormented, or left alone: servers of its own, a simulated market
 * that stands still within a slot, and the built processes, each started again
 * when it ends, as a cluster would. Two arenas with the same clock see the same
 * market, so that their rows can be compared.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BASE_CADENCE } from '#queues/datasets.js';
import { parseClock, realSleep, stopwatchMs, type Clock } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { slotAt } from '#queues/slot.js';
import { createStore } from '#workers/store/create.js';
import type { Store } from '#workers/store/index.js';
import { seedAssets } from '#workers/store/seeds/assets.js';
import { ask } from '../farm/ask.js';
import { startChild, type Child } from '../farm/child.js';
import type { Closers } from '../farm/closers.js';
import { projectRoot } from '../farm/place.js';
import { HEAP_FLAGS } from '../farm/roles.js';
import { freePort } from '../provision/ports.js';
import { startSimulator, type Simulator } from '../simulator/server.js';
import { followed, moveClock } from './moved-clock.js';
import { startServers, type ArenaServers } from './servers.js';

/** Name of a process → its script and arguments. */
export type Roles = Readonly<Record<string, readonly string[]>>;

export interface ArenaOptions {
  home: string;
  /** The servers' folder, where it is another than the home. */
  data?: string;
  /** `SPEED@REAL_MS@FARM_MS`, as every process gets it. */
  clock: string;
  symbols: number;
  seed: number;
  roles: Roles;
  closers: Closers;
  tell(line: string): void;
}

export interface Arena extends ArenaServers {
  clock: Clock;
  simulator: Simulator;
  rows: Store;
  symbols: readonly string[];
  children: ReadonlyMap<string, Child>;
  /** Starts more of the farm's processes. */
  add(roles: Roles): Promise<void>;
  /** Moves the clock of one process, now and in all its next lives. Farm ms. */
  moveClock(child: string, byFarmMs: number): void;
  /** By how much that process has moved its clock, farm ms. */
  movedBy(child: string): number;
  tell(line: string): void;
}

/** The farm that is tormented: a process for every pool, and two schedulers, which start last. */
export const DISTURBED = {
  collect: ['dist/workers/main.js', '--pool', 'collect'],
  process: ['dist/workers/main.js', '--pool', 'process'],
  backfill: ['dist/workers/main.js', '--pool', 'backfill'],
  api: ['dist/api/main.js'],
} as const;
export const TWO_SCHEDULERS = { 'scheduler-1': ['dist/queues/main.js'], 'scheduler-2': ['dist/queues/main.js'] } as const;
/** The farm beside it: as few processes as do the same work. */
export const CALM = { worker: ['dist/workers/main.js', '--pool', 'collect', '--pool', 'process', '--pool', 'backfill'] } as const;
export const ONE_SCHEDULER = { scheduler: ['dist/queues/main.js'] } as const;

const READY_MS = 60_000;
const DRAIN_MS = 15_000;
/** No budget of a host may decide which of two farms gets an answer. */
const GENEROUS = 1_000_000;
export const PREFIX = '{chaos}';
/** Coins of the market beyond those asked for: some of the largest are not traded at the first venue. */
const SPARE = 6;
const NOBODY = 'http://127.0.0.1:9';
const KEYS = { API_KEY_MASTER: 'test-chaos-master-key-0123456789abcde', API_KEY_TRADING: 'test-chaos-trading-key-0123456789abcd', API_KEY_READONLY: 'test-chaos-readonly-key-0123456789abc', JWT_SECRET_KEY: 'test-chaos-jwt-secret-0123456789abcdef0123' };

/** The market's instant is the slot's: whenever in a slot it is asked, it says the same. */
const slotted = (clock: Clock): Clock => ({ ...clock, nowMs: () => slotAt(clock.nowMs(), BASE_CADENCE), now: () => new Date(slotAt(clock.nowMs(), BASE_CADENCE)) });

const text = (values: object): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? '')]));

const symbolsOf = ({ symbols }: ArenaOptions, { source }: Simulator): string[] => source.assets.filter((a) => a.market).slice(0, symbols).map((a) => a.symbol);

function environmentOf(o: ArenaOptions, { settings, store }: ArenaServers, simulator: Simulator): Record<string, string> {
  return {
    PATH: processEnvironment()['PATH'] ?? '', HOME: o.home, NODE_ENV: 'development', FARM_MODE: 'sim', FARM_CLOCK: o.clock, LOG_FORMAT: 'json', LOG_LEVEL: 'info',
    ...text(settings), REDIS_PREFIX: PREFIX, ...text(store), ...KEYS, METRICS_HOST: '127.0.0.1', HOST: '127.0.0.1',
    // A second venue's bar is true and another one: it would hide a wrong row among the different ones.
    SIMULATOR_URL: simulator.url, COINBASE_EXCHANGE_BASE_URL: NOBODY, SYMBOLS: symbolsOf(o, simulator).join(','), CHUNK_SYMBOLS: String(Math.ceil(o.symbols / 2)), SOURCES: 'crypto-prices,ohlc', HISTORY_BARS: '300',
    COINGECKO_PER_MINUTE: '6000', UPSTREAM_TIMEOUT_MS: '4000', DRAIN_TIMEOUT_MS: '5000',
  };
}

/** The module that lets a fault move a process's clock; it reads the offset from a file. */
const MOVED_CLOCK = pathToFileURL(join(projectRoot, 'dist/scripts/chaos/moved-clock.js')).href;
const offsetFile = (home: string, name: string): string => join(home, `${name}.offset`);

async function startRole(o: ArenaOptions, env: Record<string, string>, [name, script]: [string, readonly string[]]): Promise<Child> {
  const port = String(await freePort());
  const own: Record<string, string> = name === 'api' ? { PORT: port } : { METRICS_PORT: port };
  const child = startChild({
    name,
    args: [...HEAP_FLAGS, '--import', MOVED_CLOCK, ...script],
    env: { ...env, ...own, CHAOS_OFFSET_FILE: offsetFile(o.home, name) },
    logFile: join(o.home, `${name}.log`),
    readyUrl: `http://127.0.0.1:${port}/ready`,
    drainMs: DRAIN_MS,
    tell: () => undefined,
  });
  o.closers.add(name, () => child.stop());
  await child.ready(READY_MS);
  return child;
}

/** The market is computed when it is first asked for, which takes longer than the farm waits for an upstream. */
async function warm({ url, source }: Simulator): Promise<void> {
  for (const { market } of source.assets) {
    for (const interval of market ? ['5m', '1h', '4h', '1d'] : []) await ask(`${url}/binance/api/v3/klines?symbol=${market}&interval=${interval}&limit=500`);
  }
  await ask(`${url}/coingecko/api/v3/coins/markets?vs_currency=usd&ids=${source.assets.map((a) => a.id).join(',')}`);
}

/** @throws StartError when a part does not come up; the closers then stop what did. */
export async function startArena(o: ArenaOptions): Promise<Arena> {
  mkdirSync(o.home, { recursive: true, mode: 0o700 });
  const clock = parseClock(o.clock);
  const servers = await startServers(o.data ?? o.home, o.closers);
  const simulator = await startSimulator({ clock: slotted(clock), seed: o.seed, symbols: o.symbols + SPARE, coingeckoCallsPerMinute: GENEROUS, binanceWeightPerMinute: GENEROUS, slowMs: 500 });
  o.closers.add('simulator', () => simulator.stop());
  await warm(simulator);
  const rows = createStore({ ...servers.store, MYSQL_USER: 'farm', MYSQL_POOL_SIZE: 2 }, createMetrics(false), silentLog());
  o.closers.add('store', () => rows.close());
  await seedAssets(rows, 'seed', clock);
  const env = environmentOf(o, servers, simulator);
  const children = new Map<string, Child>();
  const add = async (roles: Roles): Promise<void> => void (await Promise.all(Object.entries(roles).map(async (role) => children.set(role[0], await startRole(o, env, role)))));
  await add(o.roles);
  return {
    ...servers, clock, simulator, rows, children, add, tell: o.tell,
    symbols: symbolsOf(o, simulator),
    moveClock: (child, byFarmMs) => moveClock(offsetFile(o.home, child), byFarmMs / clock.speed),
    movedBy: (child) => followed(offsetFile(o.home, child)) * clock.speed,
  };
}

/** Waits for a condition, real ms; what cannot be asked just now is not so yet. @returns whether it came about. */
export async function until(condition: () => Promise<boolean> | boolean, withinMs: number, everyMs = 100): Promise<boolean> {
  const began = stopwatchMs();
  for (;;) {
    if (await Promise.resolve().then(condition).catch(() => false)) return true;
    if (stopwatchMs() - began > withinMs) return false;
    await realSleep(everyMs);
  }
}
