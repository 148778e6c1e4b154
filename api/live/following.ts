/** What a Socket.IO client asks for: to follow a stream, from where it had heard it, and no longer to; every call is answered, failures too. */
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ApiError, asApiError } from '../errors.js';
import { admit, admitTo, MOST_SYMBOLS } from './admission.js';
import type { Client, Groups } from './groups.js';
import type { Hub, Push } from './hub.js';
import { QUEUE_DEPTH, queueDepth } from './jobs.js';
import { streams, streamSpecs, told, type Stream } from './streams.js';

/** The stream and the room of those who follow the work. */
export const JOBS = 'jobs';
const all = [...streams, JOBS] as const;

const names = z.array(z.string().min(1).max(100)).max(MOST_SYMBOLS);
const subscribing = z.object({
  stream: z.enum(all, `must be one of ${all.join(', ')}`),
  symbols: names.default([]),
  since: z.number().int().min(0).optional(),
});
const unsubscribing = z.object({ stream: subscribing.shape.stream, symbols: names.optional() });
type Ack = (answer: object) => void;

export const packet = ({ seq, updates }: Push, extra: object = {}): object => ({ seq, ...extra, updates: updates.map(told) });

function parse<S extends z.ZodType>(schema: S, message: unknown): z.infer<S> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new ApiError('VALIDATION_ERROR', parsed.error.issues.map((i) => `${i.path.join('.') || 'message'}: ${i.message}`).join('; ').slice(0, 300));
}

/** Where its calls are answered. */
export interface Desk {
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
  await socket.join(JOBS);
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

export async function subscribe(desk: Desk, socket: Socket, client: Client, message: unknown): Promise<Answered> {
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

export async function unsubscribe({ ctx, groups }: Desk, socket: Socket, client: Client, message: unknown): Promise<Answered> {
  const { stream, symbols } = parse(unsubscribing, message);
  if (stream === JOBS) {
    client.jobs = false;
    await socket.leave(JOBS);
    return { answer: { ok: true, stream }, after: nothing };
  }
  const gone = symbols && new Set((await ctx.assets.findAll(symbols)).found.map((a) => a.symbol));
  const left = gone ? [...(client.groups.get(stream)?.symbols ?? [])].filter((s) => !gone.has(s)) : [];
  await groups.move(socket, client, stream, left);
  return { answer: { ok: true, stream, symbols: left }, after: nothing };
}

export type Act = (desk: Desk, socket: Socket, client: Client, message: unknown) => Promise<Answered>;

/** Every call is answered through its acknowledgement, failures too. */
export async function respond(desk: Desk, socket: Socket, client: Client, call: { act: Act; message: unknown; ack: unknown }): Promise<void> {
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
