/**
 * `/ws/prices`, `/ws/sentiment`, `/ws/news`: plain WebSocket. A client says `subscribe`, gets the newest value
 * of each symbol and then every update. A reader that does not keep up is owed
 * the newest value per symbol and nothing else, so what waits for it is bounded.
 */
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError, asApiError, errorBody } from '../errors.js';
import { socketSession } from '../auth/guard.js';
import { bearerOf } from '../auth/keys.js';
import type { Principal } from '../auth/scopes.js';
import { admit, ended, identify, MOST_SYMBOLS, type Connections } from './admission.js';
import { frame, wire } from './frame.js';
import type { Hub, Push } from './hub.js';
import { ALL, concerns, type Stream } from './streams.js';

/** Path → the stream it serves, and the one channel it has. */
const PATHS: Readonly<Record<string, { stream: Stream; channel: string }>> = {
  '/ws/prices': { stream: 'prices', channel: 'price' },
  '/ws/sentiment': { stream: 'sentiment', channel: 'sentiment' },
  '/ws/news': { stream: 'news', channel: 'news' },
};
const HEARTBEAT_MS = 25_000;
/** How long a client may stay without having shown a key. */
const KEY_WITHIN_MS = 10_000;
const MAX_PAYLOAD_BYTES = 128 * 1_024;
/** More than this unsent and the client counts as slow. */
const SLOW_BYTES = 256 * 1_024;
/** How long a client may take to say goodbye when the server stops. */
const GOODBYE_MS = 1_000;
const MESSAGES_PER_SECOND = 50;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

const symbols = z.array(z.string().min(1).max(100)).max(MOST_SYMBOLS);
const message = z.discriminatedUnion('action', [
  z.object({ action: z.literal('subscribe'), symbols: symbols.default([]), channels: z.array(z.string()).max(10).optional(), api_key: z.string().optional() }),
  z.object({ action: z.literal('unsubscribe'), symbols: symbols.optional() }),
  z.object({ action: z.literal('ping') }),
]);
type Message = z.infer<typeof message>;

interface Desk {
  ctx: ApiContext;
  hub: Hub;
  connections: Connections;
}
interface Client {
  path: string;
  stream: Stream;
  ws: WebSocket;
  socket: Duplex;
  address: string | undefined;
  owner: Principal | undefined;
  symbols: Set<string>;
  /** Symbols whose newest value waits for the reader. */
  owed: Set<string>;
  /** Symbols told since the running subscribe began: its snapshot would be older. */
  fresh: Set<string>;
  alive: boolean;
  messages: number;
  /** Gives its place among the key's connections back. */
  release(): void;
}

const isSlow = (c: Client): boolean => c.ws.bufferedAmount > SLOW_BYTES;
const say = (c: Client, body: object): void => c.ws.send(JSON.stringify(body));

/** Many small frames leave in one write. */
function together(c: Client, write: () => void): void {
  c.socket.cork();
  write();
  c.socket.uncork();
}

function parse(data: Buffer): Message {
  let json: unknown;
  try {
    json = JSON.parse(data.toString());
  } catch (error) {
    throw new ApiError('VALIDATION_ERROR', 'the message is not JSON', { details: { cause: (error as Error).name } });
  }
  const parsed = message.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ApiError('VALIDATION_ERROR', parsed.error.issues.map((i) => `${i.path.join('.') || 'message'}: ${i.message}`).join('; ').slice(0, 300));
}

function payOwed(c: Client, hub: Hub): void {
  if (c.owed.size === 0 || isSlow(c)) return;
  together(c, () => {
    for (const symbol of c.owed) {
      const newest = hub.newest(c.stream, symbol);
      if (newest) c.ws.send(frame(c.stream, newest.update, newest.seq), { binary: false });
    }
  });
  c.owed.clear();
}

async function subscribe(ctx: ApiContext, hub: Hub, c: Client, m: Extract<Message, { action: 'subscribe' }>): Promise<void> {
  const { channel } = PATHS[c.path] as (typeof PATHS)[string];
  if (m.channels?.some((name) => name !== channel)) throw new ApiError('VALIDATION_ERROR', `channels: ${c.path} has the channel ${channel} and no other`);
  const found = await admit(ctx, c.owner as Principal, c.stream, m.symbols);
  if (c.symbols.size + found.length > MOST_SYMBOLS) throw new ApiError('VALIDATION_ERROR', `one client may follow ${MOST_SYMBOLS} symbols`);
  c.fresh.clear();
  for (const s of found) c.symbols.add(s);
  const { updates, seq } = await hub.snapshot(c.stream, found);
  say(c, { type: 'subscribed', symbols: found.filter((s) => s !== ALL), channels: [channel], seq });
  together(c, () => {
    for (const u of updates) if (!c.fresh.has(u.symbol)) c.ws.send(frame(c.stream, u, seq, { snapshot: true }), { binary: false });
  });
}

async function answer(desk: Desk, c: Client, data: Buffer, isBinary: boolean): Promise<void> {
  const { ctx, hub } = desk;
  if (isBinary) throw new ApiError('VALIDATION_ERROR', 'messages are JSON in text frames, not binary ones');
  const m = parse(data);
  if (m.action === 'subscribe' && m.api_key !== undefined) own(desk, c, identify(ctx, m.api_key, c.path, c.address));
  if (!c.owner) identify(ctx, undefined, c.path, c.address); // throws: nobody has shown a key
  if (m.action === 'ping') return say(c, { type: 'pong', timestamp: ctx.clock.now().toISOString() });
  if (m.action === 'subscribe') return subscribe(ctx, hub, c, m);
  const { found } = m.symbols ? await ctx.assets.findAll(m.symbols) : { found: undefined };
  const gone = found?.map((a) => a.symbol) ?? [...c.symbols];
  for (const s of gone) c.symbols.delete(s);
  say(c, { type: 'unsubscribed', symbols: gone.filter((s) => s !== ALL) });
}

/** A connection belongs to whose key it showed, and counts among that key's. @throws ApiError RATE_LIMIT_EXCEEDED. */
function own({ ctx, connections }: Desk, c: Client, owner: Principal): void {
  const release = connections.take(ctx, owner, c.path);
  c.release();
  Object.assign(c, { owner, release });
}

async function receive(desk: Desk, c: Client, data: Buffer, isBinary: boolean): Promise<void> {
  try {
    if (++c.messages > MESSAGES_PER_SECOND) throw new ApiError('RATE_LIMIT_EXCEEDED', `more than ${MESSAGES_PER_SECOND} messages in a second`);
    await answer(desk, c, data, isBinary);
  } catch (error) {
    const refused = asApiError(error);
    if (refused.status >= 500) desk.ctx.log.error({ err: error, surface: c.path }, 'message failed');
    say(c, { type: 'error', error: { code: refused.code, message: refused.message } });
    if (refused.code === 'INVALID_API_KEY' || c.messages > MESSAGES_PER_SECOND) c.ws.close(POLICY_VIOLATION, refused.code);
  }
}

/** One write for all frames where nothing waits; behind what waits they are shared with the other readers, for no reader may hold copies of all it is owed. */
function send(c: Client, frames: readonly Buffer[]): void {
  if (c.socket.writableLength === 0) c.socket.write(Buffer.concat(frames));
  else together(c, () => frames.forEach((bytes) => c.socket.write(bytes)));
}

function push(clients: ReadonlySet<Client>, { stream, updates, seq }: Push): void {
  const frames = updates.map((u) => [u, wire(frame(stream, u, seq))] as const);
  for (const c of clients) {
    if (c.stream !== stream || c.symbols.size === 0 || c.ws.readyState !== c.ws.OPEN) continue;
    const mine = frames.filter(([u]) => concerns(u, c.symbols));
    if (mine.length === 0) continue;
    const isBehind = isSlow(c);
    for (const [u] of mine) {
      c.fresh.add(u.symbol);
      if (isBehind) c.owed.add(u.symbol);
    }
    if (!isBehind) send(c, mine.map(([, bytes]) => bytes));
  }
}

function refuse(ctx: ApiContext, socket: Duplex, error: ApiError): void {
  const body = JSON.stringify(errorBody(error, ctx.clock.now(), null));
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

type Opened = Pick<Client, 'path' | 'ws' | 'socket' | 'address'>;

function open(desk: Desk, clients: Set<Client>, opened: Opened, owner: Principal | undefined): void {
  const { ctx, hub } = desk;
  const { ws, socket, path } = opened;
  const { stream } = PATHS[path] as (typeof PATHS)[string];
  const c: Client = { ...opened, stream, owner: undefined, symbols: new Set(), owed: new Set(), fresh: new Set(), alive: true, messages: 0, release: () => undefined };
  clients.add(c);
  ctx.metrics.apiSockets.inc({ stream });
  const keyless = setTimeout(() => c.owner ?? ws.close(POLICY_VIOLATION, 'INVALID_API_KEY'), KEY_WITHIN_MS);
  ws.on('message', (data: Buffer, isBinary: boolean) => void receive(desk, c, data, isBinary));
  ws.on('pong', () => void (c.alive = true));
  ws.on('error', (error) => ctx.log.debug({ err: error }, 'socket'));
  socket.on('drain', () => payOwed(c, hub));
  ws.once('close', () => {
    clearTimeout(keyless);
    c.release();
    clients.delete(c);
    ctx.metrics.apiSockets.dec({ stream });
  });
  try {
    if (owner) own(desk, c, owner);
  } catch (error) {
    const refused = asApiError(error);
    say(c, { type: 'error', error: { code: refused.code, message: refused.message } });
    ws.close(POLICY_VIOLATION, refused.code);
  }
}

/** Serves its paths on the server's upgrades. @returns a function that says goodbye to every client. */
export function serveWs(server: Server, ctx: ApiContext, hub: Hub, connections: Connections): () => void {
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false });
  const clients = new Set<Client>();
  const desk = { ctx, hub, connections };
  hub.join({ wants: (stream, symbol) => [...clients].some((c) => c.stream === stream && (symbol === null ? c.symbols.size > 0 : c.symbols.has(symbol))), push: (p) => push(clients, p), settled: () => undefined });
  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { pathname } = new URL(req.url ?? '/', 'http://api');
    if (pathname.startsWith('/socket.io/')) return;
    if (!Object.hasOwn(PATHS, pathname)) return refuse(ctx, socket, new ApiError('DATA_NOT_AVAILABLE', 'no socket is served here'));
    const header = req.headers.authorization;
    const address = ctx.addressOf(req);
    try {
      const owner = header === undefined ? socketSession(req, ctx) : identify(ctx, bearerOf(header) ?? '', pathname, address);
      wss.handleUpgrade(req, socket, head, (ws) => open(desk, clients, { path: pathname, ws, socket, address }, owner));
    } catch (error) {
      refuse(ctx, socket, asApiError(error));
    }
  };
  server.on('upgrade', upgrade);
  return keepAlive(ctx, clients, server, upgrade);
}

function keepAlive(ctx: ApiContext, clients: Set<Client>, server: Server, upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void): () => void {
  const beat = setInterval(() => {
    for (const c of clients) {
      if (!c.alive) c.ws.terminate();
      c.alive = false;
      c.ws.ping();
    }
  }, HEARTBEAT_MS);
  const second = setInterval(() => {
    for (const c of clients) {
      c.messages = 0;
      const over = ended(ctx, c.owner, c.path);
      if (!over) continue;
      say(c, { type: 'error', error: { code: over.code, message: over.message } });
      c.ws.close(POLICY_VIOLATION, over.code);
    }
  }, 1_000);
  return () => {
    clearInterval(beat);
    clearInterval(second);
    server.off('upgrade', upgrade);
    for (const c of clients) {
      c.ws.close(GOING_AWAY, 'the server is stopping');
      setTimeout(() => c.ws.terminate(), GOODBYE_MS);
    }
  };
}
