/**
 * Server-sent events: the stream of prices for whoever has only HTTP. The id of
 * an event is its position in what landed, so a reader that comes back with
 * Last-Event-ID, to this replica or another, is told what it missed. The bytes
 * of an update are made once; a reader that does not keep up is owed the newest
 * value per symbol.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { idOf, seqOf } from '#queues/landed.js';
import type { Foundations } from '../context.js';
import { ApiError, asApiError } from '../errors.js';
import type { Principal } from '../auth/scopes.js';
import { admit, ended, type Connections } from './admission.js';
import type { Hub, Push } from './hub.js';
import { concerns, streamSpecs, told, type Stream, type Update } from './streams.js';

const STREAM: Stream = 'prices';
const SURFACE = 'sse';
const HEARTBEAT_MS = 25_000;
const LOOK_EVERY_MS = 1_000;
/** How long a reader waits before it comes back. */
const RETRY_MS = 2_000;
/** More than this unsent and the reader counts as slow. */
const SLOW_BYTES = 256 * 1_024;

interface Reader {
  res: ServerResponse;
  owner: Principal;
  symbols: ReadonlySet<string>;
  owed: Set<string>;
  /** What is told while what was missed is still being read. */
  held: Push[] | null;
}

export interface Sse {
  /** Answers a request with the stream, until the reader leaves. @throws ApiError before the first byte. */
  open(req: IncomingMessage, res: ServerResponse, owner: Principal, names: readonly string[]): Promise<void>;
  /** Ends every stream: the readers come back, to a replica that stays. */
  close(): void;
}

const event = (u: Update, seq: number, extra: object = {}): string => `id: ${idOf(seq)}\nevent: ${streamSpecs[STREAM].message}\ndata: ${JSON.stringify({ ...told(u), seq, ...extra })}\n\n`;
const isSlow = ({ res }: Reader): boolean => res.writableLength > SLOW_BYTES;
const LAST_ID = /^\d{1,15}-\d{1,6}$/;

/** The position a reader had heard up to; undefined for a new one. @throws ApiError VALIDATION_ERROR. */
function positionOf(req: IncomingMessage): number | undefined {
  const id = req.headers['last-event-id'];
  if (id === undefined || id === '') return undefined;
  if (typeof id !== 'string' || !LAST_ID.test(id)) throw new ApiError('VALIDATION_ERROR', 'Last-Event-ID must be the id of an event of this stream', { details: [{ field: 'Last-Event-ID', message: 'must be the id of an event of this stream' }] });
  return seqOf(id);
}

export function createSse(ctx: Foundations, hub: Hub, connections: Connections): Sse {
  const readers = new Set<Reader>();
  hub.join({ wants: (stream, symbol) => stream === STREAM && [...readers].some((r) => symbol === null || r.symbols.has(symbol)), push: (p) => push(readers, p), settled: () => undefined });
  const beat = setInterval(() => readers.forEach(({ res }) => res.write(': still here\n\n')), HEARTBEAT_MS);
  const look = setInterval(() => readers.forEach((r) => endIfOver(ctx, r)), LOOK_EVERY_MS);
  return {
    async open(req, res, owner, names) {
      const since = positionOf(req);
      const symbols = new Set(await admit(ctx, owner, STREAM, names));
      const release = connections.take(ctx, owner, SURFACE);
      const r: Reader = { res, owner, symbols, owed: new Set(), held: [] };
      res.once('close', () => (readers.delete(r), release(), ctx.metrics.apiSockets.dec({ stream: STREAM })));
      ctx.metrics.apiSockets.inc({ stream: STREAM });
      readers.add(r);
      await begin(hub, r, since);
      res.on('drain', () => payOwed(hub, r));
    },
    close: () => {
      clearInterval(beat);
      clearInterval(look);
      // Destroyed behind what was written: a reader that is slow, or half gone, must not hold the server up.
      for (const { res } of readers) res.end(() => res.destroy());
      setTimeout(() => readers.forEach(({ res }) => res.destroy()), LOOK_EVERY_MS).unref();
    },
  };
}

/** : compressed, an event would wait for the next. The head, then what was missed or the newest values, then what was told meanwhile. */
async function begin(hub: Hub, r: Reader, since: number | undefined): Promise<void> {
  const symbols = [...r.symbols];
  const missed = since === undefined ? null : await hub.since(STREAM, symbols, since);
  const pushes = missed ?? [await hub.snapshot(STREAM, symbols)];
  const extra = missed ? {} : { snapshot: true };
  const upTo = pushes.at(-1)?.seq ?? since ?? 0;
  const later = (r.held ?? []).filter((p) => p.seq > upTo);
  r.held = null;
  r.res.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' });
  r.res.write(`retry: ${RETRY_MS}\n\n`);
  for (const p of pushes) for (const u of p.updates) r.res.write(event(u, p.seq, extra));
  for (const p of later) for (const u of p.updates) if (concerns(u, r.symbols)) r.res.write(event(u, p.seq));
}

function push(readers: ReadonlySet<Reader>, p: Push): void {
  if (p.stream !== STREAM) return;
  const events = p.updates.map((u) => [u, Buffer.from(event(u, p.seq))] as const);
  for (const r of readers) {
    if (r.held) {
      r.held.push(p);
      continue;
    }
    const slow = isSlow(r);
    const mine = events.filter(([u]) => concerns(u, r.symbols));
    if (slow) for (const [u] of mine) r.owed.add(u.symbol);
    else if (mine.length > 0) r.res.write(mine.length === 1 ? (mine[0] as (typeof mine)[number])[1] : Buffer.concat(mine.map(([, bytes]) => bytes)));
  }
}

function payOwed(hub: Hub, r: Reader): void {
  const owed = [...r.owed];
  r.owed.clear();
  for (const symbol of owed) {
    const newest = hub.newest(STREAM, symbol);
    if (newest) r.res.write(event(newest.update, newest.seq));
  }
}

/** A key that no longer stands ends its streams; the reader that comes back is told why. */
function endIfOver(ctx: Foundations, { owner, res }: Reader): void {
  const over = ended(ctx, owner, SURFACE);
  if (!over) return;
  const { code, message } = asApiError(over);
  res.end(`event: error\ndata: ${JSON.stringify({ code, message })}\n\n`);
}
