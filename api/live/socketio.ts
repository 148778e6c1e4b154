/**
 * Socket.IO on namespace `/`: streams of values and of work, one packet per
 * client and landed event, encoded once for all clients that follow the same
 * symbols. A client that does not keep up is owed the newest value per symbol;
 * one that comes back says up to where it had heard (`since`) and misses nothing.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Redis } from '#queues/runtime/redis.js';
import type { ApiContext } from '../context.js';
import { asApiError } from '../errors.js';
import type { Principal } from '../auth/scopes.js';
import { socketSession } from '../auth/guard.js';
import { ended, identify, type Connections } from './admission.js';
import { JOBS, packet, respond, subscribe, unsubscribe, type Desk } from './following.js';
import { Groups, type Client, type Group } from './groups.js';
import type { Hub, Push, SlotComplete } from './hub.js';
import { QUEUE_DEPTH, tellDepth } from './jobs.js';
import { createPopulation } from './population.js';
import { concerns, streams, streamSpecs } from './streams.js';

/** Enough for a list of symbols that is far too long to be told so. */
const MAX_PAYLOAD_BYTES = 128 * 1_024;
/** More packets than this waiting for the reader and it counts as slow. */
const SLOW_PACKETS = 8;
const HEARTBEAT_MS = 25_000;
/** How often keys are asked whether they still stand. */
const LOOK_EVERY_MS = 1_000;

/** Declared private, documented as readable: https://socket.io/docs/v4/server-socket-instance/#socketconn */
const isSlow = (socket: Socket): boolean => (socket.conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length > SLOW_PACKETS;

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
    io.local.to(group.room).except(setApart(group, clients, mine)).emit(streamSpecs[p.stream].message, packet(mine));
  }
}

function settled({ clients, ctx }: Desk, event: SlotComplete): void {
  for (const [socket, client] of clients) if (client.groups.size > 0 || client.jobs) socket.emit('slot_complete', event);
  ctx.log.debug({ slot: event.slot, clients: clients.size }, 'slot complete');
}

/** Told to the clients of every replica; one that does not keep up hears the next. */
function tellJobs({ io }: Desk, depth: object): void {
  io.to(JOBS).volatile.emit(QUEUE_DEPTH, depth);
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

export interface SocketIoParts {
  hub: Hub;
  connections: Connections;
  /** Opens a connection to Redis that waits out an outage. */
  connect(): Redis;
}

/** @returns a function that lets every client go. */
export function serveSocketIo(server: HttpServer, ctx: ApiContext, { hub, connections, connect }: SocketIoParts): () => void {
  const population = createPopulation({ connect, prefix: ctx.prefix, log: ctx.log });
  const io = new Server(server, {
    adapter: population.adapter,
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
  return () => {
    clearInterval(looking);
    stopDepth();
    // Not `disconnectSockets`: a client that is sent away does not come back, and would reach the clients of the other replicas too.
    io.engine.close();
    void io.of('/').adapter.close();
    population.close();
  };
}
