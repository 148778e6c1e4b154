/**
 * A farm of real processes for whole-farm tests: the built scheduler, workers
 * and api as children, on the run's Redis and MySQL, against a simulator in
 * this process. It stops exactly what it started.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatClock, parseClock, realNowMs, realSleep, type Clock, type ClockOrigin } from '#queues/runtime/clock.js';
import { seedAssets } from '#workers/store/seeds/assets.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '#scripts/simulator/server.js';
import { freePort } from '#scripts/provision/ports.js';
import { ownServers, sharedServers, type FarmServers } from './servers.js';

export type Role = 'scheduler' | 'collect' | 'process' | 'backfill' | 'api';

export interface Child {
  role: Role;
  process: ChildProcess;
  /** `http://127.0.0.1:PORT` of its probes, or of the api. */
  url: string;
  /** What it wrote to stdout and stderr so far. */
  output(): string;
  /** Resolves with the exit code, or the name of the signal. */
  exit: Promise<number | string>;
}

export interface FarmOptions {
  /** Farm time and speed; the wall clock without it. */
  clock?: Pick<ClockOrigin, 'speed' | 'farmMs'>;
  /** Tickers, or how many. */
  symbols: string;
  /** Servers of its own, which the test may stop and start. */
  ownServers?: boolean;
  simulator?: Omit<SimulatorOptions, 'clock' | 'port'>;
  env?: Record<string, string>;
}

export interface TestFarm {
  clock: Clock;
  servers: FarmServers;
  simulator: Simulator;
  keys: { master: string; trading: string; readonly: string };
  /** Starts a role and resolves when it is ready. */
  start(role: Role, env?: Record<string, string>): Promise<Child>;
  /** Moves farm time forward, for the simulator at once and for the children started afterwards. */
  jump(farmMs: number): void;
  /** Ends the children, not the servers. */
  stopChildren(): Promise<void>;
  stop(): Promise<void>;
}

const keys = { master: 'test-master-key-0123456789abcdef', trading: 'test-trading-key-0123456789abcde', readonly: 'test-readonly-key-0123456789abcd' };
const commands: Record<Role, string[]> = {
  scheduler: ['dist/queues/main.js'],
  collect: ['dist/workers/main.js', '--pool', 'collect'],
  process: ['dist/workers/main.js', '--pool', 'process'],
  backfill: ['dist/workers/main.js', '--pool', 'backfill'],
  api: ['dist/api/main.js'],
};

/** A clock whose origin can be moved; without options it is the wall clock. */
function movableClock(start: FarmOptions['clock']): { clock: Clock; text(): string | undefined; jump(farmMs: number): void } {
  let text = start && formatClock({ ...start, realMs: realNowMs() });
  let current = parseClock(text);
  const clock: Clock = {
    get speed() {
      return current.speed;
    },
    nowMs: () => current.nowMs(),
    now: () => current.now(),
    toReal: (ms) => current.toReal(ms),
    toFarm: (ms) => current.toFarm(ms),
    sleep: (ms, signal) => current.sleep(ms, signal),
  };
  const jump = (farmMs: number): void => {
    text = formatClock({ speed: current.speed, farmMs: current.nowMs() + farmMs, realMs: realNowMs() });
    current = parseClock(text);
  };
  return { clock, text: () => text, jump };
}

export async function startFarm(o: FarmOptions): Promise<TestFarm> {
  if (!existsSync('dist/workers/main.js')) throw new Error('dist/ is not built: run ./scripts/build (or ./scripts/test, which does)');
  const { clock, text, jump } = movableClock(o.clock);
  const [servers, simulator] = await Promise.all([o.ownServers ? ownServers() : sharedServers(), startSimulator({ ...o.simulator, clock })]);
  await seedAssets(servers.store.store, 'seed', clock);
  const environment = () => ({ ...environmentOf(servers, simulator.url), SYMBOLS: o.symbols, ...(text() ? { FARM_CLOCK: text() as string } : {}), ...o.env });
  const home = await mkdtemp(join(tmpdir(), 'farm-children-'));
  const children: Child[] = [];
  const stopChildren = async (): Promise<void> => void (await Promise.all(children.splice(0).map(end)));
  return {
    clock,
    servers,
    simulator,
    keys,
    jump,
    start: async (role, env = {}) => {
      const child = await launch(role, { ...environment(), ...env }, home);
      children.push(child);
      await untilReady(child);
      return child;
    },
    stopChildren,
    stop: async () => {
      await stopChildren();
      await simulator.stop();
      await servers.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function environmentOf({ redis, prefix, store }: FarmServers, simulatorUrl: string): Record<string, string> {
  const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = redis;
  return {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'test',
    FARM_MODE: 'sim',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'info',
    REDIS_HOST,
    REDIS_PORT: String(REDIS_PORT),
    REDIS_PASSWORD: REDIS_PASSWORD ?? '',
    REDIS_PREFIX: prefix,
    ...Object.fromEntries(Object.entries(store.config).map(([k, v]) => [k, String(v)])),
    SIMULATOR_URL: simulatorUrl,
    SOURCES: 'crypto-prices,ohlc',
    COINGECKO_PER_MINUTE: '500',
    HISTORY_BARS: '300',
    DRAIN_TIMEOUT_MS: '5000',
    API_KEY_MASTER: keys.master,
    API_KEY_TRADING: keys.trading,
    API_KEY_READONLY: keys.readonly,
    JWT_SECRET_KEY: 'test-jwt-secret-0123456789abcdef0123',
  };
}

async function launch(role: Role, env: Record<string, string>, home: string): Promise<Child> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', ...commands[role]], { env: { ...env, [role === 'api' ? 'PORT' : 'METRICS_PORT']: String(port), HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  child.stdout.on('data', (d: Buffer) => lines.push(d.toString()));
  child.stderr.on('data', (d: Buffer) => lines.push(d.toString()));
  const exit = new Promise<number | string>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone')));
  return { role, process: child, url: `http://127.0.0.1:${port}`, output: () => lines.join(''), exit };
}

async function untilReady(child: Child): Promise<void> {
  const deadline = realNowMs() + 30_000;
  for (;;) {
    const answer = await fetch(`${child.url}/ready`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.process.exitCode !== null) throw new Error(`${child.role} ended with ${child.process.exitCode} before it was ready:\n${child.output()}`);
    if (realNowMs() > deadline) throw new Error(`${child.role} was not ready within 30 s (${answer ? await answer.text() : 'no answer'}):\n${child.output()}`);
    await realSleep(50);
  }
}

async function end(child: Child): Promise<void> {
  if (child.process.exitCode === null && child.process.signalCode === null) child.process.kill('SIGTERM');
  const stuck = setTimeout(() => child.process.kill('SIGKILL'), 20_000);
  await child.exit;
  clearTimeout(stuck);
}
