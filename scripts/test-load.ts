/**
 * `npm run test-load`: asks a farm of this machine as hard as it is told to, for a
 * bounded time, and says how it bore it: REST answers and latencies, and readers on
 * sockets that each want a snapshot. Refuses any address that is not the loopback.
 * Exits 1 when an answer was an error or a reader was told nothing.
 */
import { isIP } from 'node:net';
import autocannon from 'autocannon';
import { Command, InvalidArgumentError } from 'commander';
import { io, type Socket } from 'socket.io-client';
import { ConfigError } from '#queues/errors.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { runCommand } from './farm/exit.js';
import { openTarget, withTarget, type TargetOptions } from './target/options.js';
import { askHttp } from './target/target.js';

interface Options extends TargetOptions {
  seconds: number;
  connections: number;
  readers: number;
  symbol: string;
  json?: boolean;
}
interface Borne {
  route: string;
  per_second: number;
  p50_ms: number;
  p99_ms: number;
  /** Refused by the key's limit: the farm did as it should. */
  limited: number;
  failed: number;
}
interface Told {
  readers: number;
  told: number;
  slowest_ms: number | null;
}

const READER_PATIENCE_MS = 15_000;
const routesOf = (symbol: string): string[] => [`/api/v1/prices/current/${symbol}`, `/api/v1/ml-features/${symbol}/current`, `/api/v1/technical/${symbol}`, '/health'];

/** @throws ConfigError: a load is for a farm of one's own, on one's own machine. */
export function refuseElsewhere(url: string): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const isHere = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (!isHere) throw new ConfigError([`test-load asks the loopback only, and ${host} is not on it`]);
}

/** @throws Error when nobody answers. */
async function ask(api: string, route: string, key: string, { seconds, connections }: Options): Promise<Borne> {
  const { status, text } = await askHttp(api + route, key);
  if (status !== 200 && status !== 429) throw new Error(`${route} answered ${status} before any load: ${text.slice(0, 200)}`);
  const r = await autocannon({ url: api + route, connections, duration: seconds, headers: { authorization: `Bearer ${key}` } });
  const limited = r.statusCodeStats?.['429']?.count ?? 0;
  return { route, per_second: r['2xx'] / r.duration, p50_ms: r.latency.p50, p99_ms: r.latency.p99, limited, failed: r.non2xx - limited + r.errors };
}

/** One reader; resolves with the ms until its snapshot, or null when none came in time. */
function reader(api: string, key: string, symbol: string): { socket: Socket; told: Promise<number | null> } {
  const started = performance.now();
  const socket = io(api, { auth: { token: key }, transports: ['websocket'], forceNew: true, reconnection: false });
  const told = new Promise<number | null>((resolve) => {
    const late = setTimeout(() => resolve(null), READER_PATIENCE_MS);
    const end = (ms: number | null): void => (clearTimeout(late), resolve(ms));
    socket.once('price_update', () => end(performance.now() - started));
    socket.once('connect_error', () => end(null));
    socket.emit('subscribe', { stream: 'prices', symbols: [symbol] }, ({ ok }: { ok: boolean }) => void (ok || end(null)));
  });
  return { socket, told };
}

async function listen(api: string, key: string, { readers, symbol }: Options): Promise<Told> {
  const all = Array.from({ length: readers }, () => reader(api, key, symbol));
  const waits = await Promise.all(all.map((r) => r.told));
  for (const { socket } of all) socket.close();
  const heard = waits.filter((ms) => ms !== null);
  return { readers, told: heard.length, slowest_ms: heard.length === 0 ? null : Math.max(...heard) };
}

const line = (b: Borne): string => `  ${b.route.padEnd(42)} ${Math.round(b.per_second).toLocaleString('en-US').padStart(8)}/s   p50 ${String(b.p50_ms).padStart(4)} ms   p99 ${String(b.p99_ms).padStart(4)} ms${b.limited > 0 ? `   ${b.limited} limited` : ''}${b.failed > 0 ? `   ${b.failed} FAILED` : ''}`;
const readersLine = ({ readers, told, slowest_ms }: Told): string => `  ${`${readers} readers on Socket.IO`.padEnd(42)} ${told} told${slowest_ms === null ? '' : `, the slowest after ${Math.round(slowest_ms)} ms`}`;

const whole = (most: number) => (raw: string): number => {
  const n = Number(raw);
  if (raw === '' || !Number.isInteger(n) || n < 1 || n > most) throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  return n;
};

const command = (): Command =>
  withTarget(new Command('test-load').description('Loads a farm of this machine for a bounded time: readers on sockets, then REST in turns. Its key\'s limit holds: start the farm with a higher RATE_LIMIT_REQUESTS to see more.'))
    .option('--seconds <n>', 'for each route, up to 60', whole(60), 5)
    .option('--connections <n>', 'at once, up to 200', whole(200), 20)
    .option('--readers <n>', 'on sockets, up to 1000', whole(1_000), 100)
    .option('--symbol <name>', 'asked for', 'BTC')
    .option('--json', 'report as one line of JSON')
    .allowExcessArguments(false)
    .exitOverride();

async function main(): Promise<number> {
  const options = command().parse().opts<Options>();
  const target = await openTarget(options, processEnvironment());
  try {
    refuseElsewhere(target.api);
    const key = target.keys.trading ?? target.keys.master;
    if (key === undefined) throw new ConfigError(['a key is needed that may read features: API_KEY_TRADING or API_KEY_MASTER']);
    // Readers first: each costs a request of the limit that the routes then spend.
    process.stderr.write(`${options.readers} readers\n`);
    const sockets = await listen(target.api, key, options);
    const routes: Borne[] = [];
    for (const route of routesOf(options.symbol)) {
      process.stderr.write(`${route}: ${options.seconds} s with ${options.connections} connections\n`);
      routes.push(await ask(target.api, route, key, options));
    }
    const ok = routes.every((r) => r.failed === 0) && sockets.told === sockets.readers;
    process.stdout.write(options.json ? `${JSON.stringify({ farm: target.name, ok, routes, sockets })}\n` : `${[target.name, ...routes.map(line), readersLine(sockets)].join('\n')}\n`);
    return ok ? 0 : 1;
  } finally {
    await target.close();
  }
}

runCommand('test-load', main);
