/**
 * The simulator as an HTTP server on the loopback: every host of `hosts.ts` under
 * its own name (`/coingecko`, `/binance`, …), the admin door beside them. Bare node:http,
 * since the farm's benchmarks must not measure the simulator.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '#queues/runtime/clock.js';
import { Tally, adminAnswer } from './admin.js';
import { json, type Answer, type Call } from './answer.js';
import { FaultPlan, type FaultRule, type SimulatedHost } from './faults.js';
import { fixtureAnswer } from './fixtures.js';
import { playersOf, type Players } from './hosts.js';
import { ComputedMarket } from './market.js';
import { isLie, lie } from './lies.js';
import { loadReplay } from './replay.js';
import type { MarketSource } from './source.js';
import { send, sendSpoiled } from './transport.js';

export interface SimulatorOptions {
  /** 0 picks a free port. */
  port?: number;
  /** The address to listen on; the loopback unless a container says otherwise. */
  host?: string | undefined;
  clock?: Clock;
  seed?: number;
  /** Number of coins; without it every recorded one, or every seeded one and at least 134. */
  symbols?: number;
  /** A directory of recorded candles, played instead of the computed market. */
  replay?: string;
  faults?: readonly FaultRule[];
  /** Budgets per farm minute. */
  coingeckoCallsPerMinute?: number;
  binanceWeightPerMinute?: number;
  /** Answers of Alpha Vantage in a farm day. */
  alphaVantageCallsPerDay?: number;
  /** Real milliseconds a `slow` fault holds an answer back. */
  slowMs?: number;
  /** Told about files of a replay that are not played, and why. */
  notice?: (line: string) => void;
}

export interface Simulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  source: MarketSource;
  faults: FaultPlan;
  /** Calls by host, path and status. */
  stats(): Record<string, Record<string, Record<string, number>>>;
  /** Closes at once, open connections included. */
  stop(): Promise<void>;
}

interface Parts {
  clock: Clock;
  source: MarketSource;
  faults: FaultPlan;
  tally: Tally;
  slowMs: number;
  players: Players;
}

/** Starts a simulator. @throws when the port is taken or the replay directory holds nothing to play. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? 1;
  const source = options.replay === undefined ? new ComputedMarket({ seed, symbols: options.symbols }) : loadReplay(options.replay, options);
  const parts: Parts = {
    clock: options.clock ?? systemClock,
    source,
    faults: new FaultPlan(seed, options.faults),
    tally: new Tally(),
    slowMs: options.slowMs ?? 3_000,
    players: playersOf({ source, seed, coingeckoCallsPerMinute: options.coingeckoCallsPerMinute ?? 500, binanceWeightPerMinute: options.binanceWeightPerMinute ?? 6_000, alphaVantageCallsPerDay: options.alphaVantageCallsPerDay }),
  };
  const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => serve(parts, req, res));
  await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, source, faults: parts.faults, stats: () => parts.tally.table(), stop: () => stop(server) };
}

function serve(parts: Parts, req: IncomingMessage, res: ServerResponse): void {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (path.startsWith('/__sim/')) return serveAdmin(parts, req, res);
  if (path.startsWith('/fixtures/')) return send(res, fixtureAnswer(path) ?? json(404, { error: `no answer was written for ${path}` }));
  if (req.method === 'POST') return withBody(req, (posted) => play(parts, req, res, { path, mark, posted }));
  play(parts, req, res, { path, mark, posted: '' });
}

interface Asked {
  path: string;
  /** Where the query begins; negative without one. */
  mark: number;
  posted: string;
}

function play(parts: Parts, req: IncomingMessage, res: ServerResponse, { path, mark, posted }: Asked): void {
  const slash = path.indexOf('/', 1);
  const host = path.slice(1, slash) as SimulatedHost;
  const below = path.slice(slash);
  const nowMs = parts.clock.nowMs();
  const query = new URLSearchParams(mark < 0 ? '' : (req.url ?? '').slice(mark + 1));
  const known = slash > 0 && Object.hasOwn(parts.players, host) && (req.method === 'GET' || req.method === 'POST');
  const call = { path: below, query, nowMs, method: req.method as 'GET' | 'POST', headers: req.headers, posted };
  const answer = known ? parts.players[host].answer(call) : null;
  if (!answer) return send(res, json(404, { error: `nothing is simulated at ${req.method} ${path}` }));
  parts.tally.add(host, below, sendFor(parts, res, { host, call, answer }));
}

/** The true answer, or what the fault plan makes of it. @returns the status the caller sees. */
function sendFor(parts: Parts, res: ServerResponse, { host, call, answer }: { host: SimulatedHost; call: Call; answer: Answer }): number {
  const player = parts.players[host];
  const kind = parts.faults.next(host, call.path, call.nowMs);
  if (kind !== null && !isLie(kind)) return sendSpoiled(res, answer, { kind, player, slowMs: parts.slowMs });
  const sent = kind === null ? answer : lie(kind, answer, call, (asked) => player.answer(asked));
  send(res, sent);
  return sent.status;
}

const MOST_POSTED_BYTES = 1_000_000;

function withBody(req: IncomingMessage, then: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_POSTED_BYTES) req.destroy();
    else chunks.push(chunk);
  });
  req.on('end', () => then(Buffer.concat(chunks).toString()));
}

function serveAdmin(parts: Parts, req: IncomingMessage, res: ServerResponse): void {
  withBody(req, (body) => send(res, adminAnswer(parts, { method: req.method ?? 'GET', path: req.url ?? '', body })));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
