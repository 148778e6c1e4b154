/**
 * Socket.IO on namespace `/`: streams of values and of work, one packet per
 * client and landed event, encoded once for all clients that follow the same
 * symbols. A client that does not keep up is owed the newest value per symbol;
 * one that comes back says up to where it had heard (`since`) and misses nothing.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError, asApiError } from '../errors.js';
import type { Principal } from '../auth/scopes.js';
import { socketSession } from '../auth/guard.js';
import { admit, admitTo, ended, identify, MOST_SYMBOLS, type Connections } from './admission.js';
import { Groups, type Client, type Group } from './groups.js';
import type { Hub, Push, SlotComplete } from './hub.js';
import { QUEUE_DEPTH, queueDepth, tellDepth } from './jobs.js';
import { concerns, streams, streamSpecs, told, type Stream } from './streams.js';

/** Enough for a list of symbols that is far too long to be told so. */
const MAX_PAYLOAD_BYTES = 128 * 1_024;
/** More packets than this waiting for the reader and it counts as slow. */
const SLOW_PACKETS = 8;
const HEARTBEAT_MS = 25_000;
/** How often keys are asked whether they still stand. */
const LOOK_EVERY_MS = 1_000;
const JOBS = 'jobs';
const all = [...streams, JOBS] as const;

const names = z.array(z.string().min(1).max(100)).max(MOST_SYMBOLS);
const subscribing = z.object({
  stream: z.enum(all, `must be one of ${all.join(', ')}`),
  symbols: names.default([]),
  since: z.number().int().min(0).optional(),
});
const unsubscribing = z.object({ stream: subscribing.shape.stream, symbols: names.optional() });
type Ack = (answer: object) => void;

/** Declared private, documented as readable: https://socket.io/docs/v4/server-socket-instance/#socketconn */
const isSlow = (socket: Socket): boolean => (socket.conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length > SLOW_PACKETS;
const packet = ({ seq, updates }: Push, extra: object = {}): object => ({ seq, ...extra, updates: updates.map(told) });

function parse<S extends z.ZodType>(schema: S, message: unknown): z.infer<S> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new ApiError('VALIDATION_ERROR', parsed.error.issues.map((i) => `${i.path.join('.') || 'message'}: ${i.message}`).join('; ').slice(0, 300));
}

interface Desk {
  io: Server;
  ctx: ApiContext;
  hub: Hub;
  groups: Groups;
  clients: Map<Socket, Client>;
}
interface Answered {
  answer: object;
  after(): void;
}
const nothing = (): void => undefined;

async function followJobs({ ctx }: Desk, socket: Socket, client: Client): Promise<Answered> {
  await admitTo(ctx, client.owner, 'read:stats', JOBS);
  client.jobs = true;
  const depth = await queueDepth(ctx);
  return { answer: { ok: true, stream: JOBS }, after: () => void socket.emit(QUEUE_DEPTH, depth) };
}

/** The newest values; what was told while they were read is newer than they are. */
async function snapshotOf({ hub }: Desk, stream: Stream, symbols: readonly string[]): Promise<{ seq: number; packets: object[] }> {
  const snapshot = await hub.snapshot(stream, symbols);
  const updates = snapshot.updates.filter((u) => (hub.newest(stream, u.symbol)?.seq ?? 0) <= snapshot.seq);
  return { seq: snapshot.seq, packets: [packet({ ...snapshot, updates }, { snapshot: true })] };
}

/** What it missed where that is known, else the newest values. */
async function opening(desk: Desk, stream: Stream, found: readonly string[], since: number | undefined): Promise<{ seq: number; packets: object[] }> {
  const missed = since === undefined ? null : await desk.hub.since(stream, found, since);
  if (!missed) return snapshotOf(desk, stream, found);
  return { seq: missed.at(-1)?.seq ?? (since as number), packets: missed.map((p) => packet(p, { replayed: true })) };
}

async function subscribe(desk: Desk, socket: Socket, client: Client, message: unknown): Promise<Answered> {
  const { stream, symbols, since } = parse(subscribing, message);
  if (stream === JOBS) return followJobs(desk, socket, client);
  const found = await admit(desk.ctx, client.owner, stream, symbols);
  const followed = [...new Set([...(client.groups.get(stream)?.symbols ?? []), ...found])];
  if (followed.length > MOST_SYMBOLS) throw new ApiError('VALIDATION_ERROR', `one client may follow ${MOST_SYMBOLS} symbols`);
  // What is told while we read is held back, so that everything is heard in order.
  if (since !== undefined) client.held.set(stream, []);
  try {
    await desk.groups.move(socket, client, stream, followed);
    const { seq, packets } = await opening(desk, stream, found, since);
    const after = (): void => {
      const later = (client.held.get(stream) ?? []).filter((p) => p.seq > seq).map((p) => packet(p));
      client.held.delete(stream);
      for (const p of [...packets, ...later]) socket.emit(streamSpecs[stream].message, p);
    };
    return { answer: { ok: true, stream, symbols: followed, seq }, after };
  } catch (error) {
    client.held.delete(stream);
    throw error;
  }
}

async function unsubscribe({ ctx, groups }: Desk, socket: Socket, client: Client, message: unknown): Promise<Answered> {
  const { stream, symbols } = parse(unsubscribing, message);
  if (stream === JOBS) {
    client.jobs = false;
    return { answer: { ok: true, stream }, after: nothing };
  }
  const gone = symbols && new Set((await ctx.assets.findAll(symbols)).found.map((a) => a.symbol));
  const left = gone ? [...(client.groups.get(stream)?.symbols ?? [])].filter((s) => !gone.has(s)) : [];
  await groups.move(socket, client, stream, left);
  return { answer: { ok: true, stream, symbols: left }, after: nothing };
}

type Act = (desk: Desk, socket: Socket, client: Client, message: unknown) => Promise<Answered>;

/** Every call is answered through its acknowledgement, failures too. */
async function respond(desk: Desk, socket: Socket, client: Client, call: { act: Act; message: unknown; ack: unknown }): Promise<void> {
  const reply: Ack = typeof call.ack === 'function' ? (call.ack as Ack) : () => undefined;
  try {
    const { answer, after } = await call.act(desk, socket, client, call.message);
    reply(answer);
    after();
  } catch (error) {
    const told = asApiError(error);
    if (told.status >= 500) desk.ctx.log.error({ err: error, surface: 'socket.io' }, 'message failed');
    reply({ ok: false, error: { code: told.code, message: told.message } });
  }
}

function payOwed(hub: Hub, socket: Socket, client: Client): void {
  for (const stream of streams) {
    const owed = client.owed[stream];
    if (owed.size === 0 || isSlow(socket)) continue;
    const newest = [...owed].flatMap((symbol) => hub.newest(stream, symbol) ?? []);
    owed.clear();
    if (newest.length > 0) socket.emit(streamSpecs[stream].message, packet({ stream, seq: Math.max(...newest.map((n) => n.seq)), updates: newest.map((n) => n.update) }));
  }
}

/** Members that are not told now: those that are slow are owed it, those that still read what they missed get it behind that. */
function setApart(group: Group, clients: Desk['clients'], p: Push): string[] {
  const apart: string[] = [];
  for (const socket of group.members) {
    const client = clients.get(socket);
    const held = client?.held.get(p.stream);
    if (!held && !isSlow(socket)) continue;
    apart.push(socket.id);
    if (held) held.push(p);
    else p.updates.forEach((u) => client?.owed[p.stream].add(u.symbol));
  }
  return apart;
}

function push({ io, groups, clients }: Desk, p: Push): void {
  for (const group of groups.all(p.stream)) {
    const updates = p.updates.filter((u) => concerns(u, group.symbols));
    if (updates.length === 0) continue;
    const mine = { ...p, updates };
    io.to(group.room).except(setApart(group, clients, mine)).emit(streamSpecs[p.stream].message, packet(mine));
  }
}

function settled({ clients, ctx }: Desk, event: SlotComplete): void {
  for (const [socket, client] of clients) if (client.groups.size > 0 || client.jobs) socket.emit('slot_complete', event);
  ctx.log.debug({ slot: event.slot, clients: clients.size }, 'slot complete');
}

function tellJobs({ clients }: Desk, depth: object): void {
  for (const [socket, client] of clients) if (client.jobs && !isSlow(socket)) socket.emit(QUEUE_DEPTH, depth);
}

const newClient = (owner: Principal, release: () => void): Client => ({ owner, groups: new Map(), owed: { prices: new Set(), features: new Set(), sentiment: new Set(), news: new Set() }, held: new Map(), jobs: false, release });

function connected(desk: Desk, socket: Socket, connections: Connections): void {
  const owner = socket.data as Principal;
  let client: Client;
  try {
    client = newClient(owner, connections.take(desk.ctx, owner, 'socket.io'));
  } catch (error) {
    const { code, message } = asApiError(error);
    socket.emit('expired', { code, message });
    return void socket.disconnect(true);
  }
  desk.clients.set(socket, client);
  socket.on('subscribe', (message: unknown, ack: unknown) => void respond(desk, socket, client, { act: subscribe, message, ack }));
  socket.on('unsubscribe', (message: unknown, ack: unknown) => void respond(desk, socket, client, { act: unsubscribe, message, ack }));
  socket.conn.on('drain', () => payOwed(desk.hub, socket, client));
  socket.once('disconnect', () => {
    desk.clients.delete(socket);
    client.release();
    for (const group of [...client.groups.values()]) void desk.groups.leave(socket, client, group);
  });
}

/** Tells and disconnects whoever's key no longer stands. */
function closeEnded({ ctx, clients }: Desk): void {
  for (const [socket, { owner }] of clients) {
    const over = ended(ctx, owner, 'socket.io');
    if (!over) continue;
    socket.emit('expired', { code: over.code, message: over.message });
    socket.disconnect(true);
  }
}

/** @returns a function that disconnects every client. */
export function serveSocketIo(server: HttpServer, ctx: ApiContext, hub: Hub, connections: Connections): () => Promise<void> {
  const io = new Server(server, {
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_PAYLOAD_BYTES,
    pingInterval: HEARTBEAT_MS,
    // The other upgrades of this server are answered by `ws.ts`.
    destroyUpgrade: false,
    cors: { origin: [...ctx.config.CORS_ORIGINS] },
  });
  const groups = new Groups((stream, change) => ctx.metrics.apiSockets.inc({ stream }, change));
  const desk: Desk = { io, ctx, hub, groups, clients: new Map() };
  io.use((socket, next) => {
    try {
      const { token } = socket.handshake.auth as { token?: unknown };
      socket.data = (token === undefined ? socketSession(socket.request, ctx) : undefined) ?? identify(ctx, token, 'socket.io', ctx.addressOf(socket.request));
      next();
    } catch (error) {
      const { code, message } = asApiError(error);
      next(Object.assign(new Error(message), { data: { code, message } }));
    }
  });
  io.on('connection', (socket) => connected(desk, socket, connections));
  hub.join({
    wants: (stream, symbol) => groups.all(stream).some((g) => symbol === null || g.symbols.has(symbol)),
    push: (p) => push(desk, p),
    settled: (event) => settled(desk, event),
  });
  const looking = setInterval(() => closeEnded(desk), LOOK_EVERY_MS);
  const stopDepth = tellDepth(ctx, () => [...desk.clients.values()].some((c) => c.jobs), (depth) => tellJobs(desk, depth));
  return async () => {
    clearInterval(looking);
    stopDepth();
    io.disconnectSockets(true);
    io.engine.close();
  };
}
