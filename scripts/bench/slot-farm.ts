/**
 * The farm of the slot bench: simulator, default pools, api and scheduler, each
 * a process of its own. The scheduler keeps its timetable under another prefix:
 * the bench makes the ticks, so that it knows when each one was asked for.
 */
import { io } from 'socket.io-client';
import { newestLanded, readLanded } from '#queues/landed.js';
import { repeat } from '#queues/repeat.js';
import { formatClock, parseClock, realNowMs, type Clock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { connectRedis } from '#queues/runtime/redis.js';
import { startChild, type Child } from '../farm/child.js';
import { simulatorVariables } from '../farm/environment.js';
import { childSpec, rolesOf } from '../farm/roles.js';
import { freePort } from '../provision/ports.js';
import { randomSecret } from '../provision/secret.js';
import type { BenchServices } from './services.js';

/** Farm time at the start: a Monday, some minutes before a slot. */
const FARM_START = Date.UTC(2026, 0, 5, 9, 57);
const READY_MS = 60_000;

export interface SlotFarm {
  clock: Clock;
  /** Of simulator and processes. */
  env: Record<string, string>;
  children: Child[];
  apiUrl: string;
  /** Real ms at which each slot's completion was told: on the stream, and on a client's socket. */
  told: Map<number, { stream?: number; socket?: number }>;
}

export interface SlotFarmOptions {
  symbols: number;
  speed: number;
  historyBars: number;
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function startSimulator(b: BenchServices, symbols: number, clock: string): Promise<{ child: Child; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startChild({ name: 'simulator', args: ['dist/scripts/simulator/main.js', '--port', String(port), '--symbols', String(symbols)], env: { ...b.env, FARM_CLOCK: clock }, logFile: `${b.logs}/simulator.log`, readyUrl: `${url}/__sim/universe`, drainMs: 5_000, tell });
  b.closers.add('simulator', () => child.stop());
  await child.ready(READY_MS);
  return { child, url };
}

/** What a farm on the simulated market is told, with a CoinGecko plan that fits. */
const farmEnvironment = (b: BenchServices, o: SlotFarmOptions, at: { url: string; clock: string }): Record<string, string> => ({
  ...b.env,
  FARM_CLOCK: at.clock,
  ...simulatorVariables(at.url, 'sim'),
  COINGECKO_PER_MINUTE: '500',
  HISTORY_BARS: String(o.historyBars),
  DRAIN_TIMEOUT_MS: '5000',
  API_KEY_MASTER: randomSecret(),
  API_KEY_TRADING: randomSecret(),
  API_KEY_READONLY: randomSecret(),
  JWT_SECRET_KEY: randomSecret(),
});

async function startRoles(b: BenchServices, env: Record<string, string>): Promise<{ children: Child[]; apiUrl: string }> {
  const children: Child[] = [];
  let apiUrl = '';
  for (const spec of rolesOf(1)) {
    const port = await freePort();
    if (spec.role === 'api') apiUrl = `http://127.0.0.1:${port}`;
    const own: Record<string, string> = spec.role === 'scheduler' ? { REDIS_PREFIX: '{bench-timetable}' } : {};
    const child = startChild(childSpec(spec, { port, logs: b.logs, env: { ...env, ...own }, tell }));
    b.closers.add(child.name, () => child.stop());
    children.push(child);
  }
  await Promise.all(children.map((child) => child.ready(READY_MS)));
  return { children, apiUrl };
}

/** Notes when the stream tells of a slot. */
async function followStream(b: BenchServices, note: (slot: number) => void): Promise<void> {
  const redis = connectRedis({ ...b.redis }, silentLog(), { commandTimeout: undefined });
  let last = await newestLanded(redis, b.prefix);
  const loop = repeat('landed', 0, silentLog(), async () => {
    for (const event of await readLanded(redis, b.prefix, last, 500)) {
      last = event.id;
      if (event.kind === 'slot_complete') note(event.slot);
    }
  });
  b.closers.add('stream', async () => {
    await loop.stop();
    redis.disconnect();
  });
}

/** A client that follows one symbol's features, as the trading engine would. @throws Error when it is refused. */
async function followSocket(b: BenchServices, at: { url: string; token: string }, note: (slot: number) => void): Promise<void> {
  const socket = io(at.url, { auth: { token: at.token }, transports: ['websocket'] });
  b.closers.add('socket', () => void socket.close());
  socket.on('slot_complete', (event: { slot: string }) => note(Date.parse(event.slot)));
  const answer = (await socket.timeout(10_000).emitWithAck('subscribe', { stream: 'features', symbols: ['BTC'] })) as { ok: boolean; error?: unknown };
  if (!answer.ok) throw new Error(`the api refused the subscription: ${JSON.stringify(answer.error)}`);
}

/** Starts everything and waits until it is ready. The registry must have its symbols. */
export async function startSlotFarm(b: BenchServices, o: SlotFarmOptions): Promise<SlotFarm> {
  const origin = formatClock({ speed: o.speed, realMs: realNowMs(), farmMs: FARM_START });
  const simulator = await startSimulator(b, o.symbols, origin);
  const env = farmEnvironment(b, o, { url: simulator.url, clock: origin });
  const { children, apiUrl } = await startRoles(b, env);
  const told: SlotFarm['told'] = new Map();
  const note = (by: 'stream' | 'socket') => (slot: number) => void told.set(slot, { ...told.get(slot), [by]: told.get(slot)?.[by] ?? realNowMs() });
  await followStream(b, note('stream'));
  await followSocket(b, { url: apiUrl, token: env['API_KEY_TRADING'] as string }, note('socket'));
  return { clock: parseClock(origin), env, children: [...children, simulator.child], apiUrl, told };
}
