/**
 * Socket.IO on namespace `/`: streams of prices and features, one packet per
 * client and landed event, encoded once for all clients that follow the same
 * symbols. A client that does not keep up is owed the newest value per symbol.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError, asApiError } from '../errors.js';
import type { Principal } from '../auth/scopes.js';
import { socketSession } from '../auth/guard.js';
import { admit, ended, identify, MOST_SYMBOLS } from './admission.js';
import { isStream, streams, type Hub, type Push, type SlotComplete, type Stream } from './hub.js';

const EVENT: Record<Stream, string> = { prices: 'price_update', features: 'features_update' };
const MAX_PAYLOAD_BYTES = 64 * 1_024;
/** More packets than this waiting for the reader and it counts as slow. */
const SLOW_PACKETS = 8;
const HEARTBEAT_MS = 25_000;
/** How often keys are asked whether they still stand. */
const LOOK_EVERY_MS = 1_000;

const names = z.array(z.string().min(1).max(100)).max(MOST_SYMBOLS);
const subscribing = z.object({ stream: z.custom<Stream>(isStream, `must be ${streams.join(' or ')}`), symbols: names.min(1) });
const unsubscribing = subscribing.extend({ symbols: names.optional() });
type Ack = (answer: object) => void;

/** Clients of a stream that follow exactly the same symbols: one room. */
interface Group {
  room: string;
  stream: Stream;
  symbols: ReadonlySet<string>;
  members: Set<Socket>;
}
interface Client {
  owner: Principal;
  groups: Map<Stream, Group>;
  owed: Record<Stream, Set<string>>;
}

/** Declared private, documented as readable: https://socket.io/docs/v4/server-socket-instance/#socketconn */
const isSlow = (socket: Socket): boolean => (socket.conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length > SLOW_PACKETS;
const packet = ({ seq, updates }: Push, extra: object = {}): object => ({ seq, ...extra, updates });

/** Who follows what. */
class Groups {
  private readonly byRoom = new Map<string, Group>();
  constructor(private readonly gauge: (stream: Stream, change: 1 | -1) => void) {}
  all = (stream: Stream): Group[] => [...this.byRoom.values()].filter((g) => g.stream === stream);

  /** Moves a client to the group of exactly these symbols; none means out of the stream. */
  async move(socket: Socket, client: Client, stream: Stream, symbols: readonly string[]): Promise<void> {
    const before = client.groups.get(stream);
    const room = `${stream}:${[...symbols].sort().join(',')}`;
    if (before?.room === room) return;
    if (before) await this.leave(socket, client, before);
    if (symbols.length === 0) return;
    const group = this.byRoom.get(room) ?? { room, stream, symbols: new Set(symbols), members: new Set<Socket>() };
    this.byRoom.set(room, group);
    group.members.add(socket);
    client.groups.set(stream, group);
    this.gauge(stream, 1);
    await socket.join(room);
  }
  async leave(socket: Socket, client: Client, group: Group): Promise<void> {
    group.members.delete(socket);
    client.groups.delete(group.stream);
    if (group.members.size === 0) this.byRoom.delete(group.room);
    this.gauge(group.stream, -1);
    await socket.leave(group.room);
  }
}

function parse<S extends z.ZodType>(schema: S, message: unknown): z.infer<S> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new ApiError('VALIDATION_ERROR', parsed.error.issues.map((i) => `${i.path.join('.') || 'message'}: ${i.message}`).join('; ').slice(0, 300));
}

interface Desk {
  ctx: ApiContext;
  hub: Hub;
  groups: Groups;
  clients: Map<Socket, Client>;
}

async function subscribe({ ctx, hub, groups }: Desk, socket: Socket, client: Client, message: unknown): Promise<{ answer: object; after(): void }> {
  const { stream, symbols } = parse(subscribing, message);
  const found = await admit(ctx, client.owner, stream, symbols);
  const all = [...new Set([...(client.groups.get(stream)?.symbols ?? []), ...found])];
  if (all.length > MOST_SYMBOLS) throw new ApiError('VALIDATION_ERROR', `one client may follow ${MOST_SYMBOLS} symbols`);
  await groups.move(socket, client, stream, all);
  const snapshot = await hub.snapshot(stream, found);
  // What was told while the snapshot was read is newer than the snapshot.
  const updates = snapshot.updates.filter((u) => (hub.newest(stream, u.symbol)?.seq ?? 0) <= snapshot.seq);
  return { answer: { ok: true, stream, symbols: all, seq: snapshot.seq }, after: () => void socket.emit(EVENT[stream], packet({ ...snapshot, updates }, { snapshot: true })) };
}

async function unsubscribe({ ctx, groups }: Desk, socket: Socket, client: Client, message: unknown): Promise<{ answer: object; after(): void }> {
  const { stream, symbols } = parse(unsubscribing, message);
  const gone = symbols && new Set((await ctx.assets.findAll(symbols)).found.map((a) => a.symbol));
  const left = gone ? [...(client.groups.get(stream)?.symbols ?? [])].filter((s) => !gone.has(s)) : [];
  await groups.move(socket, client, stream, left);
  return { answer: { ok: true, stream, symbols: left }, after: () => undefined };
}

type Act = (desk: Desk, socket: Socket, client: Client, message: unknown) => Promise<{ answer: object; after(): void }>;

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
    socket.emit(EVENT[stream], packet({ stream, seq: Math.max(...newest.map((n) => n.seq)), updates: newest.map((n) => n.update) }));
  }
}

function push(io: Server, { groups, clients }: Desk, p: Push): void {
  for (const group of groups.all(p.stream)) {
    const updates = p.updates.filter((u) => group.symbols.has(u.symbol));
    if (updates.length === 0) continue;
    const slow = [...group.members].filter(isSlow);
    for (const socket of slow) for (const u of updates) clients.get(socket)?.owed[p.stream].add(u.symbol);
    io.to(group.room).except(slow.map((s) => s.id)).emit(EVENT[p.stream], packet({ ...p, updates }));
  }
}

function settled(io: Server, desk: Desk, event: SlotComplete): void {
  for (const [socket, client] of desk.clients) if (client.groups.size > 0) socket.emit('slot_complete', event);
  desk.ctx.log.debug({ slot: event.slot, clients: io.engine.clientsCount }, 'slot complete');
}

function connected(desk: Desk, socket: Socket): void {
  const client: Client = { owner: socket.data as Principal, groups: new Map(), owed: { prices: new Set(), features: new Set() } };
  desk.clients.set(socket, client);
  socket.on('subscribe', (message: unknown, ack: unknown) => void respond(desk, socket, client, { act: subscribe, message, ack }));
  socket.on('unsubscribe', (message: unknown, ack: unknown) => void respond(desk, socket, client, { act: unsubscribe, message, ack }));
  socket.conn.on('drain', () => payOwed(desk.hub, socket, client));
  socket.once('disconnect', () => {
    desk.clients.delete(socket);
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
export function serveSocketIo(server: HttpServer, ctx: ApiContext, hub: Hub): () => Promise<void> {
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
  const desk: Desk = { ctx, hub, groups, clients: new Map() };
  io.use((socket, next) => {
    try {
      const { token } = socket.handshake.auth as { token?: unknown };
      socket.data = (token === undefined ? socketSession(socket.request, ctx) : undefined) ?? identify(ctx, token, 'socket.io', socket.handshake.address);
      next();
    } catch (error) {
      const { code, message } = asApiError(error);
      next(Object.assign(new Error(message), { data: { code, message } }));
    }
  });
  io.on('connection', (socket) => connected(desk, socket));
  hub.join({
    wants: (stream, symbol) => groups.all(stream).some((g) => g.symbols.has(symbol)),
    push: (p) => push(io, desk, p),
    settled: (event) => settled(io, desk, event),
  });
  const looking = setInterval(() => closeEnded(desk), LOOK_EVERY_MS);
  return async () => {
    clearInterval(looking);
    io.disconnectSockets(true);
    io.engine.close();
  };
}
